"""A turn answers one burst of messages; its journal makes a re-run repeat nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from wa_support.domain.content import Content, Media, Tap, Text
from wa_support.domain.text import MaskedText

LEASE_MS: Final = 45_000
LEASES_BEFORE_FAILURE: Final = 3
_PLAIN_MS: Final = 1_200
_OPENER_MS: Final = 4_500
_PHOTO_MS: Final = 3_000
_LONGEST_MS: Final = 15_000


class JournalKind(StrEnum):
    LEASE = "lease"
    GATE = "gate"
    MODEL = "model"
    READ = "read"
    EFFECT_ATTEMPT = "effect_attempt"
    EFFECT_RESULT = "effect_result"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRow:
    seq: int
    kind: JournalKind
    payload: Mapping[str, Any]
    at: int


class TurnState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    HANDED_OFF = "handed_off"
    DISCARDED = "discarded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """`leases` counts tries without an outcome, `restarts` how often newer messages joined it."""

    id: str
    conversation_id: str
    policy_version: int
    started_at: int
    state: TurnState = TurnState.OPEN
    leases: int = 0
    restarts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMessage:
    """An inbound message as a turn sees it, or any message as the transcript shows it."""

    id: str
    conversation_id: str
    author: str
    type: str
    text: MaskedText
    at: int
    received_at: int
    content: Content | None = None
    wamid: str | None = None
    turn_id: str | None = None
    agent: str | None = None


_OPENER = re.compile(
    r"^\W*(저기요?|저|여보세요|안녕(하세요|하십니까)?|혹시|문의(드려요|드립니다|요)?|질문(이요|있어요)?|"
    r"사장님|hi|hello|hey|excuse me|um+|question)\W*$",
    re.IGNORECASE,
)
_UNFINISHED = re.compile(
    r"(거|것|건데|는데|은데|인데|한데|데요?|제가|그게|근데|그리고|은|는|이|가|을|를|에서|하고|랑|,|\.\.+|…|"
    r"\b(and|but|because|so|the|my|a|i|about|with))\s*$",
    re.IGNORECASE,
)


def wait_for(content: Content | None) -> int:
    """How long to wait for more before answering, in milliseconds.

    People write in bursts: an opener or an unfinished clause wants patience, a tap none.
    """
    match content:
        case Tap():
            return 0
        case Media():
            return _PHOTO_MS
        case Text(body=body) if _OPENER.search(body) or _UNFINISHED.search(body):
            return _OPENER_MS
        case _:
            return _PLAIN_MS


def due_at(content: Content | None, *, now: int, first_pending_at: int) -> int:
    """When the turn may start: each message moves it on, but never past 15 s after the first."""
    return min(now + wait_for(content), max(first_pending_at + _LONGEST_MS, now))
