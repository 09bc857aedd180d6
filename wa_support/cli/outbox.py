"""`wa-support outbox …`: messages that wait for a person's decision."""

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import click

from wa_support.cli.login import decider
from wa_support.cli.opening import house
from wa_support.cli.output import json_lines, moment, table

_JSON = click.option("--json", "as_json", is_flag=True, help="JSON Lines.")
_BY = click.option("--by", default=None, help="Your account; the login name when left out.")
_SENDS = click.argument("sends", nargs=-1, required=True, metavar="ID…")


@click.group()
def outbox() -> None:
    """Messages that wait for a decision."""


@outbox.command()
@_JSON
def held(as_json: bool) -> None:
    """List what was not sent, or may have been sent without an answer, and why."""
    rows = [
        {
            "send": send.send_id,
            "conversation": send.conversation_id,
            "author": send.author,
            "state": send.state,
            "outcome": send.last_outcome,
            "since": moment(send.created_at),
            "reason": send.reason,
        }
        for send in house().queries.held()
    ]
    if as_json:
        json_lines(rows)
    else:
        table(rows, nothing="nothing is held")


@outbox.command()
@_SENDS
@_BY
@click.option("--yes", is_flag=True, help="Also what the customer may have already.")
@_JSON
def release(sends: tuple[str, ...], by: str | None, yes: bool, as_json: bool) -> None:
    """Send what is held: its words are still true."""
    from wa_support.domain.accounts import ENGINEERS

    opened = house()
    decide, who = opened.held_sends(), decider(opened, by, ENGINEERS)

    def one(send: str) -> None:
        if not yes and decide.may_double(send):
            _confirm(send)
        decide.release(send, by=who)

    _decided(sends, one, "ready", as_json=as_json)


@outbox.command()
@_SENDS
@_BY
@click.option("--reason", default="dropped by a person", help="Why; it is kept with the message.")
@_JSON
def drop(sends: tuple[str, ...], by: str | None, reason: str, as_json: bool) -> None:
    """Never send what is held."""
    from wa_support.domain.accounts import ENGINEERS

    opened = house()
    decide, who = opened.held_sends(), decider(opened, by, ENGINEERS)

    def one(send: str) -> None:
        decide.drop(send, by=who, reason=reason)

    _decided(sends, one, "cancelled", as_json=as_json)


def _confirm(send: str) -> None:
    from wa_support.domain.errors import NotAllowed

    question = f"{send} may have arrived already and be doubled. Send it?"
    try:
        sure = click.confirm(question, err=True)
    except click.Abort:
        sure = False
    if not sure:
        raise NotAllowed(f"{send} may have arrived already: --yes sends it all the same")


def _decided(
    sends: Sequence[str], decide: Callable[[str], None], state: str, *, as_json: bool
) -> None:
    """One line for each; exit 1 when any of them stays as it was."""
    rows = list(_each(dict.fromkeys(sends), decide, state))
    if as_json:
        json_lines(rows)
    else:
        for row in rows:
            click.echo(f"{row['send']}: {row['state']}" if row["state"] else row["why"])
    if not all(row["state"] for row in rows):
        sys.exit(1)


def _each(
    sends: dict[str, None], decide: Callable[[str], None], state: str
) -> Iterator[dict[str, Any]]:
    from wa_support.domain.errors import ConfigurationError, DatabaseUnavailable, WaSupportError

    for send in sends:
        try:
            decide(send)
        except (ConfigurationError, DatabaseUnavailable):
            raise
        except WaSupportError as why:
            yield {"send": send, "state": None, "why": str(why)}
        else:
            yield {"send": send, "state": state, "why": None}
