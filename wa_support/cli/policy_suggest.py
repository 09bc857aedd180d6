"""`policy suggest`: what was not understood, and the purpose that the customer then chose."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import click

from wa_support.cli.opening import house
from wa_support.cli.output import json_lines, moment, table

if TYPE_CHECKING:
    from wa_support.bootstrap.house import House
    from wa_support.domain.policy import Policy, Suggested

_LOOKED_AT: Final = 1000


@click.command()
@click.option("--limit", default=30, show_default=True, help="At most so many lines.")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines on standard output.")
def suggest(limit: int, *, as_json: bool) -> None:
    """Lines for the file that customers' taps suggest.

    Words that got the menu, with the purpose that was tapped next: read them, and paste the good
    ones under that purpose's customers_say. Those that the version in force knows are left out.
    """
    rows = list(_rows(_unknown(house())[:limit]))
    if as_json:
        json_lines(rows)
    else:
        table(rows, nothing="nothing was tapped yet after words that were not understood")


def _unknown(opened: "House") -> "list[Suggested]":
    with opened.database.read() as tx:
        if tx.policies.in_force() is None:
            return []
        policy = opened.book.current(tx).policy
        found = tx.suggestions.frequent(_LOOKED_AT)
    return [one for one in found if not _known(one, policy)]


def _known(one: "Suggested", policy: "Policy") -> bool:
    from wa_support.domain.gate.steps import nearest

    purpose = policy.purpose(one.suggestion.purpose)
    return purpose is None or nearest(one.suggestion.text, purpose.examples) is not None


def _rows(found: "list[Suggested]") -> Iterator[dict[str, Any]]:
    for one in found:
        yield {
            "purpose": one.suggestion.purpose,
            "language": one.suggestion.language,
            "times": one.times,
            "last_at": moment(one.last_at),
            "text": one.suggestion.text,
        }
