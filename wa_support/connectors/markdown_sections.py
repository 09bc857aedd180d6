"""Markdown as sections: front matter, `#` headings, fences; the text becomes WhatsApp's."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from wa_support.connectors.sections import FaultyArticle, Section, Sections, asked_in, day

_KEYS: Final = ("title", "valid_until")
_FENCE: Final = re.compile(r" {0,3}(```+|~~~+)")
_HEADING: Final = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?[ \t]*#*[ \t]*$")
_LINK: Final = re.compile(r"!?\[([^\[\]]*)\]\(<?([^()\s<>]*)>?(?:\s+\"[^\"]*\")?\)")
_BOLD: Final = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_COMMENT: Final = re.compile(r"<!--(.*?)-->", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    level: int
    text: str
    line: int


def markdown_sections(text: str) -> Sections:
    """Raises FaultyArticle. The first `#` heading is the title where the front matter has none."""
    lines = text.split("\n")
    matter, start = _front_matter(lines)
    until = matter.get("valid_until")
    parts = list(_parts(lines, start))
    titles = [heading.text for heading, _ in parts if heading is not None and heading.level == 1]
    title, _ = matter.get("title") or (titles[0] if titles else "", 0)
    return Sections(
        title=title,
        valid_until=day(until[0], until[1], len("valid_until: ") + 1) if until else None,
        sections=tuple(_sections(parts, title, start + 1)),
    )


def _front_matter(lines: list[str]) -> tuple[Mapping[str, tuple[str, int]], int]:
    """Values with their lines, and the index of the first line after it."""
    if lines[0].rstrip() != "---":
        return {}, 0
    found: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() == "---":
            return found, number
        if line.strip():
            key, value = _entry(line, number)
            if key in found:
                raise FaultyArticle(number, 1, f"{key} again", "each key once")
            found[key] = value, number
    raise FaultyArticle(1, 1, "front matter without an end", "a line --- after its last key")


def _entry(line: str, number: int) -> tuple[str, str]:
    key, colon, value = line.partition(":")
    if not colon or key not in _KEYS:
        raise FaultyArticle(
            number, 1, f"{line.strip()[:40]!r}", f"{' or '.join(_KEYS)}, a colon, a value"
        )
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    if not value:
        raise FaultyArticle(number, len(line.rstrip()) + 1, f"{key} without a value", "a value")
    return key, value


def _parts(lines: list[str], start: int) -> Iterator[tuple[_Heading | None, list[str]]]:
    """Headings with the lines below them; what looks like one inside a fence is text."""
    heading: _Heading | None = None
    below: list[str] = []
    fence = ""
    for number, line in enumerate(lines[start:], start + 1):
        marks = _FENCE.match(line)
        if fence:
            fence = "" if marks and marks[1].startswith(fence) else fence
        elif marks:
            fence = marks[1]
        elif found := _HEADING.match(line):
            yield heading, below
            heading = _Heading(level=len(found[1]), text=_said(found[2] or ""), line=number)
            below = []
            continue
        below.append(line)
    yield heading, below


def _sections(
    parts: list[tuple[_Heading | None, list[str]]], title: str, first_line: int
) -> Iterator[Section]:
    for heading, below in parts:
        written = "\n".join(below)
        text = _said(_COMMENT.sub("", written))
        if text:
            named = heading.text if heading is not None and heading.text != title else ""
            line = heading.line if heading is not None else first_line
            asked = asked_in(_COMMENT.findall(written))
            yield Section(heading=named, text=text, line=line, asked=asked)


def _said(text: str) -> str:
    """WhatsApp knows *bold* and no links with words."""
    text = _LINK.sub(lambda link: f"{link[1]} ({link[2]})" if link[2] else link[1], text)
    text = _BOLD.sub(r"*\2*", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
