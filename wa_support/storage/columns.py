"""The few kinds of columns that tables are made of."""

from typing import Any, Final

from sqlalchemy import BigInteger, Column, Connection, Integer, MetaData, Text, event, text
from sqlalchemy.types import TypeEngine

metadata: Final = MetaData()

Kind = type[TypeEngine[Any]]


def key(name: str, kind: Kind = Text) -> "Column[Any]":
    return Column(name, kind, primary_key=True, autoincrement=False)


def sequence() -> "Column[Any]":
    kind = BigInteger().with_variant(Integer, "sqlite")
    return Column("seq", kind, primary_key=True, autoincrement=True)


def must(kind: Kind, *names: str) -> "list[Column[Any]]":
    return [Column(name, kind, nullable=False) for name in names]


def may(kind: Kind, *names: str) -> "list[Column[Any]]":
    return [Column(name, kind) for name in names]


def where(condition: str) -> dict[str, Any]:
    """The rows that an index is about."""
    return {"sqlite_where": text(condition)}


@event.listens_for(metadata, "before_create")
def _the_same_on_postgres(_: MetaData, connection: Connection, **_more: object) -> None:
    """Said only there, because to name a dialect's option is to load that dialect."""
    if connection.dialect.name == "postgresql":
        for table in metadata.tables.values():
            for index in table.indexes:
                condition = index.dialect_options["sqlite"]["where"]
                index.dialect_options["postgresql"]["where"] = condition
