"""Marks words that came from outside, so that they can be told from ours."""

from typing import Final

_OPENS: Final = "<<<"
_CLOSES: Final = ">>>"
_MOST: Final = 2_000


def fenced(kind: str, text: str, *, most: int = _MOST) -> str:
    """`text` between marks that it cannot itself contain; `most` characters of it."""
    inside = text[:most].replace(_OPENS, "‹‹‹").replace(_CLOSES, "›››")
    return f"{_OPENS}{kind}\n{inside}\n{_CLOSES}"
