"""The knowledge port over a folder of articles: taken up on change, its last good state kept."""

import hashlib
import json
import logging
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Final

from wa_support.connectors.folder import Signature, read_folder, signature_of
from wa_support.connectors.passage_index import FORM, PassageIndex, write_index
from wa_support.domain.knowledge import Found, Passage, passage_as_json

_LOOK_EVERY_S: Final = 2.0
_log = logging.getLogger("wa_support.knowledge")


@dataclass(slots=True, kw_only=True)
class KnowledgeFolder:
    """`kept_in` holds the index file of this host; `monotonic` is in seconds."""

    folder: Path
    kept_in: Path
    monotonic: Callable[[], float]
    _lock: Lock = field(default_factory=Lock)
    _looked_at: float = 0.0
    _signature: Signature | None = None
    _index: PassageIndex | None = None

    def search(
        self, text: str, *, documents: Collection[str], language: str, today: date, limit: int
    ) -> Sequence[Found]:
        """Implements `ports.outside.Knowledge`; raises OSError or sqlite3.Error."""
        with self._lock:
            return self._current().search(
                text, documents=documents, language=language, today=today, limit=limit
            )

    def _current(self) -> PassageIndex:
        now = self.monotonic()
        if self._index is not None and now - self._looked_at < _LOOK_EVERY_S:
            return self._index
        self._looked_at = now
        try:
            self._index = self._looked_at_again(self._index)
        except (OSError, sqlite3.Error) as why:
            if self._index is None:
                raise
            _log.warning("the articles stay as they were: %s", why)
        return self._index

    def _looked_at_again(self, opened: PassageIndex | None) -> PassageIndex:
        signature = signature_of(self.folder)
        if opened is not None and signature == self._signature:
            return opened
        fresh = self._open(self._passages(opened))
        if opened is not None:
            opened.close()
        self._signature = signature
        return fresh

    def _passages(self, opened: PassageIndex | None) -> Sequence[Passage]:
        """Every file's; of a faulty one those it had when it was last read well."""
        read = read_folder(self.folder)
        for fault in read.faults:
            _log.warning("%s", fault)
        kept = self._last_good(opened) if read.faulty else {}
        files = sorted({*read.articles, *read.faulty})
        return [
            passage
            for file in files
            for passage in (read.articles[file] if file in read.articles else kept.get(file, ()))
        ]

    def _last_good(self, opened: PassageIndex | None) -> Mapping[str, Sequence[Passage]]:
        """By file, from the open index or, after a start, from the one that was left here."""
        left = self._files() if opened is None else []
        before = opened or (_opened(left[-1]) if left else None)
        kept: dict[str, list[Passage]] = {}
        for passage in before.passages() if before is not None else ():
            kept.setdefault(passage.file, []).append(passage)
        if before is not None and before is not opened:
            before.close()
        return kept

    def _open(self, passages: Sequence[Passage]) -> PassageIndex:
        self.kept_in.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.kept_in / f"knowledge-{_hash_of(passages)}.db"
        index = _opened(path) if path.exists() else None
        if index is None:
            write_index(path, passages)
            index = PassageIndex(path)
        for other in self._files():
            if other != path:
                with suppress(OSError):
                    other.unlink()
        return index

    def _files(self) -> list[Path]:
        """The index files, oldest first."""
        found = self.kept_in.glob("knowledge-*.db")
        return sorted(found, key=lambda path: path.stat().st_mtime_ns)


def _opened(path: Path) -> PassageIndex | None:
    """None for a file that is no index any more; it is made again."""
    try:
        return PassageIndex(path)
    except sqlite3.Error:
        return None


def _hash_of(passages: Sequence[Passage]) -> str:
    told = json.dumps([FORM, *map(passage_as_json, passages)], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:24]
