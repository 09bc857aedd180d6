"""What `POST /notify` may say, field by field; `notify.openapi.json` describes the same."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from wa_support.domain.customers import OUR_ID, named
from wa_support.flow.notify import Notification

LONGEST_KEY: Final = 200
MOST_PARAMETERS: Final = 100
LONGEST_VALUE: Final = 1024
PHONE: Final = re.compile(r"\+[1-9][0-9]{6,14}")
BSUID: Final = re.compile(r"[A-Z]{2}\.[0-9A-Za-z]{1,128}")
TEMPLATE: Final = re.compile(r"[a-z0-9_]{1,512}")
LANGUAGE: Final = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
PARAMETER: Final = re.compile(r"[a-z0-9_]{1,100}")
WHO: Final = ("phone", "bsuid", "id")
REQUIRED: Final = ("customer", "template", "idempotency_key")
FIELDS: Final = (*REQUIRED, "parameters", "language", "from", "expires_at")


class Wrong(Exception):
    """`field` is where, in dots; `why` what is expected there."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why


def read_request(body: bytes, *, numbers: Sequence[str], now: int) -> Notification:
    """`numbers` are our phone number ids. Raises `Wrong`."""
    given = _object(body)
    for name in given:
        if name not in FIELDS:
            raise Wrong(name, f"there is no such field; there are {', '.join(FIELDS)}")
    for name in REQUIRED:
        if name not in given:
            raise Wrong(name, "is missing")
    kind, value = _customer(given["customer"])
    language = _maybe(given, "language", LANGUAGE, "a language such as ko or en_US")
    return Notification(
        key=read_key(given["idempotency_key"]),
        template=_text(given, "template", TEMPLATE, "a template's name, as in its file's name"),
        values=_parameters(given.get("parameters", {})),
        phone_number_id=_number(given, numbers),
        phone=value.removeprefix("+") if kind == "phone" else None,
        bsuid=value if kind == "bsuid" else None,
        customer_id=value if kind == "id" else None,
        language=language,
        not_after=_moment(given["expires_at"], now) if "expires_at" in given else None,
    )


def read_key(value: object, *, field: str = "idempotency_key") -> str:
    """Raises `Wrong`."""
    fits = isinstance(value, str) and 0 < len(value) <= LONGEST_KEY and value.isprintable()
    if not fits:
        why = f"1 to {LONGEST_KEY} printable characters, the same each time this is tried again"
        raise Wrong(field, why)
    return str(value)


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        given = json.loads(body, object_pairs_hook=_without_twins)
    except Wrong:
        raise
    except (ValueError, RecursionError):
        raise Wrong("body", "JSON in UTF-8") from None
    if not isinstance(given, dict):
        raise Wrong("body", "a JSON object")
    return given


def _without_twins(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Wrong("body", "each field once")
    return found


def _customer(value: object) -> tuple[str, str]:
    known: Mapping[str, tuple[re.Pattern[str], str]] = {
        "phone": (PHONE, "a phone number with + and its country code, such as +821012345678"),
        "bsuid": (BSUID, "a business-scoped user id, such as KR.13491208655302741918"),
        "id": (OUR_ID, "a customer's id here, such as cus_01J…"),
    }
    if not isinstance(value, dict) or len(value) != 1 or not value.keys() <= known.keys():
        raise Wrong("customer", f"an object with exactly one of {', '.join(WHO)}")
    ((kind, _),) = value.items()
    found = _text(value, kind, *known[kind], inside="customer.")
    if kind == "phone" and named(found) is None:
        raise Wrong("customer.phone", known[kind][1])
    return kind, found


def _text(
    given: Mapping[str, Any], name: str, pattern: re.Pattern[str], says: str, *, inside: str = ""
) -> str:
    value = given[name]
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise Wrong(f"{inside}{name}", says)
    return value


def _maybe(given: Mapping[str, Any], name: str, pattern: re.Pattern[str], says: str) -> str | None:
    return _text(given, name, pattern, says) if name in given else None


def _parameters(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) > MOST_PARAMETERS:
        raise Wrong("parameters", f"an object of at most {MOST_PARAMETERS} texts")
    for name, text in value.items():
        if not PARAMETER.fullmatch(name):
            raise Wrong("parameters", "names of a-z, 0-9 and _, as the template has them")
        if not isinstance(text, str) or len(text) > LONGEST_VALUE or _broken(text):
            raise Wrong(f"parameters.{name}", f"a text of at most {LONGEST_VALUE} characters")
    return value


def _broken(text: str) -> bool:
    """Half of a pair: JSON can write what no text has."""
    return any("\ud800" <= character <= "\udfff" for character in text)


def _number(given: Mapping[str, Any], numbers: Collection[str]) -> str:
    known = ", ".join(numbers)
    if "from" not in given:
        if len(numbers) != 1:
            raise Wrong("from", f"one of our phone number ids, as there are several: {known}")
        return next(iter(numbers))
    if given["from"] not in numbers:
        raise Wrong("from", f"one of our phone number ids: {known}")
    return str(given["from"])


def _moment(value: object, now: int) -> int:
    says = "a moment to come, as in RFC 3339: 2026-11-30T18:00:00+09:00"
    try:
        moment = datetime.fromisoformat(value if isinstance(value, str) else "")
        at = int(moment.timestamp() * 1000) if moment.tzinfo else now
    except (ValueError, OverflowError):
        at = now
    if at <= now:
        raise Wrong("expires_at", says)
    return at
