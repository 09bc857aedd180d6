import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_mock_engine, make_url, text

from tests.storage.clock import SettableClock
from wa_support.domain.errors import ConfigurationError
from wa_support.storage import migrate
from wa_support.storage.all_tables import metadata
from wa_support.storage.engine import Engine, open_engine


def _set_version(engine: Engine, version: str) -> None:
    with engine.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})


def test_the_migrations_make_the_schema_of_the_tables(empty_engine: Engine) -> None:
    migrate.upgrade(empty_engine)
    with empty_engine.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrations_write_the_same_tables_and_indexes_word_for_word(
    tmp_path: Path, clock: SettableClock
) -> None:
    migrated = open_engine(f"sqlite:///{tmp_path / 'a.db'}", data_dir=tmp_path, clock=clock)
    created = open_engine(f"sqlite:///{tmp_path / 'b.db'}", data_dir=tmp_path, clock=clock)
    migrate.upgrade(migrated)
    migrate.prepare(created)
    with migrated.read() as ours, created.read() as theirs:
        assert _definitions(ours) == _definitions(theirs)
    migrated.close()
    created.close()


def _definitions(connection: Connection) -> set[tuple[str, ...]]:
    """Words in no order: constraints of one table may come in any."""
    rows = connection.execute(
        text("SELECT sql FROM sqlite_master WHERE sql NOT NULL AND name NOT NULL")
    )
    return {tuple(sorted(sql.replace(",", " ").split())) for sql in rows.scalars()}


def test_an_index_is_about_the_same_rows_on_both_databases() -> None:
    sqlite, postgres = (_indexes_on(url) for url in ("sqlite://", "postgresql+psycopg://"))
    assert any(" WHERE " in index for index in sqlite)
    assert sqlite == postgres


def _indexes_on(url: str) -> set[str]:
    said: list[str] = []
    dialect = make_url(url).get_dialect()()
    mock = create_mock_engine(url, lambda sql, *_: said.append(str(sql.compile(dialect=dialect))))
    metadata.create_all(mock, checkfirst=False)
    return {" ".join(sql.split()) for sql in said if " INDEX " in sql}


def test_preparing_again_changes_nothing(empty_engine: Engine) -> None:
    migrate.prepare(empty_engine)
    migrate.prepare(empty_engine)
    migrate.upgrade(empty_engine)


def test_several_that_prepare_at_once_all_succeed(empty_engine: Engine) -> None:
    failures: list[Exception] = []

    def one() -> None:
        try:
            migrate.prepare(empty_engine)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test names it
            failures.append(error)

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_an_older_schema_is_one_line_that_names_the_command(empty_engine: Engine) -> None:
    migrate.prepare(empty_engine)
    _set_version(empty_engine, "0001")
    with pytest.raises(ConfigurationError, match="wa-support db upgrade") as refused:
        migrate.prepare(empty_engine)
    assert len(refused.value.faults) == 1


@pytest.mark.parametrize("version", ["9999", "0015", "0003b", "0000", "a1b2c3"])
def test_a_schema_that_is_not_known_is_one_line_and_is_left_alone(
    empty_engine: Engine, version: str
) -> None:
    migrate.prepare(empty_engine)
    _set_version(empty_engine, version)
    said = f"the database has schema {version}, this program knows 0001 to {migrate.HEAD}: "
    for act in (migrate.prepare, migrate.upgrade):
        with pytest.raises(ConfigurationError) as refused:
            act(empty_engine)
        assert refused.value.faults == [f"{said}it is newer or was altered; update the program"]
    assert migrate.version_of(empty_engine) == version


def test_a_schema_whose_version_was_lost_is_one_line_too(empty_engine: Engine) -> None:
    migrate.prepare(empty_engine)
    with empty_engine.write() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    for act in (migrate.prepare, migrate.upgrade):
        with pytest.raises(ConfigurationError, match="has schema none"):
            act(empty_engine)


def test_the_version_that_is_checked_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == migrate.HEAD
