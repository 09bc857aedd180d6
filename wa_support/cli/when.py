"""Moments as people write them on a command line."""

from datetime import datetime

import click


def when(_context: click.Context, _parameter: click.Parameter, text: str | None) -> int | None:
    """`2026-11-30T18:00:00+09:00` or `…Z` in UTC milliseconds; a moment without its offset could be
    anybody's."""
    if text is None:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter("write it as 2026-11-30T18:00:00+09:00") from None
    if read.tzinfo is None:
        raise click.BadParameter("say which clock it is by: +09:00 or Z at its end")
    return round(read.timestamp() * 1000)
