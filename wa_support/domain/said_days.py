"""Days in customers' words, Korean and English, seen from a `today` that is given."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final

_Day = Callable[[re.Match[str], date], date | None]
_WEEKDAYS_KO: Final = "월화수목금토일"
_WEEKDAYS_EN: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONG: Final = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_SHORT: Final = r"(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)"
_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_AHEAD: Final = (
    (re.compile("오늘|today|tonight"), 0),
    (re.compile(r"내일\s?모레|^모레|day after"), 2),
    (re.compile("글피"), 3),
)
_WEEKS: Final = {"이번": 0, "this": 0, "다음": 1, "담": 1, "next": 1, "다다음": 2}


def days_in(said: str, today: date) -> Iterator[date]:
    """Of text as `normal` leaves it. Each mention is read once, by the first pattern it fits; a
    day that does not exist is none."""
    for pattern, meaning in _DAYS:
        for found in pattern.finditer(said):
            day = meaning(found, today)
            if day is not None:
                yield day
        said = pattern.sub(" ", said)


def _dated(year: str | None, month: int, day: int, today: date) -> date | None:
    """Without a year, the next one there is."""
    years = (int(year),) if year else (today.year, today.year + 1)
    possible = (_a_date(each, month, day) for each in years)
    return next((one for one in possible if one and (year or one >= today)), None)


def _of_month(found: re.Match[str], today: date) -> date | None:
    """ "28일": of this month, or of the next one when it is over."""
    following = today.replace(day=1) + timedelta(days=32)
    months = ((today.year, today.month), (following.year, following.month))
    possible = (_a_date(year, month, int(found[1])) for year, month in months)
    return next((one for one in possible if one and one >= today), None)


def _a_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekday(number: int, week: str | None, today: date) -> date:
    """The next one, today included; of a week that is named (from Monday on), that one."""
    if week is not None:
        return today + timedelta(days=number - today.weekday() + 7 * _WEEKS[week])
    return today + timedelta(days=(number - today.weekday()) % 7)


def _year_first(found: re.Match[str], today: date) -> date | None:
    return _dated(found[1], int(found[2]), int(found[3]), today)


def _month_first(found: re.Match[str], today: date) -> date | None:
    return _dated(None, int(found[1]), int(found[2]), today)


def _english_date(found: re.Match[str], today: date) -> date | None:
    month, day = found["m1"] or found["m2"], found["d1"] or found["d2"]
    return _dated(found["year"], _MONTHS.index(month[:3]) + 1, int(day), today)


def _ahead(found: re.Match[str], today: date) -> date:
    days = next((days for pattern, days in _AHEAD if pattern.search(found[0])), 1)
    return today + timedelta(days=days)


def _korean_weekday(found: re.Match[str], today: date) -> date:
    return _weekday(_WEEKDAYS_KO.index(found[2] or found[3]), found[1], today)


def _english_weekday(found: re.Match[str], today: date) -> date:
    return _weekday(_WEEKDAYS_EN.index(found["day"][:3]), found["week"], today)


_DAYS: Final[tuple[tuple[re.Pattern[str], _Day], ...]] = (
    (re.compile(r"(?<!\d)(\d{4})[-.](\d{1,2})[-.](\d{1,2})(?!\d)"), _year_first),
    (
        re.compile(
            rf"(?<!\d)(?:(\d{{4}})년\s?)?(\d{{1,2}})월\s?(\d{{1,2}})일(?:\s?\([{_WEEKDAYS_KO}]\))?"
        ),
        _year_first,
    ),
    (
        re.compile(
            rf"\b(?:(?P<m1>{_MONTH})\.? (?:the )?(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])|"
            rf"(?:the )?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m2>{_MONTH})\b)"
            r"(?:,? (?P<year>20\d\d)\b)?"
        ),
        _english_date,
    ),
    (re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])"), _month_first),
    (
        re.compile(
            r"내일\s?모레|\b(?:the )?day after tomorrow\b|오늘|내일|(?<![가-힣])낼|모레|글피|"
            r"\b(?:today|tonight|tomorrow|tmrw?)\b"
        ),
        _ahead,
    ),
    (
        re.compile(
            rf"(?:(이번|다다음|다음|담)\s?주\s?)?"
            rf"(?:([{_WEEKDAYS_KO}])(?:요일|욜)|(?<=주)\s?([{_WEEKDAYS_KO}])(?![가-힣]))"
        ),
        _korean_weekday,
    ),
    (
        re.compile(
            rf"\b(?:(?P<week>this|next) |coming )?(?P<day>{_LONG}|"
            rf"(?:(?<=this )|(?<=next )|(?<=on )|(?<=coming )|^){_SHORT})\b"
        ),
        _english_weekday,
    ),
    (
        re.compile(
            r"(?<![\d월])(\d{1,2})일(?=에|로|은|이요|\s|$|[?.,!])(?!\s?(?:뒤|후|전|안|이내|동안|정도|걸))"
        ),
        _of_month,
    ),
    (re.compile(r"\bthe (\d{1,2})(?:st|nd|rd|th)\b"), _of_month),
)
DAY_PATTERNS: Final = tuple(pattern for pattern, _ in _DAYS)
"""In the order in which they are tried."""
