"""Where the fields of a tool stand in an answer, and what an error answer means."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from wa_support.config.nodes import MapNode, Node, TextNode
from wa_support.config.reading import Reading, described, quoted
from wa_support.domain.connector_specs import (
    Always,
    Asked,
    At,
    EachOf,
    Errors,
    FieldsFrom,
    Means,
    Source,
)
from wa_support.domain.tool_shapes import SHAPES, Field, Kind, Many, Record, Shape
from wa_support.domain.tools import ToolSpec

MENDABLE: Final = ("not_found", "slot_taken", "not_allowed")
FINAL: Final = ("failed", "unsure")
_PATH: Final = re.compile(r"[A-Za-z0-9_-]{1,60}(?:\.[A-Za-z0-9_-]{1,60}){0,9}")
_SLOT: Final = re.compile(r"\{([a-z_]+)\}")
_STATUS: Final = re.compile(r"[3-5]\d\d")
_WHERE: Final = "a path such as data.order.id, or . for the whole answer"


def read_gives(
    node: Node, spec: ToolSpec, slots: frozenset[str], reading: Reading
) -> dict[str, Source]:
    """`slots` are those that the request sends, so that an answer may repeat them."""
    reader = _Gives(reading, slots)
    fields = reading.fields(node, spec.gives, required=spec.gives, of="gives")
    return {name: reader.source(value, SHAPES[name], name) for name, value in fields.items()}


@dataclass(frozen=True, slots=True)
class _Gives:
    reading: Reading
    slots: frozenset[str]

    def source(self, node: Node, shape: Shape, of: str) -> Source:
        match shape:
            case Record():
                return self._record(node, shape, of)
            case Many():
                return self._many(node, shape, of)
            case Field():
                return self._field(node, shape)

    def _record(self, node: Node, shape: Record, of: str) -> FieldsFrom:
        needed = [
            name
            for name, each in shape.fields.items()
            if not isinstance(each, Field) or each.required
        ]
        fields = self.reading.fields(node, tuple(shape.fields), required=needed, of=of)
        return FieldsFrom(
            {name: self.source(value, shape.fields[name], name) for name, value in fields.items()}
        )

    def _many(self, node: Node, shape: Many, of: str) -> EachOf:
        names = ("each", "as")
        fields = self.reading.fields(node, names, required=names, of=of)
        if len(fields) < len(names):
            return EachOf(path=(), fields=FieldsFrom({}))
        return EachOf(
            path=self.path(fields["each"]), fields=self._record(fields["as"], shape.of, of)
        )

    def _field(self, node: Node, field: Field) -> Source:
        if isinstance(node, TextNode):
            slot = _SLOT.fullmatch(node.text)
            return self._asked(node, slot[1]) if slot else At(path=self.path(node))
        fields = self.reading.fields(node, ("at", "always", "words", "country"), of="a field")
        if "always" in fields:
            return self._always(fields["always"], field)
        if "at" not in fields:
            self.reading.fault(node, described(node), _WHERE)
            return Always("")
        return At(
            path=self.path(fields["at"]),
            words=self._words(fields["words"], field) if "words" in fields else {},
            country=self._country(fields["country"], field) if "country" in fields else None,
        )

    def _asked(self, node: Node, name: str) -> Source:
        if name not in self.slots:
            self.reading.fault(node, described(node), "a slot that the request itself sends")
        return Asked(name)

    def _always(self, node: Node, field: Field) -> Always:
        text = self.reading.text(node)
        if field.words and text not in field.words:
            self.reading.word(node, field.words)
        if field.kind is Kind.NUMBER:
            return Always(self.reading.number(node, low=0, high=10**9))
        return Always(text)

    def _words(self, node: Node, field: Field) -> dict[str, str]:
        if not field.words:
            self.reading.fault(node, "words", "only for a field that has a list of words")
            return {}
        return {
            key.text: self.reading.word(value, field.words)
            for key, value in self.reading.entries(node, "words (theirs: ours)")
        }

    def _country(self, node: Node, field: Field) -> str:
        digits = self.reading.text(node)
        if field.kind is not Kind.PHONE or not re.fullmatch(r"[1-9]\d{0,2}", digits, re.ASCII):
            self.reading.fault(node, described(node), "the country code of a phone, such as 82")
        return digits

    def path(self, node: Node) -> tuple[str, ...]:
        text = self.reading.text(node)
        if text == ".":
            return ()
        if text and not _PATH.fullmatch(text):
            self.reading.fault(node, quoted(text), _WHERE)
        return tuple(text.split("."))


def read_errors(fields: Mapping[str, Node], reading: Reading, more: tuple[str, ...] = ()) -> Errors:
    code_at: tuple[str, ...] = ()
    if "error_code_at" in fields:
        code_at = _Gives(reading, frozenset()).path(fields["error_code_at"])
    by_status: dict[int, Means] = {}
    by_code: dict[str, Means] = {}
    node = fields.get("errors")
    for key, value in reading.entries(node, "errors") if isinstance(node, MapNode) else ():
        word = reading.word(value, (*MENDABLE, *more, *FINAL))
        means = Means(code=word, correctable=word not in FINAL)
        if _STATUS.fullmatch(key.text):
            by_status[int(key.text)] = means
        else:
            by_code[key.text] = means
            if not code_at:
                reading.fault(key, quoted(key.text), "an HTTP status, or error_code_at beside it")
    if node is not None and not isinstance(node, MapNode):
        reading.fault(node, described(node), "a mapping such as {404: not_found}")
    return Errors(by_status=by_status, by_code=by_code, code_at=code_at)
