"""When somebody wants to come, in their own words. The clock is not read here: `today` is given."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from wa_support.domain.gate.normal import normal
from wa_support.domain.said_clocks import CLOCK_PATTERNS, clocks_in
from wa_support.domain.said_days import DAY_PATTERNS, days_in

_PARTS: Final = {
    "오전": "am", "아침": "am", "morning": "am", "오후": "pm", "낮": "pm", "afternoon": "pm",
    "저녁": "evening", "evening": "evening", "tonight": "evening",
}  # fmt: skip
_PART: Final = re.compile(
    r"오전|오후|아침|(?<![가-힣])낮|저녁|\b(?:morning|afternoon|evening|tonight)\b"
)
_EVENING: Final = "17:00"
_POLITE: Final = re.compile(
    r"가고\s?싶(?:어요|습니다)|갈\s?수\s?있(?:어요|나요|을까요)|(?:가도|해도)\s?(?:돼요|되나요|될까요)|(?:갈게|갈께|갈래|가겠습니|할게|할께|할래)(?:요|다)?|"
    r"하고\s?싶(?:어요|습니다)|해\s?(?:주세요|주실래요|줘요?|주십시오)|부탁(?:드려요|드립니다|해요)|주세요|"
    r"가능(?:해요|한가요|할까요|합니까|하세요)?|되나요|돼요|될까요|괜찮(?:아요|은가요|습니다|을까요)?|좋(?:아요|습니다|겠어요|겠습니다)|"
    r"어때요|어떤가요|있(?:어요|나요|습니까)|이(?:에요|예요|요)|입니다|예요|에요|으로|쯤|경|정도|방문|예약|그럼|그러면|혹시|시간|네|예|은요|는요|[에로은는요도이]|"
    r"\b(?:please|pls|ok|okay|yes|yeah|sure|how|what|about|is|it|it's|on|at|for|in|the|works?|fine|good|great|best|me|i|i'd|i'll|we|can|could|"
    r"would|will|come|visit|like|book|let's|do|make|around|maybe|possible|free|available|then|prefer|take|to|sounds|that|and|any|slot|time|so|thanks)\b"
)
_TO: Final = re.compile(
    r"((?:\0+\s?에?\s?)+)으?로(?![가-힣])|\bto (?:the )?((?:\0+(?: ?(?:at|on|in the))? ?)+)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidTime:
    """`clocks` are the times, `HH:MM`, one of which is meant; `part` of the day is am, pm or
    evening."""

    day: date | None = None
    clocks: tuple[str, ...] = ()
    part: str | None = None


def said_time(text: str, today: date) -> SaidTime:
    """Two days or two times in one text are none: which of them is meant must be asked."""
    said = _spelt(text)
    days, clocks = set(days_in(said, today)), set(clocks_in(said))
    parts = {_PARTS[found[0]] for found in _PART.finditer(said)}
    part = parts.pop() if len(parts) == 1 else None
    meant = clocks.pop() if len(clocks) == 1 else ()
    if part is not None and len(meant) > 1:
        meant = tuple(one for one in meant if in_part(one, part)) or meant
    return SaidTime(day=days.pop() if len(days) == 1 else None, clocks=meant, part=part)


def in_part(clock: str, part: str) -> bool:
    """Whether a time of day lies in that part of it."""
    if part == "evening":
        return clock >= _EVENING
    return (clock < "12:00") is (part == "am")


def said_target(text: str) -> str:
    """Where a visit shall move, not from where: "내일 예약을 일요일로 옮겨 주세요" → "일요일"."""
    said = _spelt(text)
    found = _TO.search(_blotted(said, "\0"))
    if found is None:
        return ""
    return said[found.start(1) : found.end(1)] or said[found.start() : found.end()]


def names_only_a_time(text: str) -> bool:
    """Whether a day or a time is all there is, with what politely goes around it."""
    said = _spelt(text)
    rest = _blotted(said, " ")
    return rest != said and not re.sub(r"[\W_]+", "", _POLITE.sub(" ", rest))


def _spelt(text: str) -> str:
    return re.sub(r"\b([ap])\.? ?m\b\.?", r"\1m", normal(text))


def _blotted(said: str, ink: str) -> str:
    """Every mention of a day or a time written over, letter by letter."""
    for pattern in (*DAY_PATTERNS, *CLOCK_PATTERNS, _PART):
        said = pattern.sub(lambda found: ink * len(found[0]), said)
    return said
