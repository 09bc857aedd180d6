"""`templates/<name>.<language>.yaml` → a `Template`, or every fault of its form with line and
column. What WhatsApp says about a template that can be read is the lint's (`template_lint`)."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from wa_support.config import measures
from wa_support.config.nodes import Node
from wa_support.config.policy_business import measured
from wa_support.config.reading import Reading, quoted
from wa_support.config.template_buttons import read_buttons
from wa_support.config.template_places import Places
from wa_support.config.yaml_reader import read_yaml
from wa_support.domain.templates.template import (
    Category,
    Header,
    HeaderKind,
    Template,
    TemplateKey,
    Trigger,
    Variable,
)
from wa_support.ports.templates import ParsedTemplate

SIZE_LIMIT: Final = 64 * 1024
_REQUIRED: Final = ("category", "what_for", "fired_by", "body")
_KEYS: Final = (*_REQUIRED, "otherwise", "header", "footer", "buttons", "variables", "lives")
_FILE: Final = re.compile(r"([a-z0-9_]{1,512})\.([a-z]{2,3}(?:_[A-Z]{2})?)\.yaml")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:_[A-Z]{2})?")
_SAMPLE: Final = re.compile(r"\w[\w.-]{0,99}", re.ASCII)
_SAYS_NAME: Final = (
    "<name>.<language>.yaml: a name of a-z, 0-9 and _, at most 512, and a language of Meta's"
    " such as ko, en or en_US"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTemplate:
    """`template` is what could be read, with harmless values where a fault stands; None when not
    even its key and body could be."""

    template: Template | None
    reading: Reading
    places: Places


def parse_template(source: bytes, *, file: str) -> ParsedTemplate:
    """Implements `ports.templates.TemplateParser`; never raises for what the bytes hold."""
    read = read_template(source, file=file)
    failed = read.reading.failed
    return ParsedTemplate(template=None if failed else read.template, faults=read.reading.faults)


def key_of(name: str) -> TemplateKey | None:
    """What a file's name says."""
    found = _FILE.fullmatch(name)
    return TemplateKey(name=found[1], language=found[2]) if found else None


def read_template(source: bytes, *, file: str) -> ReadTemplate:
    reading = Reading(file)
    key = key_of(PurePath(file).name)
    if key is None:
        reading.fault_at(1, 1, f"a file named {quoted(PurePath(file).name)}", _SAYS_NAME)
    if len(source) > SIZE_LIMIT:
        reading.fault_at(1, 1, f"{len(source)} bytes", f"at most {SIZE_LIMIT} bytes")
        return ReadTemplate(template=None, reading=reading, places=Places.none())
    root = read_yaml(source, reading)
    if root is None:
        if not reading.failed:
            reading.fault_at(1, 1, "an empty file", f"a mapping with {', '.join(_REQUIRED)}")
        return ReadTemplate(template=None, reading=reading, places=Places.none())
    template = _template(root, reading, key)
    return ReadTemplate(template=template, reading=reading, places=Places.of(root, source))


def _template(root: Node, reading: Reading, key: TemplateKey | None) -> Template | None:
    fields = reading.fields(root, _KEYS, required=_REQUIRED, of="a template")
    texts = {
        name: _text(fields[name], reading)
        for name in ("body", "footer", "what_for")
        if name in fields
    }
    category = reading.word(fields["category"], tuple(Category)) if "category" in fields else ""
    header = _header(fields["header"], reading) if "header" in fields else None
    buttons = read_buttons(fields["buttons"], reading) if "buttons" in fields else ()
    variables = _variables(fields["variables"], reading) if "variables" in fields else ()
    fired_by = reading.words(fields["fired_by"], tuple(Trigger)) if "fired_by" in fields else ()
    otherwise, lives_ms = _otherwise(fields, reading), _lives(fields, reading)
    if key is None or not texts.get("body"):
        return None
    return Template(
        key=key,
        category=Category(category or Category.UTILITY),
        body=texts["body"],
        what_for=texts.get("what_for", ""),
        fired_by=tuple(map(Trigger, fired_by)),
        header=header,
        footer=texts.get("footer", ""),
        buttons=buttons,
        variables=variables,
        otherwise=otherwise,
        lives_ms=lives_ms,
    )


def _text(node: Node, reading: Reading) -> str:
    """Composed: Hangul in parts, as some systems save it, would count threefold."""
    return unicodedata.normalize("NFC", reading.text(node))


def _header(node: Node, reading: Reading) -> Header | None:
    """`{text: …}` or the name of a sample, `{image: shop.jpg}`."""
    fields = reading.fields(node, tuple(HeaderKind), of="a header")
    if len(fields) != 1:
        reading.fault(node, "no header or several", f"one of {', '.join(HeaderKind)}")
        return None
    kind, value = next((HeaderKind(name), value) for name, value in fields.items())
    if kind is HeaderKind.TEXT:
        return Header(kind=kind, text=_text(value, reading))
    return Header(kind=kind, sample=measured(value, reading, _sample, ""))


def _sample(text: str) -> str:
    if not _SAMPLE.fullmatch(text):
        raise ValueError("the name of a file in samples/, such as shop.jpg")
    return text


def _variables(node: Node, reading: Reading) -> tuple[Variable, ...]:
    """`place: {example: …, means: …}`. A name that WhatsApp would refuse is the lint's to say."""
    found = []
    for name, value in reading.entries(node, "variables"):
        fields = reading.fields(value, ("example", "means"), of=f"the variable {quoted(name.text)}")
        texts = {key: _text(each, reading) for key, each in fields.items()}
        found.append(
            Variable(name=name.text, example=texts.get("example", ""), means=texts.get("means", ""))
        )
    return tuple(found)


def _otherwise(fields: Mapping[str, Node], reading: Reading) -> str | None:
    if "otherwise" not in fields:
        return None
    return measured(fields["otherwise"], reading, _language, None)


def _language(text: str) -> str:
    if not _LANGUAGE.fullmatch(text):
        raise ValueError("a language of Meta's such as ko, en or en_US")
    return text


def _lives(fields: Mapping[str, Node], reading: Reading) -> int | None:
    if "lives" not in fields:
        return None
    return measured(fields["lives"], reading, measures.milliseconds, None)
