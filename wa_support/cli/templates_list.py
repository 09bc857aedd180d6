"""`wa-support templates list` and `diff`: how templates stand, and what differs."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from wa_support.cli.opening import house
from wa_support.cli.output import json_lines, moment, table
from wa_support.cli.template_names import NAMED, in_language

if TYPE_CHECKING:
    from wa_support.flow.template_shelf import Shelved, TemplateShelf

_JSON = click.option("--json", "as_json", is_flag=True, help="JSON Lines.")
_SHORT = ("template", "ours", "version", "meta", "since", "category", "quality", "next")


@click.command()
@_JSON
def list(as_json: bool) -> None:  # noqa: A001 - the command's name
    """Every template: its file, our approval, how it stands at Meta, and what comes next."""
    shelf = _shelf()
    rows = [_row(one) for one in shelf.all()]
    if as_json:
        json_lines(rows)
        return
    nothing = f"no templates in {shelf.where}; TEMPLATES_DIR says where they are"
    table([{name: row[name] for name in _SHORT} for row in rows], nothing=nothing)


@click.command()
@NAMED
@_JSON
def diff(name: str, as_json: bool) -> None:
    """What the approved version, the file and Meta's copy say differently.

    Exits with 1 when anything differs.
    """
    shelf = _shelf()
    only, language = in_language(name)
    found = [one for one in shelf.all(only) if language in {None, one.key.language}]
    if not found:
        click.echo(f"{name}: no such template; templates list shows them", err=True)
        sys.exit(2)
    rows = [_compared(shelf, one) for one in found]
    if as_json:
        json_lines(rows)
    else:
        _print(rows)
    if any(row["file"] or row["meta"] for row in rows):
        sys.exit(1)


def _shelf() -> "TemplateShelf":
    from wa_support.bootstrap.templates import template_shelf

    return template_shelf(house())


def _row(one: "Shelved") -> dict[str, Any]:
    standing = one.standing
    newest, theirs = standing.newest, standing.theirs
    return {
        "template": str(one.key),
        "file": one.file.path if one.file is not None else None,
        "ours": standing.ours,
        "version": newest.number if newest is not None else None,
        "author": newest.author if newest is not None else None,
        "reviewer": newest.reviewer if newest is not None else None,
        "alone": newest.alone if newest is not None else None,
        "meta": theirs.status if theirs is not None else None,
        "since": moment(theirs.status_at or None) if theirs is not None else None,
        "category": theirs.category if theirs is not None else None,
        "quality": theirs.quality if theirs is not None else None,
        "reason": theirs.reason if theirs is not None else None,
        "goes_out": standing.goes_out,
        "next": standing.next,
    }


def _compared(shelf: "TemplateShelf", one: "Shelved") -> dict[str, Any]:
    """`file` and `meta` hold what differs from the approved version, line by line."""
    from wa_support.domain.templates.changes import copy_lines, source_lines, unified
    from wa_support.domain.templates.copies import copy_of, differences, read_copy

    approved, theirs = one.standing.approved, one.standing.theirs
    row: dict[str, Any] = {"template": str(one.key), "approved": None, "file": [], "meta": []}
    if approved is None:
        return row
    ours = f"version {approved.number}, approved"
    row["approved"] = approved.number
    if one.file is not None:
        before, after = source_lines(approved.source), source_lines(one.file.source)
        row["file"] = unified(before, after, names=(ours, one.file.path))
        if before == after and one.standing.file_sha256 != approved.sha256:
            row["file"] = ["the header's file is not the one that was approved"]
    template = shelf.template(approved)
    if theirs is not None and theirs.components and template is not None:
        copies = copy_lines(copy_of(template)), copy_lines(read_copy(theirs.components))
        differ = differences(template, theirs.components)
        row["meta"] = unified(*copies, names=(ours, "Meta's copy")) if differ else []
    return row


def _print(rows: Sequence[dict[str, Any]]) -> None:
    for row in rows:
        if row["approved"] is None:
            click.echo(f"{row['template']}: no version is approved; nothing to compare with")
        elif not row["file"] and not row["meta"]:
            click.echo(f"{row['template']}: all the same as version {row['approved']}")
        for line in (*row["file"], *row["meta"]):
            click.echo(line)
