"""Whether Meta's copy of a template says what a version of ours says.

What is read back differs from what was given in ways that mean nothing: the order of the parts,
upper case, added fields, an address where a file's handle was, a bare number, OTP buttons told as
URL. Source: Meta, "templates/components". What Meta does to blanks and line ends is not documented,
so that they make no difference.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final
from unicodedata import normalize

from wa_support.domain.templates.template import (
    PLACEHOLDER,
    Button,
    ButtonKind,
    HeaderKind,
    Template,
    tidy,
)

_KINDS: Final = {
    ButtonKind.REPLY: "QUICK_REPLY", ButtonKind.URL: "URL", ButtonKind.PHONE: "PHONE_NUMBER",
}  # fmt: skip
_LINE_END: Final = re.compile(r"[ \t]*\r?\n")
_NOT_DIGITS: Final = re.compile(r"\D")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A template's text as far as customers see it. `header` is its text, or the kind of its file
    in upper case; a button is (kind, label, address or number)."""

    header: str = ""
    body: str = ""
    footer: str = ""
    buttons: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """`part` is header, body, footer or buttons."""

    part: str
    ours: str
    metas: str


def copy_of(template: Template) -> Copy:
    header = template.header
    is_text = header is not None and header.kind is HeaderKind.TEXT
    return Copy(
        header=_plain(header.text if header and is_text else header.kind.upper() if header else ""),
        body=_plain(template.body),
        footer=_plain(template.footer),
        buttons=tuple(_ours(button) for button in template.buttons),
    )


def read_copy(components: Sequence[Mapping[str, Any]]) -> Copy:
    """What is of another type than documented counts as not there."""
    parts = {_upper(part.get("type")): part for part in components}
    header, buttons = parts.get("HEADER", {}), parts.get("BUTTONS", {}).get("buttons")
    kind = _upper(header.get("format"))
    return Copy(
        header=kind if kind and kind != "TEXT" else _plain(header.get("text")),
        body=_plain(parts.get("BODY", {}).get("text")),
        footer=_plain(parts.get("FOOTER", {}).get("text")),
        buttons=tuple(
            _theirs(each)
            for each in (buttons if isinstance(buttons, list) else [])
            if isinstance(each, Mapping)
        ),
    )


def differences(
    template: Template, components: Sequence[Mapping[str, Any]]
) -> tuple[Difference, ...]:
    """None: the customer would read the same."""
    ours, metas = copy_of(template), read_copy(components)
    return tuple(
        Difference(part=part, ours=_told(mine), metas=_told(theirs))
        for part in (each.name for each in fields(Copy))
        if _bare(mine := getattr(ours, part)) != _bare(theirs := getattr(metas, part))
    )


def _ours(button: Button) -> tuple[str, str, str]:
    goes = {ButtonKind.URL: _address(button.url), ButtonKind.PHONE: _digits(button.phone)}
    return _KINDS[button.kind], _plain(button.text), goes.get(button.kind, "")


def _theirs(button: Mapping[str, Any]) -> tuple[str, str, str]:
    kind = _upper(button.get("type"))
    kind = "URL" if kind == "OTP" else kind
    goes = {"URL": _address(button.get("url")), "PHONE_NUMBER": _digits(button.get("phone_number"))}
    return kind, _plain(button.get("text")), goes.get(kind, "")


def _plain(text: object) -> str:
    """Without blanks at line ends and around; a variable without blanks in its braces."""
    lines = _LINE_END.sub("\n", text if isinstance(text, str) else "").strip()
    return tidy(lines)


def _bare(part: str | tuple[tuple[str, str, str], ...]) -> object:
    """Words alone, composed: the same syllable may be written in two ways (Unicode, UAX #15)."""
    if isinstance(part, str):
        return normalize("NFC", " ".join(part.split()))
    return [[_bare(word) for word in button] for button in part]


def _address(url: object) -> str:
    """Its variable is a number at Meta, whatever it is called with us."""
    return PLACEHOLDER.sub("{{}}", url if isinstance(url, str) else "")


def _digits(number: object) -> str:
    """Meta drops the plus."""
    return _NOT_DIGITS.sub("", number if isinstance(number, str) else "")


def _upper(value: object) -> str:
    return value.upper() if isinstance(value, str) else ""


def _told(part: object) -> str:
    if isinstance(part, str):
        return part
    assert isinstance(part, tuple)  # noqa: S101 - the buttons
    return "\n".join(" ".join(word for word in button if word) for button in part)
