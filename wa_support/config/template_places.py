"""Where in a template's file something stands, by its path: `("buttons", 0, "url")`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wa_support.config.nodes import ListNode, MapNode, Node, TextNode

Path = tuple[str | int, ...]
Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """`nodes` are values by their paths; `lines` those of the file."""

    nodes: Mapping[Path, Node]
    lines: tuple[str, ...]

    @classmethod
    def none(cls) -> "Places":
        return cls(nodes={}, lines=())

    @classmethod
    def of(cls, root: Node, source: bytes) -> "Places":
        lines = source.decode("utf-8-sig", "replace").splitlines()
        return cls(nodes=dict(_walked(root, ())), lines=tuple(lines))

    def at(self, path: Path, offset: int | None = None) -> Place:
        """1-based line and column. A path that the file does not have is the nearest above it;
        `offset` counts characters in a text as the parser gives it, without its outer blanks."""
        while path and path not in self.nodes:
            path, offset = path[:-1], None
        node = self.nodes.get(path)
        if node is None:
            return 1, 1
        if offset is None or not isinstance(node, TextNode):
            return node.line, node.column
        return self._inside(node, offset)

    def _inside(self, node: TextNode, offset: int) -> Place:
        before = node.text[: len(node.text) - len(node.text.lstrip()) + offset]
        line = node.first_line + before.count("\n")
        said = node.text.split("\n")[before.count("\n")]
        begins = self._begins(line, said, node)
        if begins is None or node.style == ">":
            return node.line, node.column
        return line, begins + len(before) - (before.rfind("\n") + 1) + 1

    def _begins(self, line: int, said: str, node: TextNode) -> int | None:
        """Where this line of the text begins in its line of the file; None where the file writes
        it otherwise, with escapes for example."""
        if not said or line > len(self.lines):
            return None
        from_here = node.column - 1 if line == node.line else 0
        found = self.lines[line - 1].find(said, from_here)
        return found if found >= 0 else None


def _walked(node: Node, path: Path) -> Iterable[tuple[Path, Node]]:
    yield path, node
    if isinstance(node, MapNode):
        for key, value in node.entries:
            blank = isinstance(value, TextNode) and value.empty
            yield from _walked(key if blank else value, (*path, key.text))
    elif isinstance(node, ListNode):
        for index, item in enumerate(node.items):
            yield from _walked(item, (*path, index))
