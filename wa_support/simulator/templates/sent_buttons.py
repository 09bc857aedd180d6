"""The buttons of a template as a send fills them."""

import re
from collections.abc import Sequence
from typing import Any, Final

from wa_support.simulator.refusals import Refused
from wa_support.simulator.templates.buttons import COUPON_LIMIT, URL_LIMIT
from wa_support.simulator.templates.parameters import fit
from wa_support.simulator.templates.variables import filled, names_in

PAYLOAD_LIMIT: Final = 128
"""Sources say 128 and 256: the smaller one holds here."""

_SUB_TYPE: Final = {"QUICK_REPLY": "quick_reply", "URL": "url", "COPY_CODE": "copy_code"}
_PARAMETER: Final = {"quick_reply": "payload", "url": "text", "copy_code": "coupon_code"}

Button = dict[str, Any]


def buttons_of(buttons: Sequence[Button], sent: Sequence[Button]) -> list[dict[str, str]]:
    """`kind`, `title` and what a tap does, for the phone; raises `Refused`."""
    given: dict[int, str] = {}
    for each in sent:
        index = _index(each, len(buttons))
        if index in given:
            raise Refused(132012, f"buttons: index {index} is given twice")
        given[index] = _value(each, buttons[index], index)
    return [_shown(button, given.get(n), n) for n, button in enumerate(buttons)]


def _index(sent: Button, count: int) -> int:
    index = str(sent.get("index"))
    if not index.isdecimal() or int(index) >= count:
        raise Refused(132012, f"buttons: the template has no button at index {index}")
    return int(index)


def _value(sent: Button, button: Button, index: int) -> str:
    sub_type, expected = sent.get("sub_type"), _SUB_TYPE.get(button["type"])
    if expected is None or sub_type != expected:
        raise Refused(132012, f"buttons: the one at index {index} is {button['type']}")
    parameters = sent.get("parameters")
    if not isinstance(parameters, list) or len(parameters) != 1:
        raise Refused(132000, f"buttons: the one at index {index} takes one parameter")
    kind = _PARAMETER[expected]
    if not isinstance(parameters[0], dict) or parameters[0].get("type") != kind:
        raise Refused(132012, f"buttons: the one at index {index} takes a {kind}")
    return fit(parameters[0].get(kind), f"buttons: index {index}")


def _shown(button: Button, value: str | None, index: int) -> dict[str, str]:
    kind, title = button["type"], button.get("text", "")
    match kind:
        case "QUICK_REPLY":
            return {"kind": "template", "title": title, "id": _payload(value or title)}
        case "URL":
            return {"kind": "url", "title": title, "url": _address(button["url"], value, index)}
        case "COPY_CODE":
            return {"kind": "code", "title": _coupon(value, index)}
        case "PHONE_NUMBER":
            return {"kind": "phone", "title": title, "phone": button["phone_number"]}
        case _:
            return {"kind": "voice_call", "title": title}


def _payload(payload: str) -> str:
    if len(payload) > PAYLOAD_LIMIT:
        raise Refused(100, f"buttons: a payload has at most {PAYLOAD_LIMIT} characters")
    return payload


def _address(url: str, suffix: str | None, index: int) -> str:
    names = names_in(url)
    if not names:
        if suffix is not None:
            raise Refused(132000, f"buttons: the address at index {index} takes no parameter")
        return url
    if suffix is None:
        details = f"buttons: Button at index {index} of type Url requires a parameter"
        raise Refused(131008, details)
    if re.search(r"\s|[^\x21-\x7e]", suffix):
        raise Refused(131009, f"buttons: the suffix at index {index} is not percent-encoded")
    whole = filled(url, {names[0]: suffix})
    if len(whole) > URL_LIMIT:
        raise Refused(132005, f"buttons: an address of {len(whole)}, at most {URL_LIMIT}")
    return whole


def _coupon(value: str | None, index: int) -> str:
    if value is None:
        raise Refused(131008, f"buttons: the one at index {index} requires a coupon_code")
    if len(value) > COUPON_LIMIT:
        raise Refused(131009, f"buttons: a coupon has at most {COUPON_LIMIT} characters")
    return value
