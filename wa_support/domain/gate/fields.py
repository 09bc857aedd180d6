"""What typed words answer to the field that was asked last."""

import re
from typing import Final

from wa_support.domain.acting import Filling
from wa_support.domain.gate import lookups, shapes, words
from wa_support.domain.gate.normal import bare, normal
from wa_support.domain.gate.said_times import names_only_a_time
from wa_support.domain.policy import Policy

CHOSEN: Final = frozenset({"booking_id", "photo"})
"""Fields that no words fill: a tap, a number of the list, or a photo does."""
TIMED: Final = frozenset({"day", "start", "people"})
"""A day or a time answers these, whichever of them was asked; beside people, it is said anew."""
_PEOPLE: Final = re.compile(r"(\d{1,2})\s?(?:명|인|사람|people|persons?)?(?:이요|입니다|요)?")
_COUNTED: Final = {
    "혼자": 1, "한명": 1, "둘": 2, "두명": 2, "셋": 3, "세명": 3, "넷": 4, "네명": 4, "다섯명": 5,
    "just me": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
}  # fmt: skip
_MOST_PEOPLE: Final = 20
_LONGEST: Final = 500
_QUESTION: Final = re.compile(
    r"[?？]\s*$|^(?:can|could|may|do|does|is|are|when|where|what|which|how)\b", re.IGNORECASE
)

_HOW_MANY: Final = {
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "two": 2, "three": 3, "four": 4, "five": 5,
}  # fmt: skip
_COMING: Final = re.compile(
    r"(?<![\d가-힣])(\d{1,2}|한|두|세|네|다섯)\s?(?:명|사람)(?!당)|"
    r"\b(\d{1,2}|two|three|four|five) (?:people|persons|of us)\b"
)


def people_in(text: str) -> int | None:
    """How many come, said beside something else; None when two numbers are said."""
    found = {one[1] or one[2] for one in _COMING.finditer(normal(text))}
    if len(found) != 1:
        return None
    said = found.pop()
    number = int(said) if said.isdigit() else _HOW_MANY[said]
    return number if 1 <= number <= _MOST_PEOPLE else None


def answer_to(filling: Filling, text: str, policy: Policy) -> str | None:
    """None: these words say something else."""
    if filling.asks in CHOSEN or shapes.asks_for_other_work(text) or shapes.is_hard_denied(text):
        return None
    if filling.asks in TIMED and names_only_a_time(text):
        return text.strip()
    if filling.asks in TIMED:
        return _people(text) if filling.asks == "people" else None
    if filling.asks == "order_id":
        return lookups.order_id_in(text, policy)
    said = text.strip()
    if len(bare(said)) <= 1 or _asks_elsewhere(said, filling.purpose, policy):
        return None
    return said[:_LONGEST]


def _asks_elsewhere(said: str, purpose: str, policy: Policy) -> bool:
    """A question about another purpose, and about no other beside it: a new wish."""
    named = words.purposes_named(said, policy)
    elsewhere = len(named) == 1 and named[0].name != purpose
    return elsewhere and _QUESTION.search(said) is not None


def _people(text: str) -> str | None:
    said = bare(text)
    counted = _COUNTED.get(said.replace(" ", "")) or _COUNTED.get(said)
    match = _PEOPLE.fullmatch(normal(said))
    number = counted or (int(match[1]) if match else 0)
    return str(number) if 1 <= number <= _MOST_PEOPLE else None
