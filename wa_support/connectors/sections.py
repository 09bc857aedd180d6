"""What both kinds of file come to: a title, an end of validity, sections under headings."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

_ASKED: Final = re.compile(r"\s*customers say:(.*)", re.DOTALL)


class FaultyArticle(Exception):
    """Where (1-based), what was found, what was expected."""

    def __init__(self, line: int, column: int, found: str, expected: str) -> None:
        super().__init__(found)
        self.line, self.column, self.found, self.expected = line, column, found, expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """`asked` are customers' own words for it, from comments: found by, never said."""

    heading: str
    text: str
    line: int
    asked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    title: str
    valid_until: date | None
    sections: tuple[Section, ...]


def day(text: str, line: int, column: int) -> date:
    """`2027-03-31`; raises FaultyArticle. `date.fromisoformat` alone would take 20270331."""
    try:
        read = date.fromisoformat(text)
    except ValueError:
        read = None
    if read is None or read.isoformat() != text:
        raise FaultyArticle(line, column, f"valid_until {text!r}", "a day such as 2027-03-31")
    return read


def asked_in(comments: Iterable[str]) -> str:
    """What stands in comments such as `<!-- customers say: can I come by car; parking -->`."""
    found = (_ASKED.fullmatch(comment) for comment in comments)
    return "\n".join(one[1].strip() for one in found if one)
