"""`wa-support conversations …`: a seat without a browser."""

import sys
from typing import TYPE_CHECKING, Any

import click

from wa_support.cli.login import login_name
from wa_support.cli.opening import house
from wa_support.cli.output import json_lines, moment, table
from wa_support.cli.when import when

if TYPE_CHECKING:
    from wa_support.bootstrap.house import House
    from wa_support.domain.views import ConversationSummary

_AGENT = click.option(
    "--agent",
    default=None,
    help="Your account, whose name customers read; the login when left out.",
)
_BY = click.option("--by", required=True, help="Your account.")


@click.group()
def conversations() -> None:
    """Conversations: see them, take them, answer, give them back."""


@conversations.command(name="list")
@click.option("--owner", default=None, help="automated, queued, agent, elsewhere or closed.")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines.")
def list_them(owner: str | None, as_json: bool) -> None:
    """The newest first."""
    rows = [_row(summary) for summary in house().queries.conversations(owner=owner)]
    if as_json:
        json_lines(rows)
        return
    flat = [{**row, "customer": row["customer"]["id"]} for row in rows]
    table(flat, nothing="no conversations")


@conversations.command()
@click.argument("conversation")
def show(conversation: str) -> None:
    """The transcript, and how far each of our messages got."""
    opened = house()
    if opened.queries.conversation(conversation) is None:
        click.echo(f"{conversation}: no such conversation", err=True)
        sys.exit(1)
    for line in opened.queries.transcript(conversation):
        got = line.delivery or line.outcome or line.state
        mark = f"  [{got}]" if got else ""
        who = line.agent or line.author
        click.echo(f"{moment(line.at)}  {who}: {line.text or f'({line.type})'}{mark}")


@conversations.command()
@click.argument("conversation")
@_AGENT
def take(conversation: str, agent: str | None) -> None:
    """Take it over: the bot says nothing more."""
    import time

    opened = house()
    desk = opened.desk()
    yours = desk.take(conversation, agent=_agent(opened, agent))
    deadline = time.monotonic() + 10
    while not yours and time.monotonic() < deadline:
        time.sleep(0.1)
        yours = desk.settled(conversation)
    click.echo("yours" if yours else "yours; one message of the bot is still on its way")


@conversations.command()
@click.argument("conversation")
@click.argument("text")
@_AGENT
def reply(conversation: str, text: str, agent: str | None) -> None:
    """Send TEXT to the customer."""
    opened = house()
    who, key = _agent(opened, agent), opened.ids.new("key")
    opened.desk().reply(conversation, agent=who, text=text, key=key, greets=agent is not None)
    click.echo("on its way")


@conversations.command(name="return")
@click.argument("conversation")
@_AGENT
def give_back(conversation: str, agent: str | None) -> None:
    """Give it back to the assistant."""
    opened = house()
    opened.desk().give_back(conversation, agent=_agent(opened, agent))
    click.echo("back with the assistant")


@conversations.command()
@click.argument("who")
@click.option("--until", callback=when, help="RFC 3339; for ever when left out.")
@_BY
def pause(who: str, until: int | None, by: str) -> None:
    """The assistant says nothing more to WHO (id, BSUID or phone); people answer. WHO need not have
    written before."""
    opened = house()
    customer = opened.pausing().pause(who, by=_account(opened, by), until=until)
    click.echo(f"{customer}: paused {f'until {moment(until)}' if until else 'for ever'}")


@conversations.command()
@click.argument("who")
@_BY
def unpause(who: str, by: str) -> None:
    """The assistant answers WHO again, from their next message on."""
    opened = house()
    customer = opened.pausing().unpause(who, by=_account(opened, by))
    click.echo(f"{customer}: not paused any more")


def _agent(opened: "House", said: str | None) -> str:
    return login_name() if said is None else _account(opened, said)


def _account(opened: "House", said: str) -> str:
    from wa_support.domain.accounts import ANSWERING

    return opened.people().acting(said, roles=ANSWERING)


def _row(summary: "ConversationSummary") -> dict[str, Any]:
    conversation, customer = summary.conversation, summary.customer
    return {
        "id": conversation.id,
        "customer": {"id": customer.id, "bsuid": customer.bsuid, "phone": customer.phone},
        "owner": conversation.owner,
        "purpose": conversation.purpose,
        "last_message_at": moment(conversation.last_message_at),
        "window_closes_at": moment(conversation.window_closes_at),
    }
