"""`wa-support people …`: who may use the console."""

import sys
from typing import TYPE_CHECKING, Any

import click

from wa_support.cli.login import decider
from wa_support.cli.opening import house, settings
from wa_support.cli.output import json_lines, moment, table

if TYPE_CHECKING:
    from wa_support.bootstrap.house import House
    from wa_support.domain.accounts import Account
    from wa_support.flow.accounts import People

_ROLES = ("viewer", "agent", "ops", "approver", "engineer", "admin")
_JSON = click.option("--json", "as_json", is_flag=True, help="JSON Lines.")
_BY = click.option("--by", default=None, help="Your account; the login name when left out.")


@click.group()
def people() -> None:
    """Accounts of the console."""


@people.command()
@click.option("--name", required=True, help="What customers see; nobody else's.")
@click.option("--login", required=True, help="The e-mail address they sign in with.")
@click.option("--role", type=click.Choice(_ROLES), default="agent", show_default=True)
@click.option("--language", "languages", multiple=True, help="ko, en; all when left out.")
@click.option("--purpose", "purposes", multiple=True, help="As in the policy; all when left out.")
@click.option("--capacity", type=click.IntRange(0, 99), default=8, show_default=True,
              help="Conversations at once.")  # fmt: skip
@_BY
@_JSON
def add(
    name: str,
    login: str,
    role: str,
    languages: tuple[str, ...],
    purposes: tuple[str, ...],
    capacity: int,
    by: str | None,
    as_json: bool,
) -> None:
    """Add a person, or let one in again; prints the link that sets their password."""
    from wa_support.domain.accounts import Role

    opened = house()
    account, token = opened.people().add(
        name=name, login=login, role=Role(role), languages=languages, purposes=purposes,
        capacity=capacity, by=_decider(opened, by),
    )  # fmt: skip
    _tell_link(account, token, as_json=as_json)


@people.command()
@click.argument("name")
@_BY
@_JSON
def link(name: str, by: str | None, as_json: bool) -> None:
    """A new link for NAME (or their e-mail address), who has lost the password or the first one."""
    opened = house()
    everybody, who = opened.people(), _decider(opened, by)
    account = _named(everybody, name)
    token = everybody.new_link(account.id, by=who)
    _tell_link(account, token, as_json=as_json)


@people.command(name="list")
@_JSON
def list_them(as_json: bool) -> None:
    """Everybody who may come in."""
    rows = [_row(account) for account in house().people().everybody()]
    if as_json:
        json_lines(rows)
        return
    flat = [
        {**row, "languages": " ".join(row["languages"]) or None,
         "purposes": " ".join(row["purposes"]) or None}
        for row in rows
    ]  # fmt: skip
    table(flat, nothing="nobody yet: wa-support people add --name … --login … --role admin")


@people.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Without being asked.")
@_BY
def remove(name: str, yes: bool, by: str | None) -> None:
    """Let NAME (or their e-mail address) in no more; what they had open goes back to the queue."""
    opened = house()
    everybody, who = opened.people(), _decider(opened, by)
    account = _named(everybody, name)
    if not yes and not _sure(f"{account.name} ({account.role}) can sign in no more. Remove?"):
        click.echo(f"{account.name} stays: --yes removes without being asked", err=True)
        sys.exit(1)
    everybody.remove(account.id, by=who)
    click.echo(f"{account.name}: removed")


def _decider(opened: "House", by: str | None) -> str:
    from wa_support.domain.accounts import ADMINS

    return decider(opened, by, ADMINS)


def _sure(question: str) -> bool:
    try:
        return click.confirm(question, err=True)
    except click.Abort:
        return False


def _named(everybody: "People", name: str) -> "Account":
    from wa_support.domain.errors import NotAllowed

    account = everybody.named(name)
    if account is None:
        raise NotAllowed(f"{name}: no such account; wa-support people list shows them")
    return account


def _tell_link(account: "Account", token: str, *, as_json: bool) -> None:
    from wa_support.domain.sign_in import LINK_MS

    address = f"{settings().wa_console_url.rstrip('/')}/link/{token}"
    hours = LINK_MS // 3_600_000
    if as_json:
        json_lines([{**_row(account), "link": address, "link_hours": hours}])
        return
    click.echo(address)
    click.echo(
        f"{account.name} sets a password there, once, within {hours} hours; until then anybody with"
        " the link can.",
        err=True,
    )


def _row(account: "Account") -> dict[str, Any]:
    return {
        "id": account.id,
        "name": account.name,
        "login": account.login,
        "role": account.role,
        "languages": list(account.languages),
        "purposes": list(account.purposes),
        "capacity": account.capacity,
        "has_password": account.has_password,
        "since": moment(account.created_at),
    }
