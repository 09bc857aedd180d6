"""`wa-support templates …`: what concerns Meta's copies."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from wa_support.cli.login import decider
from wa_support.cli.opening import house
from wa_support.cli.output import json_lines, moment, table
from wa_support.cli.template_names import NAMED, in_language

if TYPE_CHECKING:
    from wa_support.domain.templates.standing import MetaTemplate
    from wa_support.flow.template_deleting import Doomed

_JSON = click.option("--json", "as_json", is_flag=True, help="JSON Lines.")
_BY = click.option("--by", default=None, help="Your account; the login name when left out.")


@click.command()
@_JSON
def sync(as_json: bool) -> None:
    """Read from Meta how every template stands, and list them."""
    from wa_support.bootstrap.templates_at_meta import syncing
    from wa_support.domain.templates.looks import why
    from wa_support.flow.template_sync import Synced

    opened = house()
    told = syncing(opened).all()
    if not isinstance(told, Synced):
        raise click.ClickException(why(told))
    with opened.database.read() as tx:
        numbers = tx.template_versions.numbers()
        rows = [_row(each, numbers) for each in tx.meta_templates.all()]
    _print(rows, as_json=as_json, nothing="the account has no templates")
    if not told.whole:
        raise click.ClickException("some of Meta's list could not be read; the rest is stored")


@click.command()
@NAMED
@_BY
@click.option("--yes", is_flag=True, help="Do not ask.")
@_JSON
def delete(name: str, by: str | None, yes: bool, as_json: bool) -> None:
    """Delete NAME at Meta, in every language or in one. Says first what that costs."""
    from wa_support.bootstrap.templates_at_meta import deleting
    from wa_support.domain.accounts import APPROVERS, AUTHORS

    opened = house()
    who = decider(opened, by, AUTHORS | APPROVERS)
    deletes = deleting(opened)
    only, language = in_language(name)
    doomed = deletes.doomed(only, language=language)
    for line in _costs(doomed):
        click.echo(line, err=True)
    if not yes:
        _confirm(name)
    told = deletes.delete(doomed, by=who)
    rows = [
        {"template": str(each.key), "deleted": each.done, "said": each.said or None}
        for each in told
    ]
    _print(rows, as_json=as_json, nothing="")
    if not all(each.done for each in told):
        sys.exit(1)


def _costs(doomed: "Sequence[Doomed]") -> Iterable[str]:
    for each in doomed:
        template = each.template
        if not each.deletable:
            yield f"{template.key}: {template.status}; Meta does not delete it"
        elif each.locked_until is None:
            yield f"{template.key}: {template.status}; its name is free again at once"
        else:
            yield (
                f"{template.key}: {template.status}; its name is locked for 30 days, "
                f"until {moment(each.locked_until)}; what was sent and not delivered is still tried"
            )


def _confirm(name: str) -> None:
    from wa_support.domain.errors import NotAllowed

    try:
        sure = click.confirm(f"Delete {name} at Meta?", err=True)
    except click.Abort:
        sure = False
    if not sure:
        raise NotAllowed("nothing was deleted: --yes deletes without asking")


def _row(template: "MetaTemplate", numbers: Mapping[str, int]) -> Mapping[str, Any]:
    """`version` is the number of ours that Meta's copy says, none where it says something else."""
    return {
        "template": str(template.key),
        "status": template.status,
        "since": moment(template.status_at or None),
        "category": template.category,
        "becomes": template.category_announced,
        "quality": template.quality,
        "version": numbers.get(template.version_id or ""),
        "reason": template.reason,
    }


def _print(rows: Sequence[Mapping[str, Any]], *, as_json: bool, nothing: str) -> None:
    if as_json:
        json_lines(rows)
    else:
        table(rows, nothing=nothing)
