"""Tolerant reads of decoded JSON: a value of the wrong type counts as absent."""

import math
import re
from collections.abc import Mapping
from typing import Any, Final

from wa_support.domain.customers import CustomerRef
from wa_support.domain.text import MaskedText

Json = Mapping[str, Any]

_LATEST: Final = 253_402_300_799  # the last second of the year 9999
_DIGITS: Final = re.compile(r"[0-9]{1,12}")
_PHONE: Final = re.compile(r"\+?([0-9]{5,20})")
_NAME: Final = re.compile(r"[A-Za-z_]{1,40}")
_NOTHING: Final[Json] = {}


class Odd(Exception):
    """An item lacks what its type promises; the text says what."""


def text(value: object) -> str | None:
    """A non-empty string; a bare integer is taken as one."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value else None


def named(name: str | None) -> str:
    """A name that Meta gave, fit for a note; of anything else only how long it is."""
    if not name:
        return "none"
    return name if _NAME.fullmatch(name) else f"{len(name)} characters"


def words(value: object) -> MaskedText | None:
    """Text for people. Masking happened on the JSON before it came here, or is not wanted."""
    found = text(value)
    return None if found is None else MaskedText(found)


def inside(item: Json, *path: str) -> Json:
    """The object at `path`, or an empty one."""
    for key in path:
        value = item.get(key)
        if not isinstance(value, Mapping):
            return _NOTHING
        item = value
    return item


def objects(value: object) -> tuple[Json, ...]:
    """The objects of a list; what is no object in it is left out."""
    return tuple(each for each in listed(value) if isinstance(each, Mapping))


def listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def required(item: Json, key: str, where: str) -> str:
    found = text(item.get(key))
    if found is None:
        raise Odd(f"{where}.{key} is missing")
    return found


def number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def milliseconds(value: object) -> int | None:
    """UTC milliseconds from a Unix time in seconds, given as a string or a number."""
    seconds = text(value)
    if seconds is None or not _DIGITS.fullmatch(seconds) or not 0 < int(seconds) <= _LATEST:
        return None
    return int(seconds) * 1000


def phone(value: object) -> str | None:
    """Digits without `+`."""
    match = _PHONE.fullmatch(text(value) or "")
    return match[1] if match else None


def error_code(item: Json) -> int | None:
    """The code of the first of `errors[]`."""
    for error in objects(item.get("errors")):
        code = text(error.get("code"))
        if code and _DIGITS.fullmatch(code):
            return int(code)
    return None


def customer(
    contacts: tuple[Json, ...], *, bsuid: object, phone_number: object, parent: object = None
) -> CustomerRef | None:
    """Who an item names, completed from `contacts[]`; None when it names nobody.

    Contacts are joined by user id, else by phone, never by position: their order means nothing.
    """
    contact = _contact_of(contacts, bsuid=text(bsuid), phone_number=phone(phone_number))
    found = CustomerRef(
        bsuid=text(bsuid) or text(contact.get("user_id")),
        phone=phone(phone_number) or phone(contact.get("wa_id")),
        parent=text(parent) or text(contact.get("parent_user_id")),
        name=text(inside(contact, "profile").get("name")),
    )
    return found if found.known else None


def _contact_of(contacts: tuple[Json, ...], *, bsuid: str | None, phone_number: str | None) -> Json:
    for contact in contacts:
        if bsuid and text(contact.get("user_id")) == bsuid:
            return contact
    for contact in contacts:
        other = bsuid and text(contact.get("user_id"))
        if phone_number and phone(contact.get("wa_id")) == phone_number and not other:
            return contact
    return _NOTHING
