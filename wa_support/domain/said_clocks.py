"""Times of day in customers' words, Korean and English, as `HH:MM`."""

import re
from collections.abc import Iterator
from typing import Final

_HOURS_KO: Final = (
    "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉", "열", "열한", "열두",
)  # fmt: skip
_HOURS_EN: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
_HOUR_KO: Final = rf"(?:\d{{1,2}}|(?:열한|열두|{'|'.join(_HOURS_KO)})(?=\s?시))"
_HOUR_EN: Final = rf"(?:\d{{1,2}}|{'|'.join(_HOURS_EN)})"
_PART: Final = r"오전|오후|아침|새벽|점심|낮|저녁|밤"
_BEFORE_NOON: Final = frozenset({"오전", "아침", "새벽", "am"})
_AFTER_NOON: Final = frozenset({"오후", "낮", "점심", "저녁", "밤", "pm"})
_KOREAN: Final = re.compile(
    rf"(?:(?P<part>{_PART})에?\s?)?(?<!\d)(?P<hour>{_HOUR_KO})\s?시(?!간|작|도)"
    r"(?:\s?(?:(?P<minute>\d{1,2})\s?분|(?P<half>반)))?"
)
_DIGITS: Final = re.compile(
    rf"(?:(?P<before>{_PART})\s?)?(?<![\d:/-])(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?!\d)"
    r"(?: ?(?P<after>[ap]m)\b)?"
)
_ENGLISH: Final = re.compile(
    rf"\b(?P<of_day>{_HOUR_EN}) ?(?P<part>[ap]m)\b|\b(?P<clock>{_HOUR_EN}) ?o'?clock\b|"
    rf"\bhalf past (?P<half>{_HOUR_EN})\b|"
    rf"\b(?:at|around|about|to) (?P<at>{_HOUR_EN})\b"
    r"(?! ?(?:[ap]m\b|o'?clock|people|persons?|of|days?|weeks?|[:/\d]))"
)
_NOON: Final = re.compile(r"정오|\b(?:noon|midday)\b")
CLOCK_PATTERNS: Final = (_KOREAN, _DIGITS, _ENGLISH, _NOON)


def clocks_in(said: str) -> Iterator[tuple[str, ...]]:
    """Of text as `normal` leaves it. For each mention what it may mean: "3시" is 03:00 or 15:00."""
    for found in _KOREAN.finditer(said):
        minute = 30 if found["half"] else int(found["minute"] or 0)
        yield from _meant(_hour(found["hour"], _HOURS_KO), minute, found["part"])
    said = _KOREAN.sub(" ", said)
    for found in _DIGITS.finditer(said):
        part = found["before"] or found["after"]
        yield from _meant(int(found["hour"]), int(found["minute"]), part)
    for found in _ENGLISH.finditer(_DIGITS.sub(" ", said)):
        hour = found["of_day"] or found["clock"] or found["half"] or found["at"]
        yield from _meant(_hour(hour, _HOURS_EN), 30 if found["half"] else 0, found["part"])
    yield from (("12:00",) for _ in _NOON.finditer(said))


def _hour(said: str, names: tuple[str, ...]) -> int:
    return int(said) if said.isdigit() else names.index(said) + 1


def _meant(hour: int, minute: int, part: str | None) -> Iterator[tuple[str, ...]]:
    if hour > 23 or minute > 59:
        return
    hours: tuple[int, ...] = (hour,)
    if 1 <= hour <= 12:
        early, late = hour % 12, hour % 12 + 12
        hours = (early, late)
        if part in _BEFORE_NOON or (part, hour) in {("밤", 12), ("낮", 11), ("점심", 11)}:
            hours = (early,)
        elif part in _AFTER_NOON:
            hours = (late,)
    yield tuple(f"{one:02}:{minute:02}" for one in hours)
