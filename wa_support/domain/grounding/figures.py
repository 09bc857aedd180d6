"""Numbers, dates, times, sums and ids in a text, each in one way of writing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from wa_support.domain.grounding.figure_pattern import FIGURE
from wa_support.domain.grounding.number_words import ENGLISH_NUMBERS, KOREAN_COUNTS, sino_korean


class Kind(StrEnum):
    """What `Figure.value` is: DATE (year or None, month, day), DAY and MONTH a number, TIME
    (hour, minute, whether the half of the day was said), SPAN (count, unit), MONEY (amount,
    currency), PERCENT and NUMBER a Decimal, DIGITS and CODE text without its separators."""

    DATE = "date"
    DAY = "day"
    MONTH = "month"
    TIME = "time"
    SPAN = "span"
    MONEY = "money"
    PERCENT = "percent"
    DIGITS = "digits"
    CODE = "code"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Figure:
    kind: Kind
    value: object
    shown: str


_MONTHS: Final = [
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
]
_ORDINAL: Final = re.compile(r"\d{1,2}(?:st|nd|rd|th)")


def figures(text: str) -> Iterator[Figure]:
    """`text` is NFKC and lower case; the order is that of the text."""
    for found in FIGURE.finditer(text):
        kind = str(found.lastgroup)
        read = _READERS.get(_outer(found, kind))
        if read is not None:
            yield from read(found)


def _outer(found: re.Match[str], last: str) -> str:
    return next((name for name in _READERS if found[name] is not None), last)


def _iso(found: re.Match[str]) -> Iterator[Figure]:
    year, month, day = (int(part) for part in re.findall(r"\d+", found["iso"]))
    yield Figure(Kind.DATE, (year, month, day), found["iso"])
    if found["iso_time"]:
        hour, minute = found["iso_time"].split(":")
        yield Figure(Kind.TIME, (int(hour), int(minute), True), found["iso_time"])


def _ko_date(found: re.Match[str]) -> Iterator[Figure]:
    *year, month, day = (int(part) for part in re.findall(r"\d+", found["ko_date"]))
    yield Figure(Kind.DATE, (year[0] if year else None, month, day), found["ko_date"])


def _ko_month(found: re.Match[str]) -> Iterator[Figure]:
    yield Figure(Kind.MONTH, int(found["ko_month"][:-1]), found["ko_month"])


def _en_date(found: re.Match[str]) -> Iterator[Figure]:
    shown = found["en_date"]
    month = next(at for at, name in enumerate(_MONTHS, 1) if re.search(rf"\b{name}", shown))
    day, *year = (int(part) for part in re.findall(r"\d+", shown))
    yield Figure(Kind.DATE, (year[0] if year else None, month, day), shown)


def _slash(found: re.Match[str]) -> Iterator[Figure]:
    one, other = (int(part) for part in found["slash"].split("/")[:2])
    month, day = (one, other) if one <= 12 else (other, one)
    yield Figure(Kind.DATE, (None, month, day), found["slash"])


_AFTERNOON: Final = ("오후", "저녁", "밤", "낮", "p")


def _ko_time(found: re.Match[str]) -> Iterator[Figure]:
    said = found["ko_hour"]
    hour = int(said) if said.isdigit() else KOREAN_COUNTS[said]
    minute = found["ko_minute"]
    minutes = 0 if minute is None else 30 if minute == "반" else int(minute[:-1])
    yield _time(hour, minutes, found["ko_half"], found["ko_time"].strip())


def _clock(found: re.Match[str]) -> Iterator[Figure]:
    hour, *minute = (int(part) for part in re.findall(r"\d+", found["clock"])[:2])
    half = found["before"] or found["clock_half"] or found["hour_half"]
    yield _time(hour, minute[0] if minute else 0, half, found["clock"].strip())


def _time(hour: int, minute: int, half: str | None, shown: str) -> Figure:
    if half is not None and hour < 12 and half.startswith(_AFTERNOON):
        hour += 12
    elif half is not None and hour == 12 and not half.startswith(_AFTERNOON):
        hour = 0
    said = half is not None or hour > 12 or re.match(r"0\d:|1[0-2]:", shown) is not None
    return Figure(Kind.TIME, (hour, minute, said), shown)


_UNITS: Final = (
    ("business day", ("영업일", "business", "working")),
    ("day", ("일", "day")),
    ("hour", ("시간", "h")),
    ("week", ("주", "week")),
    ("month", ("개월", "달", "month")),
    ("minute", ("분", "min")),
    ("second", ("초",)),
    ("year", ("년", "year")),
)


def _span(found: re.Match[str]) -> Iterator[Figure]:
    unit = _unit(found["unit"])
    for said in (found["least"], found["count"]):
        if said is not None:
            words = ENGLISH_NUMBERS.get(said)
            count = Decimal(said.replace(",", "") if words is None else words)
            yield Figure(Kind.SPAN, (count, unit), found["span"].strip())


def _ko_span(found: re.Match[str]) -> Iterator[Figure]:
    count = Decimal(KOREAN_COUNTS[found["ko_count"]])
    yield Figure(Kind.SPAN, (count, _unit(found["ko_unit"])), found["ko_span"])


def _a_span(found: re.Match[str]) -> Iterator[Figure]:
    yield Figure(Kind.SPAN, (Decimal(1), _unit(found["a_unit"])), found["a_span"])


def _ko_number(found: re.Match[str]) -> Iterator[Figure]:
    yield Figure(Kind.NUMBER, str(KOREAN_COUNTS[found["ko_how_many"]]), found["ko_number"])


def _unit(shown: str) -> str:
    return next(name for name, starts in _UNITS if shown.startswith(starts))


_CURRENCIES: Final = (
    ("KRW", ("₩", "원", "krw", "won")),
    ("USD", ("$", "달러", "usd", "us$", "dollar")),
    ("EUR", ("€", "유로", "eur")),
    ("JPY", ("¥", "엔", "jpy", "yen")),
    ("GBP", ("£", "gbp")),
)


def _currency(shown: str) -> str:
    return next(
        code for code, marks in _CURRENCIES if shown.startswith(marks) or shown.endswith(marks)
    )


def _signed(found: re.Match[str]) -> Iterator[Figure]:
    yield _money(found["signed"], Decimal(_digits(found["signed"])), found["signed"])


def _plain_money(found: re.Match[str]) -> Iterator[Figure]:
    yield _money(found["currency"], Decimal(_digits(found["money"])), found["money"])


def _myriads(found: re.Match[str]) -> Iterator[Figure]:
    shown = found["myriads"]
    worth = {"억": 10**8, "만": 10**4, "천": 10**3, "백": 100, "": 1}
    parts = re.findall(r"(\d[\d,]*(?:\.\d)?)([억만천백]?)", shown)
    total = sum(Decimal(number.replace(",", "")) * worth[unit] for number, unit in parts)
    yield _money(shown, Decimal(total), shown)


def _sino(found: re.Match[str]) -> Iterator[Figure]:
    yield _money("원", Decimal(sino_korean(found["sino"].rstrip("원").strip())), found["sino"])


def _spoken_money(found: re.Match[str]) -> Iterator[Figure]:
    *number, unit = found["spoken_money"].split()
    amount = Decimal(1)
    for word in number:
        amount *= {"hundred": 100, "thousand": 1000}.get(word, ENGLISH_NUMBERS.get(word, 1))
    yield _money(unit, amount, found["spoken_money"])


def _money(mark: str, amount: Decimal, shown: str) -> Figure:
    return Figure(Kind.MONEY, (amount, _currency(mark)), shown.strip())


def _percent(found: re.Match[str]) -> Iterator[Figure]:
    yield Figure(Kind.PERCENT, Decimal(_digits(found["percent"])), found["percent"])


def _joined(found: re.Match[str]) -> Iterator[Figure]:
    digits = re.sub(r"\D", "", found["digits"])
    local = re.sub(r"^82", "0", digits) if found["digits"].startswith("+") else digits
    yield Figure(Kind.DIGITS, local, found["digits"])


def _day(found: re.Match[str]) -> Iterator[Figure]:
    yield Figure(Kind.DAY, int(found["day"][:-1]), found["day"])


def _code(found: re.Match[str]) -> Iterator[Figure]:
    if not _ORDINAL.fullmatch(found["code"]):
        yield Figure(Kind.CODE, re.sub(r"[-_]", "", found["code"]), found["code"])


def _number(found: re.Match[str]) -> Iterator[Figure]:
    yield Figure(Kind.NUMBER, found["number"].replace(",", ""), found["number"])


def _digits(shown: str) -> str:
    return re.sub(r"[^\d.]", "", shown).strip(".")


_READERS: Final = {
    "iso": _iso,
    "ko_date": _ko_date,
    "ko_month": _ko_month,
    "en_date": _en_date,
    "ko_time": _ko_time,
    "clock": _clock,
    "span": _span,
    "ko_span": _ko_span,
    "ko_number": _ko_number,
    "a_span": _a_span,
    "signed": _signed,
    "myriads": _myriads,
    "sino": _sino,
    "money": _plain_money,
    "spoken_money": _spoken_money,
    "percent": _percent,
    "digits": _joined,
    "slash": _slash,
    "day": _day,
    "code": _code,
    "number": _number,
}
