"""What every process opens: the database behind its keys. The web process needs little more."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wa_support.bootstrap.data_folder import data_folder
from wa_support.bootstrap.world import SystemClock
from wa_support.config.settings import Settings
from wa_support.ports.outside import Clock, InboxReader
from wa_support.storage.cipher import Cipher
from wa_support.storage.counts import counts
from wa_support.storage.engine import Engine, open_engine
from wa_support.storage.keys import data_key, installation_key
from wa_support.storage.media_files import SealedMediaFiles
from wa_support.storage.migrate import prepare
from wa_support.storage.workers import SqlWorkers

if TYPE_CHECKING:
    from wa_support.storage.inbox_file import InboxFile
    from wa_support.storage.inbox_table import InboxTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    settings: Settings
    clock: Clock
    random: Callable[[int], bytes]
    engine: Engine
    cipher: Cipher

    @property
    def data_dir(self) -> Path:
        return self.settings.wa_data_dir

    def media_files(self) -> SealedMediaFiles:
        limit = self.settings.wa_media_limit_gb
        return SealedMediaFiles(self.data_dir, self.cipher, limit_gb=limit)

    def counts(self) -> Mapping[str, int]:
        """For metrics: what the database counts, and how many bytes of files may be kept."""
        with self.engine.read() as connection:
            counted = counts(connection)
        room = self.media_files().room(counted["media_bytes"])
        return {**counted, "media_limit_bytes": room.limit}

    def last_beat(self) -> int | None:
        with self.engine.read() as connection:
            return SqlWorkers(connection).last_beat()

    def inbox(self) -> "InboxFile | InboxTable":
        """The web process's end of the inbox."""
        if self.settings.uses_sqlite:
            from wa_support.storage.inbox_file import InboxFile

            return InboxFile(self.data_dir, self.cipher, self.clock, self._cursor_of)
        from wa_support.storage.inbox_table import InboxTable

        return InboxTable(self.engine, self.cipher, self.clock, self.data_dir)

    def inbox_reader(self) -> InboxReader:
        if self.settings.uses_sqlite:
            from wa_support.storage.inbox_reader import InboxFileReader

            return InboxFileReader(self.data_dir, self.cipher, self._cursor_of)
        from wa_support.storage.inbox_table import InboxTableReader

        return InboxTableReader(self.engine, self.cipher, self._cursor_of, self.data_dir)

    def _cursor_of(self, source: str) -> int:
        from wa_support.storage.cursors import cursor_of

        return cursor_of(self.engine, source)


def open_store(
    settings: Settings,
    *,
    clock: Clock | None = None,
    random: Callable[[int], bytes] = os.urandom,
) -> Store:
    """Creates an empty database; raises ConfigurationError for an older schema or a wrong key."""
    clock = clock or SystemClock()
    folder = data_folder(settings)
    engine = open_engine(settings.database_url.get_secret_value(), data_dir=folder, clock=clock)
    prepare(engine)
    own = settings.wa_data_key.get_secret_value() if settings.wa_data_key else None
    key = data_key(own, folder, local_sqlite=settings.uses_sqlite, random=random)
    return Store(
        settings=settings,
        clock=clock,
        random=random,
        engine=engine,
        cipher=Cipher(installation_key(engine, key, random), random),
    )
