"""Values that WhatsApp would not take in a template, found before anything is planned.

Source: Meta, "templates/components" and error codes 132005, 132012: no new lines, tabs or runs of
spaces in a value; limits hold for the text with its values.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from wa_support.domain.templates.filling import with_values
from wa_support.domain.templates.template import (
    BODY_LIMIT,
    HEADER_LIMIT,
    URL_LIMIT,
    ButtonKind,
    HeaderKind,
    Template,
    names_in,
)

_BREAKS: Final = frozenset("\n\r\t\v\f\x85\u2028\u2029")
_BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterFault:
    """`name` of the variable, and what to do about its value; the value itself is never said."""

    name: str
    why: str

    def __str__(self) -> str:
        return f"{self.name}: {self.why}"


def faults_of(template: Template, values: Mapping[str, str]) -> tuple[ParameterFault, ...]:
    """Empty when all is well. Values that the template has no place for are of no concern."""
    names = _names(template)
    found = [
        ParameterFault(name=name, why=why)
        for name in names
        if (why := _of_value(values.get(name))) is not None
    ]
    return tuple(found or [*_too_long(template, values), *_addresses(template, values)])


def _names(template: Template) -> tuple[str, ...]:
    header = template.header.text if template.header is not None else ""
    texts = (header, template.body, *(button.url for button in template.buttons))
    return tuple(dict.fromkeys(name for text in texts for name in names_in(text)))


def _of_value(value: str | None) -> str | None:
    if value is None:
        return "has no value"
    if not value.strip() or all(unicodedata.category(each) == "Cf" for each in value):
        return "is empty; say something there"
    if _BREAKS.intersection(value):
        return "has a new line or a tab; write it in one line"
    if "    " in value:
        return "has four or more spaces in a row; leave one"
    if _BIDI.intersection(value) or any(unicodedata.category(each) == "Cc" for each in value):
        return "has a control character; type it anew"
    if "{{" in value or "}}" in value:
        return "has {{ or }} in it, a place that was not filled"
    return None


def _too_long(template: Template, values: Mapping[str, str]) -> Iterator[ParameterFault]:
    header = template.header
    texts = [("body", template.body, BODY_LIMIT)]
    if header is not None and header.kind is HeaderKind.TEXT:
        texts.insert(0, ("header", header.text, HEADER_LIMIT))
    for place, text, limit in texts:
        length = len(with_values(text, values).strip())
        if length > limit and names_in(text):
            longest = max(names_in(text), key=lambda name: len(values[name]))
            why = f"makes the {place} {length} characters long; at most {limit} fit"
            yield ParameterFault(name=longest, why=why)


def _addresses(template: Template, values: Mapping[str, str]) -> Iterator[ParameterFault]:
    """Only the end of an address is a variable: it must not lead out of its place."""
    for button in template.buttons:
        for name in names_in(button.url) if button.kind is ButtonKind.URL else ():
            value = values[name]
            if any(each.isspace() for each in value) or value in {".", ".."}:
                yield ParameterFault(name=name, why="cannot be the end of an address")
            elif len(button.url) + len(quote(value, safe="")) > URL_LIMIT:
                why = f"makes the address longer than {URL_LIMIT} characters"
                yield ParameterFault(name=name, why=why)
