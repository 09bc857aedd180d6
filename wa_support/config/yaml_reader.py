"""Bytes → nodes, by YAML events: no anchors, no tags, no deep nesting, so nothing can explode."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from wa_support.config.nodes import ListNode, MapNode, Node, TextNode
from wa_support.config.reading import Reading
from wa_support.config.yaml_words import in_plain_words

SIZE_LIMIT: Final = 256 * 1024
DEPTH_LIMIT: Final = 12
_ODD_BREAKS: Final = ("\x85", "\u2028", "\u2029")


@dataclass(slots=True, kw_only=True)
class _Open:
    """A collection that is still being read."""

    line: int
    column: int
    is_map: bool
    nodes: list[Node] = field(default_factory=list)


def read_yaml(source: bytes, reading: Reading) -> Node | None:
    """The only document's root; None when there is none or the text is no YAML."""
    text = _decoded(source, reading)
    if text is None:
        return None
    builder = _Builder(reading)
    try:
        return builder.root(yaml.parse(text, Loader=yaml.SafeLoader))
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        line, column = _start(getattr(error, "problem_mark", None) or builder.reached)
        reading.fault_at(line, column, *in_plain_words(error))
        return None


def _start(mark: Any) -> tuple[int, int]:
    """PyYAML counts from 0, people from 1."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _decoded(source: bytes, reading: Reading) -> str | None:
    if len(source) > SIZE_LIMIT:
        reading.fault_at(1, 1, f"{len(source)} bytes", f"at most {SIZE_LIMIT} bytes")
        return None
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _place(error.object[: error.start].decode("utf-8", "replace"))
        reading.fault_at(line, column, "bytes that are not UTF-8", "save the file as UTF-8")
        return None
    return None if _has_odd_character(text, reading) else text


def _has_odd_character(text: str, reading: Reading) -> bool:
    for index, character in enumerate(text):
        if character in _ODD_BREAKS or (character < " " and character not in "\t\n\r"):
            line, column = _place(text[:index])
            found = f"an invisible character (U+{ord(character):04X})"
            reading.fault_at(line, column, found, "delete it; a new line is a plain line break")
            return True
    return False


def _place(before: str) -> tuple[int, int]:
    lines = before.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1


class _Builder:
    """Puts events together on a stack of its own, so depth costs no recursion."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._open: list[_Open] = []
        self._root: Node | None = None
        self.reached: Any = None

    def root(self, events: Iterable[yaml.Event]) -> Node | None:
        for event in events:
            self.reached = event.end_mark
            if isinstance(event, yaml.DocumentStartEvent) and self._root is not None:
                self._fault(event, "a second document (---)", "one document")
                return None
            if isinstance(event, yaml.NodeEvent):
                self._check_plainness(event)
                if not self._take(event):
                    return None
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close()
        return self._root

    def _take(self, event: yaml.NodeEvent) -> bool:
        line, column = _start(event.start_mark)
        if isinstance(event, yaml.CollectionStartEvent):
            if len(self._open) == DEPTH_LIMIT:
                self._fault(event, "nesting too deep", f"at most {DEPTH_LIMIT} levels")
                return False
            is_map = isinstance(event, yaml.MappingStartEvent)
            self._open.append(_Open(line=line, column=column, is_map=is_map))
        elif isinstance(event, yaml.ScalarEvent):
            self._put(_text_node(event, line, column, self._reading))
        else:
            self._put(TextNode(line=line, column=column, text=""))
        return True

    def _check_plainness(self, event: yaml.NodeEvent) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._fault(event, f"an alias (*{event.anchor})", "write the value out, or quote a *")
        elif event.anchor is not None:
            self._fault(event, f"an anchor (&{event.anchor})", "no anchors; quote a text with &")
        if (
            isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent)
            and event.tag is not None
        ):
            self._fault(event, f"a tag ({event.tag})", "no tags; quote a text that begins with !")

    def _close(self) -> None:
        done = self._open.pop()
        if done.is_map:
            entries = tuple(self._entries(done))
            self._put(MapNode(line=done.line, column=done.column, entries=entries))
        else:
            self._put(ListNode(line=done.line, column=done.column, items=tuple(done.nodes)))

    def _entries(self, done: _Open) -> list[tuple[TextNode, Node]]:
        seen: dict[str, tuple[TextNode, Node]] = {}
        for key, value in zip(done.nodes[::2], done.nodes[1::2], strict=True):
            if not isinstance(key, TextNode):
                self._reading.fault(key, "a list or mapping as a key", "a name")
            elif key.text in seen:
                first = seen[key.text][0].line
                found = f"{key.text} a second time (first on line {first})"
                self._reading.fault(key, found, "each key once")
            else:
                seen[key.text] = (key, value)
        return list(seen.values())

    def _put(self, node: Node) -> None:
        if self._open:
            self._open[-1].nodes.append(node)
        else:
            self._root = node

    def _fault(self, event: yaml.Event, found: str, expected: str) -> None:
        line, column = _start(event.start_mark)
        self._reading.fault_at(line, column, found, expected)


def _text_node(event: yaml.ScalarEvent, line: int, column: int, reading: Reading) -> TextNode:
    odd = next((c for c in event.value if c not in "\n\t" and _unprintable(c)), None)
    if odd is not None:
        found = f"an escaped U+{ord(odd):04X}"
        reading.fault_at(line, column, found, "text without control characters")
        return TextNode(line=line, column=column, text="", style='"')
    return TextNode(
        line=line,
        column=column,
        text=event.value,
        style=event.style,
        last_line=_start(event.end_mark)[0],
    )


def _unprintable(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
