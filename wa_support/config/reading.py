"""Typed readers over nodes. Each notes a fault and goes on with a harmless value."""

from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches
from typing import Final

from wa_support.config.nodes import ListNode, MapNode, Node, TextNode
from wa_support.domain.policy import Fault

_FAULT_LIMIT: Final = 200
_NAME_LIMIT: Final = 40


class Reading:
    """Collects every fault of one file while it is read."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._faults: dict[Fault, None] = {}

    @property
    def faults(self) -> tuple[Fault, ...]:
        """In the order of the file; at most 200, the rest would only be noise."""
        return tuple(sorted(self._faults, key=lambda fault: (fault.line, fault.column)))

    @property
    def failed(self) -> bool:
        return any(not fault.warning for fault in self._faults)

    def fault(self, at: Node, found: str, expected: str) -> None:
        self.fault_at(at.line, at.column, found, expected)

    def warn(self, at: Node, found: str, expected: str) -> None:
        self.fault_at(at.line, at.column, found, expected, warning=True)

    def fault_at(
        self, line: int, column: int, found: str, expected: str, *, warning: bool = False
    ) -> None:
        if len(self._faults) < _FAULT_LIMIT or not (warning or self.failed):
            fault = Fault(
                file=self._file,
                line=line,
                column=column,
                found=found,
                expected=expected,
                warning=warning,
            )
            self._faults[fault] = None

    def fields(
        self, node: Node, known: Collection[str], *, required: Sequence[str] = (), of: str
    ) -> dict[str, Node]:
        """The values of a mapping with these keys; `of` names it in faults."""
        values: dict[str, Node] = {}
        for key, value in self.entries(node, of):
            if key.text in known:
                values[key.text] = value
            else:
                self.unknown(key, known)
        if isinstance(node, MapNode):
            for name in required:
                if name not in values:
                    self.fault(node, f"{name} is missing", f"{of} needs {name}")
        return values

    def unknown(self, key: TextNode, known: Collection[str]) -> None:
        self.fault(key, f"unknown key {quoted(key.text)}", self.nearest(key.text, known))

    def nearest(self, found: str, known: Collection[str]) -> str:
        if len(found) <= _NAME_LIMIT and len(self._faults) < _FAULT_LIMIT:
            near = get_close_matches(found, list(known), n=1)
            if near:
                return f"did you mean {near[0]}?"
        return f"one of {', '.join(known)}" if known else "nothing here"

    def entries(self, node: Node, of: str) -> Iterable[tuple[TextNode, Node]]:
        if isinstance(node, MapNode):
            return node.entries
        self.fault(node, described(node), f"a mapping (key: value) for {of}")
        return ()

    def items(self, node: Node) -> Sequence[Node]:
        """A list's items; one lone text is a list of one."""
        if isinstance(node, ListNode):
            return node.items
        if isinstance(node, TextNode) and not node.empty:
            return (node,)
        self.fault(node, described(node), "a list such as [one, two]")
        return ()

    def text(self, node: Node) -> str:
        if isinstance(node, TextNode) and not node.empty and node.text.strip():
            return node.text.strip()
        self.fault(node, described(node), "text")
        return ""

    def word(self, node: Node, allowed: Collection[str]) -> str:
        """One of a closed list of words; empty after a fault."""
        found = self.text(node)
        if found and found not in allowed:
            self.fault(node, quoted(found), self.nearest(found, allowed))
            return ""
        return found

    def one_of(self, node: Node, allowed: Collection[str] | None) -> str:
        """The same, or any text where the list itself could not be read."""
        return self.text(node) if allowed is None else self.word(node, allowed)

    def words(self, node: Node, allowed: Collection[str]) -> tuple[str, ...]:
        """Distinct words of a closed list, in order."""
        found: list[str] = []
        for item in self.items(node):
            word = self.word(item, allowed)
            if word in found:
                self.fault(item, f"{word} a second time", "each once")
            elif word:
                found.append(word)
        return tuple(found)

    def number(self, node: Node, *, low: int, high: int) -> int:
        """A whole number; digits may be grouped by `_` as in 300_000."""
        found = self.text(node)
        digits = found.replace("_", "")
        if (
            digits.isascii()
            and digits.isdigit()
            and len(digits) < 15
            and low <= int(digits) <= high
        ):
            return int(digits)
        if found:
            self.fault(node, quoted(found), f"a whole number from {low} to {high}")
        return low


def described(node: Node) -> str:
    match node:
        case MapNode():
            return "a mapping"
        case ListNode():
            return "a list"
        case TextNode() if node.empty or not node.text.strip():
            return "nothing"
        case TextNode():
            return quoted(node.text)


def quoted(text: str) -> str:
    shown = " ".join(text.split())
    return f"'{shown}'" if len(shown) <= _NAME_LIMIT else f"'{shown[:_NAME_LIMIT]}…'"
