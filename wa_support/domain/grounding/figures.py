"""Numbers, dates, times, sums and ids in a text, each in one way of writing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

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
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_AMOUNT: Final = r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,4})?(?!\d)|\d{1,30}(?:\.\d{1,4})?(?!\d)"
_BEFORE_UNIT: Final = rf"(?:{_AMOUNT}|{'|'.join(ENGLISH_NUMBERS)})"
_UNIT: Final = (
    r"영업일|주일|시간|개월|달|분(?!께|이|의|은|을|도|만)|초|주(?=\s|간|일|[^가-힣]|$)|년"
    r"|일(?=\s|간|이내|안|동안|내|뒤|후|전|정도|까지|에|부터|로|은|이|[^가-힣]|$)"
    r"|(?:business|working)[ -]days?\b|days?\b|hours?\b|hrs?\b|minutes?\b|mins?\b|weeks?\b"
    r"|months?\b|years?\b"
)
_CURRENCY: Final = r"원|won\b|krw\b|달러|dollars?\b|usd\b|유로|euros?\b|eur\b|엔|yen\b|jpy\b"
_SIGN: Final = r"[₩$€¥£]|us\$|krw|usd|eur|jpy|gbp"
_FIGURE: Final = re.compile(
    rf"""
    (?P<iso>(?<!\d)\d{{4}}[-./]\ ?\d{{1,2}}[-./]\ ?\d{{1,2}}(?!\d))
        (?:[T\ ](?P<iso_time>\d{{2}}:\d{{2}})(?::\d{{2}})?)?
    |(?P<ko_date>(?:\d{{4}}년\s?)?\d{{1,2}}월\s?\d{{1,2}}일)
    |(?P<ko_month>(?<!\d)\d{{1,2}}월)
    |(?P<en_date>\b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s\d{{4}}\b)?
        |(?<![\d.,])\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}(?:,?\s\d{{4}}\b)?)
    |(?P<ko_time>(?:(?P<ko_half>오전|오후|저녁|밤|새벽|아침|낮)\s?)?
        (?P<ko_hour>(?<!\d)\d{{1,2}}|(?<![가-힣])(?:열두|열한|{"|".join(KOREAN_COUNTS)}))\s?시(?!간|작|도|중|스|험|장)
        (?:\s?(?P<ko_minute>\d{{1,2}}분|반))?)
    |(?P<clock>(?:(?P<before>오전|오후|저녁|밤|새벽|아침)\s?)?(?<![\d:])\d{{1,2}}:\d{{2}}(?!\d)
        (?::\d{{2}})?(?:\s?(?P<clock_half>[ap]\.?m\b\.?))?
        |(?<![\d.,:])\d{{1,2}}\s?(?P<hour_half>[ap]\.?m\b\.?))
    |(?P<span>(?<![\d.,a-z가-힣])(?:(?P<least>\d{{1,4}})\s?[-~–]\s?)?(?P<count>{_BEFORE_UNIT})[\s-]?
        (?P<unit>{_UNIT}))
    |(?P<ko_span>(?<![가-힣])(?P<ko_count>{"|".join(KOREAN_COUNTS)})\s?
        (?P<ko_unit>시간|개월|(?:달|주일?)(?=\s|[^가-힣]|간|안|이내|뒤|후|전|정도|동안)))
    |(?P<a_span>\b(?:within|in|about|takes?|after)\s(?:about\s)?an?\s(?P<a_unit>hour|day|week|month|year)\b)
    |(?P<signed>(?:{_SIGN})\s?(?:{_AMOUNT}))
    |(?P<myriads>(?<![\d.,])(?:\d[\d,]{{0,9}}(?:\.\d)?[억만천백]\s?){{1,4}}(?:\d[\d,]{{0,9}}\s?)?(?:원|달러))
    |(?P<sino>(?<![가-힣\d])[일이삼사오육칠팔구십백천만억]{{0,12}}[십백천만억]\s?원)
    |(?P<money>(?<![\d.,])(?:{_AMOUNT})\s?(?P<currency>{_CURRENCY}))
    |(?P<spoken_money>\b(?:(?:{"|".join(ENGLISH_NUMBERS)}|a)\s(?:(?:hundred|thousand)\s)?
        |(?:hundred|thousand)\s)(?:dollars?|won)\b)
    |(?P<percent>(?<![\d.,])(?:{_AMOUNT})\s?(?:%|퍼센트|percent\b|프로(?=\s|[^가-힣]|$)))
    |(?P<digits>\+\d{{1,3}}(?:[ .-]?\d{{2,5}}){{2,4}}(?!\d)|(?<!\d)\d{{2,8}}(?:-\d{{2,8}}){{1,5}}(?!\d))
    |(?P<slash>(?<![\d/])\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?(?![\d/]))
    |(?P<day>(?<![\d.,])\d{{1,2}}일)
    |(?P<code>(?<![a-z0-9])(?:[a-z]{{1,30}}[-_]?\d|\d{{1,30}}[-_]?[a-z])[a-z0-9_-]{{0,60}})
    |(?P<number>\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)
    """,
    re.VERBOSE,
)  # fmt: skip
_ORDINAL: Final = re.compile(r"\d{1,2}(?:st|nd|rd|th)")


def figures(text: str) -> Iterator[Figure]:
    """`text` is NFKC and lower case; the order is that of the text."""
    for found in _FIGURE.finditer(text):
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
