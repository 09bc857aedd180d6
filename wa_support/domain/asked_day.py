"""Which day a customer names: a date, a day of the week, tomorrow."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

_WEEKDAYS: Final = (
    r"월요일|\bmon(?:day)?s?\b", r"화요일|\btue(?:s|sday)?s?\b", r"수요일|\bwed(?:nesday)?s?\b",
    r"목요일|\bthu(?:r|rs|rsday)?s?\b", r"금요일|\bfri(?:day)?s?\b",
    r"토요일|토욜|주말|\bsaturdays?\b|\bweekend\b", r"일요일|일욜|\bsundays?\b",
)  # fmt: skip
_NEXT_WEEK: Final = r"(?P<next>(?:다음\s?주|담\s?주|차주|\bnext)\s*)?"
_RELATIVE: Final = (
    (0, re.compile(r"오늘|\btoday\b")),
    (1, re.compile(r"내일|(?<![가-힣])낼(?![가-힣])|(?<!after )\btomorrow\b")),
    (2, re.compile(r"모레|\bday after tomorrow\b")),
)
_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_DATE: Final = re.compile(
    r"(?<!\d)(?P<month>\d{1,2})\s?(?:월\s?|/)(?P<day>\d{1,2})(?:일|(?!\d))"
    rf"|\b(?P<name>{'|'.join(_MONTHS)})[a-z]*\.? (?P<after>\d{{1,2}})(?!\d)"
)


def day_named(text: str, today: date) -> date | None:
    """The last one that is named, as "from Saturday to Sunday" means Sunday; never a past one."""
    words = text.casefold()
    found = [*_dates(words, today), *_weekdays(words, today), *_relative(words, today)]
    return max(found)[1] if found else None


def _dates(words: str, today: date) -> Iterator[tuple[int, date]]:
    for one in _DATE.finditer(words):
        month = int(one["month"] or _MONTHS.index(one["name"]) + 1)
        day = int(one["day"] or one["after"])
        try:
            named = date(today.year, month, day)
            if named < today:
                named = named.replace(year=today.year + 1)
        except ValueError:
            continue
        yield one.start(), named


def _weekdays(words: str, today: date) -> Iterator[tuple[int, date]]:
    for number, names in enumerate(_WEEKDAYS):
        for one in re.finditer(rf"{_NEXT_WEEK}(?:{names})", words):
            ahead = (number - today.weekday()) % 7
            if one["next"]:
                ahead = number - today.weekday() + 7
            yield one.start(), today + timedelta(days=ahead)


def _relative(words: str, today: date) -> Iterator[tuple[int, date]]:
    for ahead, names in _RELATIVE:
        for one in names.finditer(words):
            yield one.start(), today + timedelta(days=ahead)
