"""YAML as plain nodes: every scalar is text, every node knows its 1-based line and column."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TextNode:
    """`style` is None for a plain scalar, else one of `'`, `"`, `|`, `>`.

    `first_line` is where the text itself begins: one below the indicator of a block.
    """

    line: int
    column: int
    text: str
    style: str | None = None
    last_line: int = 0

    @property
    def first_line(self) -> int:
        return self.line + 1 if self.style in ("|", ">") else self.line

    @property
    def empty(self) -> bool:
        """Written as nothing, `~` or `null`."""
        return self.style is None and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListNode:
    line: int
    column: int
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapNode:
    line: int
    column: int
    entries: tuple[tuple[TextNode, "Node"], ...]


Node = TextNode | ListNode | MapNode
