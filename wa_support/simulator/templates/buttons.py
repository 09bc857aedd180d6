"""The buttons under a template."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

from wa_support.simulator.refusals import Refused
from wa_support.simulator.templates.complaints import TOO_LONG, wrong
from wa_support.simulator.templates.variables import names_in

URL_LIMIT: Final = 2000
COUPON_LIMIT: Final = 20
_LABEL_LIMIT: Final = 25
_PHONE_LIMIT: Final = 20
_MOST: Final = 10
_MOST_OF: Final = {"URL": 2, "PHONE_NUMBER": 1, "VOICE_CALL": 1, "COPY_CODE": 1}

Button = dict[str, Any]


def check_buttons(given: object) -> list[Button]:
    """With upper-case types; raises `Refused`."""
    if not isinstance(given, list) or not given or not all(isinstance(b, dict) for b in given):
        raise wrong("buttons must be a list of objects")
    if len(given) > _MOST:
        raise wrong(f"buttons: {len(given)}, at most {_MOST}")
    buttons = [button | {"type": str(button.get("type")).upper()} for button in given]
    for button in buttons:
        if button["type"] not in _CHECKS:
            raise wrong(f"buttons: type {button['type']!r} is not simulated")
        _CHECKS[button["type"]](button)
    _check_company([button["type"] for button in buttons])
    return buttons


def _check_company(kinds: list[str]) -> None:
    for kind, most in _MOST_OF.items():
        if Counter(kinds)[kind] > most:
            raise wrong(f"buttons: at most {most} of {kind}")
    if {"PHONE_NUMBER", "VOICE_CALL"} <= set(kinds):
        raise wrong("buttons: PHONE_NUMBER or VOICE_CALL, not both")
    quick = "".join("q" if kind == "QUICK_REPLY" else "." for kind in kinds)
    if "." in quick.strip("."):
        raise wrong("buttons: quick replies must stand together")
    if quick.startswith(".") and quick.endswith(".") and "q" in quick:
        raise wrong("buttons: quick replies come first or last")


def _labelled(button: Button) -> None:
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise wrong(f"buttons: {button['type']} lacks its text")
    if len(text) > _LABEL_LIMIT:
        raise wrong(f"buttons: a label has at most {_LABEL_LIMIT} characters", TOO_LONG)
    if "{{" in text:
        raise wrong("buttons: a label holds no variable")


def _url(button: Button) -> None:
    _labelled(button)
    url = button.get("url")
    if not isinstance(url, str) or not re.match(r"https?://[^\s/{]", url):
        raise wrong("buttons: url must start with https:// or http:// and a fixed host")
    if len(url) > URL_LIMIT:
        raise wrong(f"buttons: a url has at most {URL_LIMIT} characters", TOO_LONG)
    names = names_in(url)
    fixed = url.partition("{{")[0]
    if ("{{" in url or "}}" in url) and (len(names) != 1 or url != f"{fixed}{{{{{names[0]}}}}}"):
        raise wrong("buttons: a url has one variable at most, at its end")
    if names:
        _check_url_example(button.get("example"), fixed)


def _check_url_example(example: object, fixed: str) -> None:
    if not isinstance(example, list) or len(example) != 1 or not isinstance(example[0], str):
        raise wrong("buttons: a url with a variable wants example: [one full url]")
    if not example[0].startswith(fixed) or example[0] == fixed:
        raise wrong(f"buttons: the example must be a full url that starts with {fixed}")


def _phone(button: Button) -> None:
    _labelled(button)
    number = button.get("phone_number")
    if not isinstance(number, str) or not re.fullmatch(r"\+?\d{5,}", number):
        raise Refused(192, title="(#192) phone_number of a button is not a valid phone number")
    if len(number) > _PHONE_LIMIT:
        raise wrong(f"buttons: a phone number has at most {_PHONE_LIMIT} characters", TOO_LONG)


def _copy_code(button: Button) -> None:
    example = button.get("example")
    if not isinstance(example, str) or not example:
        raise wrong("buttons: COPY_CODE wants its example as one text")
    if len(example) > COUPON_LIMIT:
        raise wrong(f"buttons: a coupon has at most {COUPON_LIMIT} characters", TOO_LONG)


_CHECKS: Final[dict[str, Callable[[Button], None]]] = {
    "QUICK_REPLY": _labelled,
    "URL": _url,
    "PHONE_NUMBER": _phone,
    "VOICE_CALL": _labelled,
    "COPY_CODE": _copy_code,
}
