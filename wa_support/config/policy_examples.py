"""Customers' own sentences: one a line, each with the line it stands on."""

from collections.abc import Iterable

from wa_support.config.catalogue import LANGUAGES
from wa_support.config.nodes import ListNode, MapNode, Node, TextNode
from wa_support.config.reading import Reading, described
from wa_support.domain.policy import Example
from wa_support.domain.text import script_of

_LONGEST = 500
_BLOCK = "| after the colon, then one sentence a line"


def read_examples(node: Node, reading: Reading) -> tuple[Example, ...]:
    """A block, a lone sentence, a list, or one of these by language (`{ko: …, en: …}`).

    Without a language its script decides. In a block, lines that begin with `#` are remarks.
    """
    if not isinstance(node, MapNode):
        return tuple(_sentences(node, reading, None))
    found: list[Example] = []
    for language, value in reading.fields(node, LANGUAGES, of="sentences").items():
        found.extend(_sentences(value, reading, language))
    return tuple(found)


def _sentences(node: Node, reading: Reading, language: str | None) -> Iterable[Example]:
    match node:
        case ListNode():
            for item in node.items:
                if isinstance(item, TextNode):
                    yield from _sentences(item, reading, language)
                else:
                    reading.fault(item, described(item), "a sentence; quote one with a colon")
        case TextNode(style="|"):
            yield from _lines(node, reading, language)
        case TextNode() if _runs_on(node):
            reading.fault(node, "several lines that YAML joins into one", _BLOCK)
        case TextNode():
            yield from _example(reading.text(node), node.line, language, node, reading)
        case _:
            reading.fault(node, described(node), _BLOCK)


def _runs_on(node: TextNode) -> bool:
    return node.style == ">" or node.last_line > node.line


def _lines(node: TextNode, reading: Reading, language: str | None) -> Iterable[Example]:
    for number, sentence in enumerate(node.text.split("\n"), node.first_line):
        words = sentence.strip()
        if words and not words.startswith("#"):
            yield from _example(words, number, language, node, reading)


def _example(
    words: str, line: int, language: str | None, node: TextNode, reading: Reading
) -> Iterable[Example]:
    column = node.column if line == node.line else 1
    if len(words) > _LONGEST:
        reading.fault_at(line, column, f"a sentence of {len(words)} characters", f"≤ {_LONGEST}")
    elif words:
        yield Example(text=words, language=language or _by_script(words), line=line)


def _by_script(words: str) -> str | None:
    return {"hangul": "ko", "latin": "en"}.get(script_of(words) or "")
