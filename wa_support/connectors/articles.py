"""One file of `KNOWLEDGE_DIR` as passages, or its faults with line and column."""

import re
from typing import Final

from wa_support.connectors.html_sections import html_sections
from wa_support.connectors.markdown_sections import markdown_sections
from wa_support.connectors.sections import FaultyArticle, Sections
from wa_support.domain.knowledge import Passage
from wa_support.domain.policy import Fault

SECTION_LIMIT: Final = 3000
"""Characters of one section: it is said whole, in one bubble of at most 4,096."""
_NAME: Final = re.compile(r"(?P<document>[\w-]{1,60})(?:\.(?P<language>[a-z]{2}))?\.(?:md|html)")


def named_by(name: str) -> tuple[str, str | None] | None:
    """The document and the language that a file's name says; None for a name that says neither."""
    found = _NAME.fullmatch(name)
    return (found["document"], found["language"]) if found else None


def read_article(name: str, source: bytes, *, shown: str) -> tuple[Passage, ...] | Fault:
    """`name` is `<document>.<language>.md` or `.html`, the language may be left out; `shown` is
    the path that faults tell."""
    try:
        return _article(name, source)
    except FaultyArticle as why:
        return Fault(
            file=shown, line=why.line, column=why.column, found=why.found, expected=why.expected
        )


def _article(name: str, source: bytes) -> tuple[Passage, ...]:
    named = named_by(name)
    if named is None:
        raise FaultyArticle(1, 1, "a file of this name", "a name such as care.ko.md or care.md")
    text = _decoded(source)
    read = html_sections(text) if name.endswith(".html") else markdown_sections(text)
    passages = _passages(read, *named, name)
    if not passages:
        raise FaultyArticle(1, 1, "no text", "headings with sentences below them")
    return passages


def _passages(
    read: Sections, document: str, language: str | None, file: str
) -> tuple[Passage, ...]:
    passages = []
    for section in read.sections:
        if len(section.text) > SECTION_LIMIT:
            found = f"a section of {len(section.text)} characters"
            expected = f"at most {SECTION_LIMIT}; more headings, so that one answer fits a bubble"
            raise FaultyArticle(section.line, 1, found, expected)
        passages.append(
            Passage(
                document=document,
                language=language,
                title=read.title or document,
                heading=section.heading,
                text=section.text,
                file=file,
                line=section.line,
                asked=section.asked,
                valid_until=read.valid_until,
            )
        )
    return tuple(passages)


def _decoded(source: bytes) -> str:
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        line = source.count(b"\n", 0, why.start) + 1
        raise FaultyArticle(line, 1, "bytes that are not UTF-8", "a file saved as UTF-8") from why
    if (nul := text.find("\0")) >= 0:
        raise FaultyArticle(text.count("\n", 0, nul) + 1, 1, "a NUL character", "text")
    return text.replace("\r\n", "\n")
