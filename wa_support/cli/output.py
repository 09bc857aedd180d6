"""How commands print: a table for people, JSON Lines for programs. Logs go to stderr."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import click

from wa_support.domain.dates import rfc3339

_STEERS: Final = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
)


def moment(ms: int | None) -> str | None:
    """UTC, to the millisecond; None for none."""
    return None if ms is None else rfc3339(ms)


def json_lines(rows: Iterable[Mapping[str, Any]]) -> None:
    for row in rows:
        click.echo(json.dumps(row, ensure_ascii=False))


def table(rows: Sequence[Mapping[str, Any]], *, nothing: str) -> None:
    """Columns as wide as their widest cell."""
    if not rows:
        click.echo(nothing)
        return
    names = list(rows[0])
    cells = [[_cell(row[name]) for name in names] for row in rows]
    widths = [max(map(len, column)) for column in zip(names, *cells, strict=True)]
    for line in [names, *cells]:
        click.echo("  ".join(map(str.ljust, line, widths)).rstrip())


def shown(text: str) -> str:
    """Others' words in one line: signs that steer a terminal, or turn its direction, are spelt."""
    return "".join(_spelt(sign) if _STEERS.match(sign) else sign for sign in text)


def _cell(value: object) -> str:
    return "-" if value is None else shown(str(value).replace("\n", " "))


def _spelt(sign: str) -> str:
    return sign.encode("unicode_escape").decode()
