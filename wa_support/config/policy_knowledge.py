"""`purposes.*.knowledge` against the articles that are there."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from wa_support.config.nodes import ListNode, MapNode, Node, TextNode
from wa_support.config.reading import Reading, quoted
from wa_support.config.yaml_reader import read_yaml
from wa_support.domain.policy import Fault

_ANY_LANGUAGE: Final = "*"


def missing_articles(
    source: bytes,
    *,
    file: str,
    documents: Mapping[str, frozenset[str]],
    languages: Sequence[str],
) -> tuple[Fault, ...]:
    """Names that no article has, and languages that one lacks (a warning). `documents` maps names
    to their languages; "*" stands for an article of no language in particular."""
    reading = Reading(file)
    for name in _named(read_yaml(source, Reading(file))):
        found = documents.get(name.text)
        if found is None:
            said = f"{quoted(name.text)} has no file"
            reading.fault(name, said, _nearest(name.text, documents, reading))
        elif _ANY_LANGUAGE not in found:
            for language in languages:
                if language not in found:
                    said = f"{name.text} has no article in {language}"
                    expected = f"{name.text}.{language}.md; without it a person is asked"
                    reading.warn(name, said, expected)
    return reading.faults


def _nearest(name: str, documents: Mapping[str, frozenset[str]], reading: Reading) -> str:
    if not documents:
        return "articles such as care.ko.md in KNOWLEDGE_DIR"
    return reading.nearest(name, sorted(documents))


def _named(root: Node | None) -> Iterable[TextNode]:
    for purpose in _values(_under(root, "purposes")):
        listed = _under(purpose, "knowledge")
        if isinstance(listed, ListNode):
            yield from (item for item in listed.items if isinstance(item, TextNode))


def _under(node: Node | None, key: str) -> Node | None:
    entries = node.entries if isinstance(node, MapNode) else ()
    return next((value for name, value in entries if name.text == key), None)


def _values(node: Node | None) -> Iterable[Node]:
    return (value for _, value in node.entries) if isinstance(node, MapNode) else ()
