"""Passages of the shop's articles, and when one of them is clearly the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

_COVERS: Final = 0.4
"""Share of the question's weight that the passage must hold; below it the rest is about
something that no article says."""
_AHEAD: Final = 1.15
_FURTHER: Final = 0.75
"""How many times the score of the best passage of another document: 1.15 where the whole question
is covered, and the further ahead the less of it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What stands under one heading. `heading` is "" above the first one, `asked` are customers'
    own words for it (found by, never said), `file` is a name, `line` is 1-based."""

    document: str
    language: str | None
    title: str
    heading: str
    text: str
    file: str
    line: int
    asked: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`score` grows with relevance and compares only within one search; `coverage` is the share,
    0 to 1, of the question's weight that the passage holds."""

    passage: Passage
    score: float
    coverage: float


def clearly_the_one(found: Sequence[Found]) -> Passage | None:
    """The first of `found` (best first) when it covers the question and no other document comes
    near; None is "we do not know", never a guess."""
    if not found or found[0].coverage < _COVERS:
        return None
    best = found[0]
    ahead = _AHEAD + _FURTHER * (1 - best.coverage)
    others = (one.score for one in found if one.passage.document != best.passage.document)
    return best.passage if best.score >= ahead * next(others, 0.0) else None


def passage_as_json(passage: Passage) -> dict[str, Any]:
    until = passage.valid_until
    return {**asdict(passage), "valid_until": until.isoformat() if until else None}


def passage_from_json(value: Mapping[str, Any]) -> Passage:
    until = value["valid_until"]
    return Passage(**{**value, "valid_until": date.fromisoformat(until) if until else None})
