"""HTML as sections: headings split, scripts, styles and forms are no text, tags never survive."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Final

from wa_support.connectors.sections import FaultyArticle, Section, Sections, asked_in, day

_DROPPED: Final = frozenset(
    (
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "iframe",
        "object",
        "select",
        "textarea",
        "nav",
    )
)
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS: Final = frozenset(
    (
        "p",
        "div",
        "section",
        "article",
        "ul",
        "ol",
        "table",
        "tr",
        "br",
        "hr",
        "blockquote",
        "pre",
        "dt",
        "dd",
    )
)


def html_sections(text: str) -> Sections:
    """`<title>`, else the first `<h1>`, is the title; `<meta name="valid_until" content="…">` ends
    it. Raises FaultyArticle for a day that is none and for what html.parser cannot read."""
    reader = _Reader()
    try:
        reader.feed(text)
        reader.close()
    except AssertionError as why:  # html.parser's word for a declaration such as `<![x`
        line, column = reader.getpos()
        raise FaultyArticle(
            line, column + 1, "a broken declaration", "HTML without <![ ]>"
        ) from why
    return reader.read()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._dropped: list[str] = []
        self._into: list[str] = []
        self._below: list[str] = self._into
        self._above: list[str] = []
        self._comments: list[str] = []
        self._heading: tuple[str, int] = ("", 1)
        self._title: list[str] = []
        self._first_h1 = ""
        self._until: tuple[str, int, int] | None = None
        self._sections: list[Section] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED:
            self._dropped.append(tag)
        if not self._dropped:
            self._start(tag, attrs)

    def _start(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HEADINGS:
            self._end_section()
            self._into = self._above = []
            self._heading = ("", self.getpos()[0])
        elif tag == "title":
            self._into = self._title
        elif tag == "meta":
            self._meta(dict(attrs))
        elif tag == "li":
            self._into.append("\n- ")
        elif tag in ("td", "th"):
            self._into.append(" ")
        elif tag in _BLOCKS:
            self._end_heading()
            self._into.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._dropped:
            if tag in self._dropped:
                del self._dropped[self._dropped.index(tag) :]
            return
        if tag in _HEADINGS:
            self._end_heading(first=tag == "h1")
        elif tag == "title":
            self._into = self._below
        elif tag in _BLOCKS:
            self._into.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._dropped:
            self._into.append(re.sub(r"\s+", " ", data))

    def handle_comment(self, data: str) -> None:
        if not self._dropped:
            self._comments.append(data)

    def _meta(self, attrs: dict[str, str | None]) -> None:
        if attrs.get("name") == "valid_until":
            line, column = self.getpos()
            self._until = (attrs.get("content") or "", line, column + 1)

    def _end_heading(self, *, first: bool = False) -> None:
        """Its own end tag ends it, and so does any block: a tag left open loses no text."""
        if self._into is not self._above:
            return
        heading = _plain(self._above)
        self._heading = (heading, self._heading[1])
        self._first_h1 = self._first_h1 or (heading if first else "")
        self._into = self._below

    def _end_section(self) -> None:
        self._end_heading()
        text = _plain(self._below)
        if text:
            heading, line = self._heading
            self._sections.append(
                Section(heading=heading, text=text, line=line, asked=asked_in(self._comments))
            )
        self._below.clear()
        self._comments.clear()

    def read(self) -> Sections:
        self._end_section()
        title = _plain(self._title) or self._first_h1
        return Sections(
            title=title,
            valid_until=day(*self._until) if self._until else None,
            sections=tuple(
                replace(one, heading="" if one.heading == title else one.heading)
                for one in self._sections
            ),
        )


def _plain(parts: list[str]) -> str:
    text = re.sub(r"[ \t\xa0]+", " ", "".join(parts))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" ?\n ?", "\n", text)).strip()
