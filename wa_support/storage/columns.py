"""The few kinds of columns that tables are made of."""

from typing import Any, Final

from sqlalchemy import BigInteger, Column, Integer, MetaData, Text, text
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
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}
