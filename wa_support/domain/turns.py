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
UNKNOWN_MESSAGE: Final = "unknown"
"""What a message replies to that we never had, or have no longer."""
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
    """An inbound message as a turn sees it, or any message as the transcript shows it.

    `reply_to` is our id of the message or send that it quotes or edits.
    """

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
    reply_to: str | None = None


_NOISE = re.compile(r"[\W_ㅋㅎㅠㅜㅡ]*$")
_MAY_I = (
    r"(?:이?요|이에요|입니다|드\S{1,4}|드려도\s?\S{2,4}|있\S{1,4}|할[게께]요|하\S{1,3}|해도\s?\S{2,4}|"
    r"가능\S{2,4})"
)
_WORD = r"(?:한\s?가지|하나|뭐|좀)만?\s?"
_OPENINGS = rf"""
    안녕(?:하\S{{2,4}}|히)? | 반갑습니다 | 저기(?:요|여)? | 저 | 아 | 음+ | 어+ | 여보세요 | 계세요
  | 혹시 | (?:사장|선생|점장|매니저|담당자|관리자|상담원|상담사)님
  | 수고(?:가|들)?\s?(?:많|하십|하시)\S{{1,4}}
  | 좋은\s?(?:아침|오전|오후|저녁|하루)\S{{0,3}} | 실례\S{{2,4}}
  | (?:바쁘신데\s)?죄송한데요? | 하이 | 헬로
  | (?:[가-힣/]{{1,6}}\s?){{0,2}}(?:관련(?:해서|하여|으로)?|대해서?|건으로)?\s?
    (?:문의|질문)\s?(?:{_WORD})?{_MAY_I}?
  | (?:궁금한|여쭤볼|물어볼|부탁드릴)\s?(?:게|것이?|거|점이)\s?(?:{_WORD})?있\S{{1,4}}
  | (?:{_WORD}){{0,3}}(?:여쭤|물어)\s?(?:볼[게께]요|봐도\s?\S{{2,4}}|보려고요?|보고\s?싶\S{{1,4}})
  | (?:사진|영상|동영상|캡처|파일)[을를도]?\s?(?:{_WORD}|바로\s?)?
    (?:보[내낼]|올[려릴]|첨부)\S{{0,6}}(?:[게께]요|겠습니다)
  | (?:잠깐|잠시)만?(?:요|여)?(?:\s?기다려\S{{0,4}})? | (?:한\s?가지|하나)\s?더(?:요|여|\s?있어요)?
  | 그리고요?
  | hi+ | hello+ | hey+ | yo | there | good\s(?:morning|afternoon|evening|day)
  | dear | sir | madam | team
  | excuse\sme | sorry | u+m+ | (?:is\s)?(?:any|some)(?:one|body)\s(?:there|here) | also
  | (?:i\shave|i'?ve\sgot)?\s?(?:a|an|another|one\smore|one|some)?\s?(?:quick\s)?questions?
  | (?:can|could|may)\si\sask(?:\s(?:you|something|a\squestion))*
  | (?:just\s)?(?:one|a)\s(?:sec|second|moment|min|minute) | one\smore\sthing | another\sthing
  | hold\son | wait | let\sme\s(?:send|find|check|take|show)(?:\s\w+){{0,4}}
  | (?:i'?ll\s|i\swill\s|i'?m\s)?send(?:ing)?\s(?:you\s)?
    (?:it|(?:(?:a|the|some)\s)?(?:photo|pic|picture|video)s?)
"""
_OPENER = re.compile(
    rf"\W*(?:{_OPENINGS})(?:[\W_ㅋㅎㅠㅜ]+(?:{_OPENINGS}))*", re.IGNORECASE | re.VERBOSE
)
_READ_AT_THE_END: Final = 200
_LONGEST_OPENER: Final = 60

_ASKS = re.compile(
    r"왜(?!냐)|언제|어디|뭐|뭔|무엇|무슨|몇(?!\s?[번주달일])|얼마(?!\s?전)|어떻게|어떡|누구|누가|어느|어떤|"
    r"\b(?:what|when|where|why|who|which|how)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"(?:^|\s|[이그저])(?:거|것|게)$|"
    r"(?<=[는은인한던된건운난])(?<!같은)(?<!맞는)(?<!아닌)(?<!찮은)데요?$|"
    r"(?:제가|저희가|저는|근데|그런데|에서|에게|한테|하고|지만|[아어해라와워]서|[었았했됐왔샀갔났졌]고)$|"
    r"\b(?:and|but|because|so(?<!you so)(?<!s so)|the|my|(?-i:a)|an|i|about|with|if|to|for|of)$",
    re.IGNORECASE,
)
_PARTICLE = re.compile(
    r"\S\s+\S*?(?![높길깊넓종많같없굳잡걸꽂받]이$|[추허휴대]가$)([가-힣])([은는이가을를])$"
)
_FINISHED = re.compile(r"[요다까죠네음함임줘야지]$")


def wait_for(content: Content | None) -> int:
    """How long to wait for more before answering, in milliseconds.

    People write in bursts: an opener or an unfinished clause wants patience, a tap none.
    """
    match content:
        case Tap():
            return 0
        case Media():
            return _PHOTO_MS
        case Text(body=body) if _more_is_coming(body):
            return _OPENER_MS
        case _:
            return _PLAIN_MS


def _more_is_coming(body: str) -> bool:
    end = body[-_READ_AT_THE_END:]
    words = _NOISE.sub("", end)
    tail = end[len(words) :]
    if not words:
        return False
    if len(words) <= _LONGEST_OPENER and _OPENER.fullmatch(words):
        return True
    if "?" in tail or "？" in tail or _ASKS.search(words):
        return False
    if tail.startswith(",") or _CLAUSE.search(words) or _ends_in_particle(words):
        return True
    return tail.startswith(("..", "…")) and not _FINISHED.search(words)


def _ends_in_particle(clause: str) -> bool:
    """은, 이, 을 follow a closed syllable, the others an open one; else it is part of a noun."""
    found = _PARTICLE.search(clause)
    if found is None:
        return False
    closed = (ord(found[1]) - ord("가")) % 28 > 0
    return closed == (found[2] in "은이을")


def due_at(content: Content | None, *, now: int, first_pending_at: int) -> int:
    """When the turn may start: each message moves it on, but never past 15 s after the first."""
    return min(now + wait_for(content), max(first_pending_at + _LONGEST_MS, now))
