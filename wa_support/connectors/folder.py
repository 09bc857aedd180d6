"""`KNOWLEDGE_DIR` as it stands now: what can be read, and what is wrong with the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wa_support.connectors.articles import named_by, read_article
from wa_support.domain.knowledge import Passage
from wa_support.domain.policy import Fault

_ABOUT_THE_FOLDER: Final = "readme.md"

Signature = Mapping[str, tuple[int, int]]
"""Modification time in nanoseconds and size of each file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """`articles` are passages by file name, `faulty` the names of the files that have a fault."""

    articles: Mapping[str, tuple[Passage, ...]]
    faulty: frozenset[str]
    faults: tuple[Fault, ...]

    def documents(self) -> Mapping[str, frozenset[str]]:
        """The languages of each document, faulty ones too; "*" where its name says none."""
        found: dict[str, frozenset[str]] = {}
        for file in (*self.articles, *self.faulty):
            if named := named_by(file):
                document, language = named
                found[document] = found.get(document, frozenset()) | {language or "*"}
        return found


def read_folder(folder: Path) -> Folder:
    """A folder that is not there holds nothing."""
    articles: dict[str, tuple[Passage, ...]] = {}
    faults: dict[str, Fault] = {}
    for file in _files(folder):
        read = _read(file)
        if isinstance(read, Fault):
            faults[file.name] = read
        else:
            articles[file.name] = read
    return Folder(articles=articles, faulty=frozenset(faults), faults=tuple(faults.values()))


def signature_of(folder: Path) -> Signature:
    """Cheap enough to ask every few seconds; a file that goes meanwhile is asked for next time."""
    found = {}
    for file in _files(folder):
        try:
            status = file.stat()
        except FileNotFoundError:
            continue
        found[file.name] = status.st_mtime_ns, status.st_size
    return found


def _files(folder: Path) -> list[Path]:
    return sorted(
        file
        for ending in ("*.md", "*.html")
        for file in folder.glob(ending)
        if file.name.lower() != _ABOUT_THE_FOLDER and not file.name.startswith(".")
    )


def _read(file: Path) -> tuple[Passage, ...] | Fault:
    try:
        source = file.read_bytes()
    except OSError as why:
        found = f"a file that cannot be read ({why.strerror})"
        return Fault(file=str(file), line=1, column=1, found=found, expected="a readable file")
    return read_article(file.name, source, shown=str(file))
