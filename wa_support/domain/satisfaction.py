"""Whether a matter was solved, asked afterwards. Times are UTC milliseconds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from wa_support.domain.gate.choices import chosen, says_no
from wa_support.domain.gate.shapes import says_yes

QUIET_MS: Final = 10 * 60_000
"""A customer who was answered by the bot is asked after this long without a word."""
ONCE_IN_MS: Final = 24 * 3600 * 1000
"""Nobody is asked twice within one stretch of a conversation."""
_TAP: Final = "sat"
PERSON: Final = "person"
DROP: Final = "drop"


class SurveyKind(StrEnum):
    BOT = "bot"
    AGENT = "agent"


class Answer(StrEnum):
    SOLVED = "solved"
    POORLY = "poorly"
    NOT_SOLVED = "not_solved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """`subject` is the handoff or the turn that is asked about."""

    id: str
    conversation_id: str
    kind: SurveyKind
    subject: str
    due_at: int
    asked_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many were asked, and how many of these answered what."""

    kind: SurveyKind
    asked: int
    answers: Mapping[Answer, int] = field(default_factory=dict)

    @property
    def answered(self) -> int:
        return sum(self.answers.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyTap:
    """What a customer said to the question: an `Answer`, or `person` or `drop` to the second."""

    survey_id: str
    said: str


def tap_id(said: str, survey_id: str) -> str:
    return f"{_TAP}:{said}:{survey_id}"


def read_tap(tap: str) -> SurveyTap | None:
    parts = tap.split(":")
    known = {*Answer, PERSON, DROP}
    if len(parts) != 3 or parts[0] != _TAP or parts[1] not in known:
        return None
    return SurveyTap(survey_id=parts[2], said=parts[1])


def typed_answer(text: str, choices: Sequence[tuple[str, str]]) -> SurveyTap | None:
    """The label, its number, or a plain yes or no to the question that was asked last."""
    offered = [(tap, title) for tap, title in choices if read_tap(tap) is not None]
    if not offered:
        return None
    tap = chosen(text, choices)
    if tap is None and says_yes(text):
        tap = offered[0][0]
    elif tap is None and says_no(text):
        tap = offered[-1][0]
    return read_tap(tap) if tap is not None else None
