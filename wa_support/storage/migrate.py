"""The version of the schema: made in an empty database, never changed without being asked."""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from wa_support.domain.errors import ConfigurationError
from wa_support.storage.all_tables import metadata
from wa_support.storage.engine import Engine

# The newest file in `migrations/versions`; their names count up.
HEAD: Final = "0014"
_KNOWN: Final = tuple(f"{number:04}" for number in range(1, int(HEAD) + 1))
_VERSION_TABLE: Final = """CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)"""


def prepare(engine: Engine) -> None:
    """Makes the tables of an empty database; raises `ConfigurationError` for another version."""
    version = version_of(engine)
    if version is None:
        version = _create_once(engine)
    _check_known(version)
    if version != HEAD:
        seen = f"the database has schema {version}, this program {HEAD}"
        raise ConfigurationError([f"{seen}: wa-support db upgrade"])


def upgrade(engine: Engine) -> None:
    """Takes the schema to this program's version, in one transaction. Raises `ConfigurationError`
    for a version that it does not know."""
    version = version_of(engine)
    if version is not None:
        _check_known(version)
    with engine.alone() as connection:
        _run_migrations(connection)


def version_of(engine: Engine) -> str | None:
    """None: there are no tables. Empty: there are, and no version is written there."""
    try:
        with engine.read() as connection:
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except (OperationalError, ProgrammingError):
        return None
    return str(found or "")


def _check_known(version: str) -> None:
    if version not in _KNOWN:
        seen = f"the database has schema {version or 'none'}, this program knows {_KNOWN[0]}"
        cure = "it is newer or was altered; update the program"
        raise ConfigurationError([f"{seen} to {HEAD}: {cure}"])


def _create_once(engine: Engine) -> str:
    with engine.alone() as connection:
        if not inspect(connection).has_table("alembic_version"):
            _make_tables(connection)
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def _make_tables(connection: Connection) -> None:
    """The same tables that the migrations make (a test compares them word for word), without
    keeping Alembic in the memory of whoever came first."""
    metadata.create_all(connection)
    connection.execute(text(_VERSION_TABLE))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def _run_migrations(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
