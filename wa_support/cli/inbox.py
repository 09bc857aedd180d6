"""`wa-support inbox …`: webhooks that could not be read, and what to do with them."""

import sys

import click

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
def redrive(ids: tuple[str, ...]) -> None:
    """Put dead letters into the inbox again; the worker takes them in."""
    opened = house()
    box = opened.inbox()
    missing = 0
    for letter in ids:
        with opened.database.read() as tx:
            body = tx.events.dead_letter_body(letter)
        if body is None:
            click.echo(f"{letter}: no such dead letter", err=True)
            missing += 1
            continue
        box.append(body)
        with opened.database.write() as tx:
            tx.events.redriven(letter, opened.clock.now())
        click.echo(f"{letter}: in the inbox again")
    box.close()
    sys.exit(1 if missing else 0)
