"""One value of an answer → one typed value of ours, or a refusal in words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from wa_support.domain.connector_specs import At
from wa_support.domain.tool_shapes import Field, Kind

_LONGEST: Final = 500
_ID: Final = re.compile(r"[0-9A-Za-z_-]{1,40}")
_PHONE: Final = re.compile(r"[1-9]\d{5,14}", re.ASCII)
_PUNCTUATION: Final = re.compile(r"[\s().+-]")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")


class NotThat(Exception):
    """The text says what the value should have been."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """`languages` and `timezone` of the business."""

    languages: tuple[str, ...]
    timezone: str

    def read(self, value: Any, field: Field, at: At | None) -> Any:
        """Raises NotThat."""
        if at is not None and at.words:
            value = at.words.get(str(value), value)
        if field.words:
            return _word(value, field.words)
        if field.kind is Kind.PHONE:
            return _phone(value, at.country if at else None)
        readers: Mapping[Kind, Callable[[Any], Any]] = {
            Kind.NUMBER: _number,
            Kind.ID: partial(_matching, _ID, says="an id of letters, digits, - and _"),
            Kind.CURRENCY: partial(_matching, _CURRENCY, says="a currency such as KRW"),
            Kind.DAY: self._day,
            Kind.START: self._start,
            Kind.NAMES: self._names,
            Kind.TEXT: _text,
        }
        return readers[field.kind](value)

    def _day(self, value: Any) -> str:
        return self._local(value, "a day in ISO 8601").date().isoformat()

    def _start(self, value: Any) -> str:
        says = "a time in ISO 8601"
        local = self._local(value, says)
        if len(value) <= len("YYYY-MM-DD"):
            raise NotThat(says)
        return local.replace(tzinfo=None).isoformat(timespec="minutes")

    def _local(self, value: Any, says: str) -> datetime:
        """In the time zone of the business; a time without an offset is there already."""
        try:
            moment = datetime.fromisoformat(_text(value))
            return moment.astimezone(ZoneInfo(self.timezone)) if moment.tzinfo else moment
        except (ValueError, OverflowError):
            raise NotThat(says) from None

    def _names(self, value: Any) -> dict[str, str]:
        """A text is the name in every language; an object has one for each."""
        if isinstance(value, Mapping):
            if not all(language in value for language in self.languages):
                raise NotThat(f"an object with {', '.join(self.languages)}")
            return {language: _text(value[language]) for language in self.languages}
        text = _text(value)
        return dict.fromkeys(self.languages, text)


def _word(value: Any, words: tuple[str, ...]) -> str:
    if isinstance(value, str) and value in words:
        return str(value)
    raise NotThat(f"one of {', '.join(words)}, nor a word that the policy maps to one")


def _number(value: Any) -> int:
    if type(value) is int and abs(value) < 10**15:
        return value
    raise NotThat("a whole number")


def _matching(pattern: re.Pattern[str], value: Any, *, says: str) -> str:
    text = str(value) if type(value) is int else value
    if isinstance(text, str) and pattern.fullmatch(text):
        return text
    raise NotThat(says)


def _phone(value: Any, country: str | None) -> str:
    digits = _PUNCTUATION.sub("", _text(value))
    if country and digits.startswith("0") and not digits.startswith("00"):
        digits = f"{country}{digits[1:]}"
    if not _PHONE.fullmatch(digits):
        raise NotThat("a phone number with its country code")
    return digits


def _text(value: Any) -> str:
    """Storable, and no longer than a line or two: what is typed is kept, prose is cut."""
    if not isinstance(value, str):
        raise NotThat("a text")
    return value.encode("utf-8", "replace").decode().replace("\0", "")[:_LONGEST]
