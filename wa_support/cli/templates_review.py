"""`wa-support templates approve`, `reject` and `submit`: what two people decide, then Meta."""

import sys
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import click

from wa_support.cli.login import login_name
from wa_support.cli.opening import house
from wa_support.cli.output import json_lines, shown
from wa_support.cli.template_names import NAMED, in_language

if TYPE_CHECKING:
    from wa_support.bootstrap.house import House
    from wa_support.domain.accounts import Role
    from wa_support.domain.templates.approvals import TemplateVersion
    from wa_support.flow.template_approvals import TemplateApprovals

_JSON = click.option("--json", "as_json", is_flag=True, help="JSON Lines.")
_BY = click.option("--by", required=True, help="Your account: not the one that put it up.")
_AUTHOR = click.option(
    "--by", default=None, help="Your account; the login name where there is none."
)


@click.command()
@NAMED
@_BY
@_JSON
def approve(name: str, by: str, as_json: bool) -> None:
    """Approve what is in review of NAME, in every language or in one."""
    from wa_support.domain.accounts import APPROVERS

    opened = house()
    reviews, who = _reviews(opened), opened.people().acting(by, roles=APPROVERS)
    only, language = in_language(name)
    versions = reviews.approve(reviews.in_review(only, language=language), by=who)
    _decided(versions, as_json=as_json, next_step=f"wa-support templates submit {name} --by WHO")


@click.command()
@NAMED
@click.option("--note", required=True, help="What should change; the author reads it.")
@_BY
@_JSON
def reject(name: str, note: str, by: str, as_json: bool) -> None:
    """Ask for changes of what is in review of NAME, in every language or in one."""
    from wa_support.domain.accounts import APPROVERS

    opened = house()
    reviews, who = _reviews(opened), opened.people().acting(by, roles=APPROVERS)
    only, language = in_language(name)
    seen = reviews.in_review(only, language=language)
    versions = reviews.ask_changes(seen, by=who, note=note)
    again = f"change the file, then wa-support templates submit {name} --by WHO"
    _decided(versions, as_json=as_json, next_step=again)


@click.command()
@NAMED
@_AUTHOR
@_JSON
def submit(name: str, by: str | None, as_json: bool) -> None:
    """Take NAME a step on: up for our review or, once its file's bytes are approved, to Meta."""
    opened = house()
    name, language = in_language(name)
    roles = _who_submits(opened, name, language)
    who = opened.people().acting(by or login_name(), roles=roles)
    put_up = _reviews(opened).put_up(name, by=who, language=language)
    waits = [_waits(one.version, fresh=one.fresh) for one in put_up if _in_review(one.version)]
    _print(waits, as_json=as_json)
    ready = [one.version.key.language for one in put_up if not _in_review(one.version)]
    given = _given(opened, name, ready, who) if ready else []
    _print(given, as_json=as_json)
    if any(not row["done"] for row in given):
        sys.exit(1)


def _reviews(opened: "House") -> "TemplateApprovals":
    from wa_support.bootstrap.templates import template_approvals, template_shelf

    return template_approvals(opened, template_shelf(opened), at_shell=login_name())


def _who_submits(opened: "House", name: str, language: str | None) -> "Collection[Role]":
    """Whoever approves may give to Meta what is approved, and puts nothing up."""
    from wa_support.bootstrap.templates import template_shelf
    from wa_support.domain.accounts import APPROVERS, AUTHORS
    from wa_support.domain.templates.stages import Ours

    files = [
        one.standing.ours
        for one in template_shelf(opened).all(name)
        if one.file is not None and language in {None, one.key.language}
    ]
    approved = all(ours is Ours.APPROVED for ours in files)
    return AUTHORS | APPROVERS if approved else AUTHORS


def _in_review(version: "TemplateVersion") -> bool:
    from wa_support.domain.templates.approvals import ApprovalState

    return version.state is ApprovalState.IN_REVIEW


def _waits(version: "TemplateVersion", *, fresh: bool) -> dict[str, Any]:
    said = f"another person reads it: wa-support templates approve {version.key.name} --by WHO"
    return {
        "template": str(version.key),
        "outcome": "put_up" if fresh else "in_review",
        "status": None,
        "said": f"version {version.number} waits for a review; {said}",
        "done": True,
    }


def _given(opened: "House", name: str, languages: Collection[str], by: str) -> list[dict[str, Any]]:
    from wa_support.bootstrap.templates_at_meta import submitting

    told = submitting(opened).submit(name, languages=languages, by=by)
    return [
        {
            "template": str(each.key),
            "outcome": each.outcome,
            "status": each.status,
            "said": each.said or None,
            "done": each.done,
        }
        for each in told
    ]


def _decided(versions: "Sequence[TemplateVersion]", *, as_json: bool, next_step: str) -> None:
    rows = [
        {
            "template": str(one.key),
            "version": one.number,
            "state": one.state,
            "reviewer": one.reviewer,
            "alone": one.alone,
            "next": next_step,
        }
        for one in versions
    ]
    if as_json:
        json_lines(rows)
        return
    for row in rows:
        alone = ", alone" if row["alone"] else ""
        click.echo(f"{row['template']}: version {row['version']} {_said(row['state'])}{alone}")
    click.echo(f"next: {next_step}")


def _said(state: object) -> str:
    return str(state).replace("_", " ")


def _print(rows: Sequence[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        json_lines(rows)
        return
    for row in rows:
        parts = (_said(row["outcome"]), row["status"], row["said"])
        said = "; ".join(shown(str(part)) for part in parts if part)
        click.echo(f"{row['template']}: {said}")
