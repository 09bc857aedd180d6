"""`wa-support inbox …`: webhooks that could not be read, and what to do with them."""

import sys

import click

from wa_support.cli.login import decider
from wa_support.cli.opening import house
from wa_support.cli.output import json_lines, moment, table


@click.group()
def inbox() -> None:
    """Webhooks that could not be read."""


@inbox.command()
@click.option("--json", "as_json", is_flag=True, help="JSON Lines.")
def dead(as_json: bool) -> None:
    """List the dead letters: kept whole and encrypted, at most 35 days."""
    with house().database.read() as tx:
        letters = tx.events.dead_letters()
    rows = [
        {
            "id": letter.id,
            "at": moment(letter.at),
            "size": letter.size,
            "reason": letter.reason,
            "redriven_at": moment(letter.redriven_at),
        }
        for letter in letters
    ]
    if as_json:
        json_lines(rows)
    else:
        table(rows, nothing="no dead letters")


@inbox.command()
@click.argument("ids", nargs=-1, required=True)
@click.option("--by", default=None, help="Your account; the login name when left out.")
def redrive(ids: tuple[str, ...], by: str | None) -> None:
    """Put dead letters into the inbox again; the worker takes them in."""
    from wa_support.domain.accounts import ENGINEERS
    from wa_support.domain.errors import NotAllowed

    opened = house()
    stuck, who = opened.stuck(), decider(opened, by, ENGINEERS)
    missing = 0
    for letter in ids:
        try:
            stuck.redrive(letter, by=who)
        except NotAllowed as why:
            click.echo(str(why), err=True)
            missing += 1
        else:
            click.echo(f"{letter}: in the inbox again")
    sys.exit(1 if missing else 0)
