"""Passages in an SQLite file with a full-text index: made whole, then only read."""

import json
import math
import secrets
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any, Final

from wa_support.connectors.terms import question_terms, terms
from wa_support.domain.knowledge import Found, Passage

FORM: Final = 1
"""Goes into a file's name, so that another form or other terms make another file."""
_CANDIDATES: Final = 30
_NEIGHBOURS: Final = 0.25
"""How much the next two passages of the same document speak for a passage."""
_SCHEMA: Final = """
create table passage (
  id integer primary key, document text not null, language text, title text not null,
  heading text not null, text text not null, file text not null, line integer not null,
  asked text not null, valid_until text
);
create virtual table term using fts5(title, heading, asked, body, tokenize = 'unicode61');
create virtual table known using fts5vocab(term, 'row');
"""
_ALL: Final = """
select document, language, title, heading, text, file, line, asked, valid_until
from passage order by id
"""
_SEARCH: Final = """
select -bm25(term, 1.0, 2.0, 1.5, 1.0) as score, term.title, term.heading, term.asked, term.body,
  passage.document, passage.language, passage.title, passage.heading, passage.text, passage.file,
  passage.line, passage.asked, passage.valid_until
from term join passage on passage.id = term.rowid
where term match ? and (passage.language is null or passage.language = ?)
  and (passage.valid_until is null or passage.valid_until >= ?)
  and passage.document in (select value from json_each(?))
order by score desc limit ?
"""
_KNOWN: Final = "select term, doc from known where term in (select value from json_each(?))"


def write_index(path: Path, passages: Sequence[Passage]) -> None:
    """A reader never meets half of it."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        with closing(sqlite3.connect(draft)) as connection:
            connection.executescript(_SCHEMA)
            connection.executemany(
                "insert into passage values (?,?,?,?,?,?,?,?,?,?)", _rows(passages)
            )
            connection.executemany(
                "insert into term(rowid, title, heading, asked, body) values (?,?,?,?,?)",
                _terms(passages),
            )
            connection.execute("insert into term(term) values ('optimize')")
            connection.commit()
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _rows(passages: Sequence[Passage]) -> Iterator[tuple[object, ...]]:
    for number, one in enumerate(passages, 1):
        until = one.valid_until.isoformat() if one.valid_until else None
        place = (one.file, one.line, one.asked, until)
        yield (number, one.document, one.language, one.title, one.heading, one.text, *place)


def _terms(passages: Sequence[Passage]) -> Iterator[tuple[object, ...]]:
    for number, one in enumerate(passages, 1):
        parts = (one.title, one.heading, one.asked, one.text)
        yield (number, *(" ".join(terms(part)) for part in parts))


class PassageIndex:
    """One opened file; searches from several threads take turns."""

    def __init__(self, path: Path) -> None:
        """Raises sqlite3.Error for a file that is no index."""
        self._lock = Lock()
        self._connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        (self._size,) = self._connection.execute("select count(*) from passage").fetchone()

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def passages(self) -> Sequence[Passage]:
        with self._lock:
            rows = self._connection.execute(_ALL).fetchall()
        return [_passage(row) for row in rows]

    def search(
        self, text: str, *, documents: Collection[str], language: str, today: date, limit: int
    ) -> Sequence[Found]:
        """Best first. The question's own words only ever become quoted terms."""
        wanted = question_terms(text)
        if not wanted or not documents:
            return ()
        with self._lock:
            weights = self._weights(wanted)
            rows = self._rows(list(weights), documents, language, today) if weights else []
        return _by_document([_found(row, weights) for row in rows])[:limit]

    def _weights(self, wanted: Sequence[str]) -> Mapping[str, float]:
        """How much each term says: the rarer, the more; one that stands nowhere says most."""
        rows = self._connection.execute(_KNOWN, (json.dumps(wanted),))
        known: dict[str, int] = dict(rows)
        return {
            term: math.log(1 + (self._size - count + 0.5) / (count + 0.5))
            for term in wanted
            for count in (known.get(term, 0),)
        }

    def _rows(
        self, wanted: Sequence[str], documents: Collection[str], language: str, today: date
    ) -> list[Any]:
        any_of = " OR ".join(f'"{term}"' for term in wanted)
        names = json.dumps(sorted(documents))
        given = (any_of, language, today.isoformat(), names, _CANDIDATES)
        return self._connection.execute(_SEARCH, given).fetchall()


def _found(row: Sequence[Any], weights: Mapping[str, float]) -> Found:
    score, title, heading, asked, body, *passage = row
    there = set(f"{title} {heading} {asked} {body}".split())
    covered = sum(weight for term, weight in weights.items() if term in there)
    return Found(passage=_passage(passage), score=score, coverage=covered / sum(weights.values()))


def _passage(row: Sequence[Any]) -> Passage:
    document, language, title, heading, text, file, line, asked, until = row
    return Passage(
        document=document,
        language=language,
        title=title,
        heading=heading,
        text=text,
        file=file,
        line=line,
        asked=asked,
        valid_until=date.fromisoformat(until) if until is not None else None,
    )


def _by_document(found: Sequence[Found]) -> list[Found]:
    """Best first; a document whose other passages fit as well is the likelier subject."""
    scores: dict[str, list[float]] = defaultdict(list)
    for one in found:
        scores[one.passage.document].append(one.score)
    supported = [replace(one, score=one.score + _support(one, scores)) for one in found]
    best: dict[str, Found] = {}
    for one in sorted(supported, key=lambda one: -one.score):
        best.setdefault(one.passage.document, one)
    return list(best.values())


def _support(one: Found, scores: Mapping[str, Sequence[float]]) -> float:
    rest = list(scores[one.passage.document])
    rest.remove(one.score)
    return _NEIGHBOURS * sum(sorted(rest, reverse=True)[:2])
