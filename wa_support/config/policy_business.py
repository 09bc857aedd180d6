"""`business` and `people`: whose number it is, and how a person is reached."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from wa_support.config import measures
from wa_support.config.catalogue import LANGUAGES
from wa_support.config.nodes import MapNode, Node, TextNode
from wa_support.config.reading import Reading, quoted
from wa_support.domain.policy import Hours, People, Promise

_LINK = re.compile(r"https://[^\s/.]+\.[^\s]+")
_ZONE = re.compile(r"[A-Za-z_]+(/[A-Za-z_+\-0-9]+){0,2}")
WAYS: Final = ("phone", "email", "website", "kakaotalk", "visit")
_PUBLIC_HOLIDAYS: Final = "korean_public_holidays"
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Business:
    name: Mapping[str, str]
    languages: tuple[str, ...]
    timezone: str
    privacy_notice: str


def read_business(node: Node, reading: Reading) -> Business:
    names = ("name", "languages", "timezone", "privacy_notice")
    fields = reading.fields(node, names, required=names, of="business")
    languages = _languages(fields.get("languages"), reading)
    return Business(
        name=localised(fields["name"], reading, languages) if "name" in fields else {},
        languages=languages,
        timezone=_timezone(fields.get("timezone"), reading),
        privacy_notice=_link(fields.get("privacy_notice"), reading),
    )


def read_people(node: Node, reading: Reading, *, timezone: str) -> People:
    fields = reading.fields(node, ("hours", "closed", "other_ways", "promise"), of="people")
    if isinstance(node, MapNode) and not {"hours", "other_ways"} & fields.keys():
        reading.fault(node, "no way to reach a person", "hours, other_ways, or both")
    days, lunch = read_hours(fields.get("hours"), reading)
    return People(
        hours=Hours(
            timezone=timezone,
            days=days,
            lunch=lunch,
            closed=read_closed(fields.get("closed"), reading),
        ),
        other_ways=_other_ways(fields.get("other_ways"), reading),
        promise=_promise(fields.get("promise"), reading),
    )


def localised(node: Node, reading: Reading, languages: Sequence[str]) -> dict[str, str]:
    """`{ko: …, en: …}` with every language of the business; one lone text serves them all."""
    if isinstance(node, TextNode):
        return dict.fromkeys(languages, reading.text(node))
    fields = reading.fields(node, LANGUAGES, required=languages, of="this text")
    return {language: reading.text(value) for language, value in fields.items()}


def measured(node: Node, reading: Reading, measure: Callable[[str], T], otherwise: T) -> T:
    """Reads a text by `measure`, whose ValueError says what was expected."""
    found = reading.text(node)
    if not found:
        return otherwise
    try:
        return measure(found)
    except ValueError as error:
        reading.fault(node, quoted(found), str(error))
        return otherwise


def _languages(node: Node | None, reading: Reading) -> tuple[str, ...]:
    found = reading.words(node, LANGUAGES) if node is not None else ()
    if node is not None and not found and not reading.failed:
        reading.fault(node, "no language", f"at least one of {', '.join(LANGUAGES)}")
    return found


def _timezone(node: Node | None, reading: Reading) -> str:
    return measured(node, reading, _zone, "UTC") if node is not None else "UTC"


def _zone(name: str) -> str:
    try:
        if _ZONE.fullmatch(name):
            return ZoneInfo(name).key
    except (KeyError, OSError, ValueError):
        pass
    raise ValueError("a time zone such as Asia/Seoul")


def _link(node: Node | None, reading: Reading) -> str:
    found = reading.text(node) if node is not None else ""
    if node is not None and found and not _LINK.fullmatch(found):
        reading.fault(node, quoted(found), "a web address that begins with https://")
    return found


def read_hours(
    node: Node | None, reading: Reading
) -> tuple[dict[int, tuple[int, int]], tuple[int, int] | None]:
    days: dict[int, tuple[int, int]] = {}
    lunch = None
    for key, value in reading.entries(node, "hours") if node is not None else ():
        span = measured(value, reading, measures.span_of_day, (0, 0))
        if key.text == "lunch":
            if span[0] > span[1]:
                reading.fault(value, "a lunch that ends before it begins", "such as 12:30-13:30")
            lunch = span
            continue
        if span[0] > span[1]:
            found = f"{quoted(reading.text(value))} closes before it opens"
            reading.warn(value, found, "taken as overnight, until that time of the next day")
        nothing: tuple[int, ...] = ()
        for day in measured(key, reading, measures.days_of, nothing):
            if day in days:
                reading.fault(key, f"{measures.DAYS[day]} a second time", "each day once")
            days[day] = span
    if node is not None and not days and not reading.failed:
        reading.fault(node, "no opening hours", 'days such as mon-fri: "10:00-18:00"')
    return days, lunch


def read_closed(node: Node | None, reading: Reading) -> frozenset[str]:
    closed: set[str] = set()
    for item in reading.items(node) if node is not None else ():
        if isinstance(item, TextNode) and item.text.strip() == _PUBLIC_HOLIDAYS:
            closed |= measures.korean_public_holidays()
        else:
            closed.add(measured(item, reading, measures.day, ""))
    return frozenset(closed)


def _other_ways(node: Node | None, reading: Reading) -> dict[str, str]:
    fields = reading.fields(node, WAYS, of="other_ways") if node is not None else {}
    ways = {name: reading.text(value) for name, value in fields.items()}
    if isinstance(node, MapNode) and not node.entries:
        reading.fault(node, "no other way", "phone, email or another")
    return ways


def _promise(node: Node | None, reading: Reading) -> Promise | None:
    if node is None:
        return None
    names = ("first_answer", "next_answer", "if_late")
    fields = reading.fields(node, names, of="promise")
    first, following = (
        measured(fields[name], reading, _soon, None) if name in fields else None
        for name in names[:2]
    )
    if "if_late" in fields:
        reading.word(fields["if_late"], ("offer_other_ways",))
        if first is None and following is None and not reading.failed:
            reading.fault(node, "nothing is promised", "first_answer, next_answer, or both")
    return Promise(first_ms=first, next_ms=following, offers_other_ways="if_late" in fields)


def _soon(text: str) -> int | None:
    found = measures.milliseconds(text)
    if not 60_000 <= found <= 7 * 86_400_000:
        raise ValueError("a duration from 1 minute to 7 days, in opening hours")
    return found
