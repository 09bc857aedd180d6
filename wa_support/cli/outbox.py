"""`wa-support outbox …`: messages that wait for a person's decision."""

import click

from wa_support.cli.opening import house
from wa_support.cli.output import json_lines, rfc3339, table


@click.group()
def outbox() -> None:
    """Messages that wait for a decision."""


@outbox.command()
@click.option("--json", "as_json", is_flag=True, help="JSON Lines.")
def held(as_json: bool) -> None:
    """List what was not sent, or may have been sent without an answer, and why."""
    rows = [
        {
            "send": send.send_id,
            "conversation": send.conversation_id,
            "author": send.author,
            "state": send.state,
            "outcome": send.last_outcome,
            "since": rfc3339(send.created_at),
            "reason": send.reason,
        }
        for send in house().queries.held()
    ]
    if as_json:
        json_lines(rows)
    else:
        table(rows, nothing="nothing is held")
