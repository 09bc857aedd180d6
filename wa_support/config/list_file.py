"""A list of customers as a CSV file: who, and a column for each variable of the template.

The first line names the columns: `to` (a phone with its country code, a BSUID or our id), the
template's variables, and `language` where rows have their own. Commas, semicolons or tabs; UTF-8,
or CP949 as Korean spreadsheets save it.
"""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from wa_support.domain.customers import OUR_ID, named
from wa_support.domain.policy import Fault
from wa_support.domain.send_lists import ListRow

MOST_ROWS: Final = 100_000
MOST_BYTES: Final = 50_000_000
_FAULTS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadList:
    """`rows` is empty when any fault is not a warning."""

    rows: tuple[ListRow, ...]
    faults: tuple[Fault, ...]


def read_list(
    source: bytes, *, file: str, variables: Collection[str], languages: Collection[str]
) -> ReadList:
    """`variables` are the template's, `languages` those it is approved in."""
    reading = _Reading(file, frozenset(variables), frozenset(languages))
    rows = tuple(reading.rows(source))
    return ReadList(rows=() if reading.failed else rows, faults=tuple(reading.faults))


class _Reading:
    def __init__(self, file: str, variables: frozenset[str], languages: frozenset[str]) -> None:
        self._file = file
        self._variables = variables
        self._languages = languages
        self.faults: list[Fault] = []
        self.failed = False

    def rows(self, source: bytes) -> Iterator[ListRow]:
        text = self._decoded(source)
        if text is None:
            return
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        try:
            columns = self._columns([name.strip() for name in next(lines, [])])
            if columns is not None:
                yield from self._of(lines, columns)
        except csv.Error as why:
            self._fault(lines.line_num, 1, f"cannot be read: {why}", "a CSV file")

    def _decoded(self, source: bytes) -> str | None:
        if len(source) > MOST_BYTES:
            self._fault(1, 1, f"{len(source):,} bytes", f"at most {MOST_BYTES:,}")
            return None
        for encoding in ("utf-8-sig", "cp949"):
            try:
                return source.decode(encoding)
            except UnicodeDecodeError:
                continue
        self._fault(1, 1, "neither UTF-8 nor CP949", "save it as CSV UTF-8")
        return None

    def _columns(self, names: list[str]) -> dict[str, int] | None:
        known = {"to", "language"} | self._variables
        for place, name in enumerate(names, 1):
            if name not in known:
                self._fault(
                    1, place, f"no such column: {name!r}", f"one of {', '.join(sorted(known))}"
                )
            elif names.index(name) != place - 1:
                self._fault(1, place, f"column {name} twice", "each once")
        for name in sorted({"to"} | self._variables):
            if name not in names:
                self._fault(1, 1, f"column {name} is missing", f"a column {name}")
        return None if self.failed else {name: place for place, name in enumerate(names)}

    def _of(self, lines: Iterator[list[str]], columns: Mapping[str, int]) -> Iterator[ListRow]:
        seen: dict[str, int] = {}
        counted = 0
        for cells in lines:
            line = lines.line_num  # type: ignore[attr-defined]
            if not any(cell.strip() for cell in cells):
                continue
            counted += 1
            if counted > MOST_ROWS:
                self._fault(line, 1, f"more than {MOST_ROWS:,} rows", "several files")
                return
            row = self._row(cells, columns, line)
            if row is not None:
                self._again(row, seen)
                yield row
        if not counted:
            self._fault(1, 1, "no rows", "a line for each customer")

    def _row(self, cells: list[str], columns: Mapping[str, int], line: int) -> ListRow | None:
        if len(cells) != len(columns):
            self._fault(line, 1, f"{len(cells)} cells", f"{len(columns)}, as in the first line")
            return None
        values = {name: cells[place].strip() for name, place in columns.items()}
        who, language = values.pop("to"), values.pop("language", "") or None
        if not OUR_ID.fullmatch(who) and named(who) is None:
            expected = "a phone with its country code (+8210…), a BSUID or cus_…"
            self._fault(line, columns["to"] + 1, "`to` names no customer", expected)
            return None
        if language is not None and language not in self._languages:
            place = columns["language"] + 1
            self._fault(line, place, f"language {language}", " or ".join(sorted(self._languages)))
            return None
        for name, value in values.items():
            if not value:
                self._fault(line, columns[name] + 1, f"{name} is empty", f"a value for {name}")
        return ListRow(n=line, who=who, values=values, language=language)

    def _again(self, row: ListRow, seen: dict[str, int]) -> None:
        ref = named(row.who)
        who = (ref.phone or ref.bsuid or row.who) if ref else row.who
        if who in seen:
            found = f"the customer of line {seen[who]} again"
            self._fault(row.n, 1, found, "each row is sent", warning=True)
        seen.setdefault(who, row.n)

    def _fault(
        self, line: int, column: int, found: str, expected: str, *, warning: bool = False
    ) -> None:
        if len(self.faults) < _FAULTS or not (warning or self.failed):
            self.failed = self.failed or not warning
            self.faults.append(
                Fault(
                    file=self._file,
                    line=line,
                    column=column,
                    found=found,
                    expected=expected,
                    warning=warning,
                )
            )


def _delimiter(text: str) -> str:
    """Whichever the first line has most of."""
    first = text.partition("\n")[0]
    return max((",", ";", "\t"), key=first.count)
