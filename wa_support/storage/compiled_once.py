"""A connection to SQLite that works a statement out once instead of at each execution.

SQLAlchemy looks the text of a statement up whenever it is executed, and sorts its parameters and
result columns anew, which takes several times what SQLite then needs. A statement that is a
module's constant is always the same, and so is all of that.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast
from weakref import WeakKeyDictionary

from sqlalchemy import (
    BigInteger,
    Connection,
    CursorResult,
    Executable,
    Integer,
    LargeBinary,
    Select,
    String,
    Text,
)
from sqlalchemy.engine import Dialect, IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.types import NullType

_AS_STORED: Final = frozenset({BigInteger, Integer, LargeBinary, NullType, String, Text})
"""Types whose values the driver gives as we want them; a truth comes as a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compiled:
    """In `places` stands the name of what is given to it, or None and a value of its own; `columns`
    are what a row can be asked for, besides their names."""

    sql: str
    places: Sequence[tuple[str | None, Any]] = ()
    columns: Sequence[Any] = ()

    def filled(self, given: Mapping[str, Any]) -> list[Any]:
        return [own if name is None else given[name] for name, own in self.places]


class _Rows(IteratorResult[Any]):
    rowcount: int


_seen: Final[WeakKeyDictionary[Executable, dict[tuple[str, ...], _Compiled | None]]] = (
    WeakKeyDictionary()
)
_shapes: Final[dict[str, SimpleResultMetaData]] = {}
"""By the text of the statement."""


class CompiledOnce(Connection):
    """Statements made for one execution, lists of rows, and whatever listeners want to hear of,
    take SQLAlchemy's own way."""

    def execute(
        self, statement: Executable, parameters: Any = None, **options: Any
    ) -> CursorResult[Any]:
        given = {} if parameters is None else parameters
        watched = self._has_events or self.engine._has_events  # noqa: SLF001 - as Connection does
        plain = type(given) is dict and not options and not watched
        compiled = _known(statement, tuple(given), self.dialect) if plain else None
        if compiled is None:
            return super().execute(statement, parameters, **options)
        return self._executed(compiled, compiled.filled(given))

    def exec_driver_sql(
        self, statement: str, parameters: Any = None, execution_options: Any = None
    ) -> CursorResult[Any]:
        if parameters is None and execution_options is None:
            return self._executed(_Compiled(sql=statement), ())
        return super().exec_driver_sql(statement, parameters, execution_options)

    def _executed(self, it: _Compiled, values: Sequence[Any]) -> CursorResult[Any]:
        raw: Any = self.connection.driver_connection
        try:
            cursor = raw.execute(it.sql, values)
            rows = cursor.fetchall()
        except sqlite3.Error as why:
            raise DBAPIError.instance(
                it.sql, None, why, sqlite3.Error, hide_parameters=True, dialect=self.dialect
            ) from why
        shape = _shapes.get(it.sql)
        if shape is None:
            shape = _shapes[it.sql] = _shape(it, cursor)
        found = _Rows(shape, iter(rows))
        found.rowcount = cursor.rowcount
        return cast("CursorResult[Any]", found)


def _shape(it: _Compiled, cursor: sqlite3.Cursor) -> SimpleResultMetaData:
    names = [column[0] for column in cursor.description or ()]
    return SimpleResultMetaData(names, [(column,) for column in it.columns] or None)


def _known(statement: Executable, names: tuple[str, ...], dialect: Dialect) -> _Compiled | None:
    """None at first sight, and always for what needs more than its text and its parameters."""
    seen = _seen.get(statement)
    if seen is None:
        _seen[statement] = {}
        return None
    if names not in seen:
        seen[names] = _compiled(statement, names, dialect)
    return seen[names]


def _compiled(statement: Executable, names: tuple[str, ...], dialect: Dialect) -> _Compiled | None:
    if not isinstance(statement, Select | UpdateBase):
        return None
    columns = tuple(statement.exported_columns)
    if any(type(column.type) not in _AS_STORED for column in columns):
        return None
    compiled = statement.compile(dialect=dialect, column_keys=names)
    if not isinstance(compiled, SQLCompiler) or _is_filled_in_late(compiled):
        return None
    bound = [compiled.binds[name] for name in compiled.positiontup or ()]
    places = [(one.key, None) if one.key in names else (None, one.effective_value) for one in bound]
    return _Compiled(sql=compiled.string, places=places, columns=columns)


def _is_filled_in_late(compiled: SQLCompiler) -> bool:
    return bool(
        compiled.post_compile_params
        or compiled.literal_execute_params
        or compiled.insert_prefetch
        or compiled.update_prefetch
    )
