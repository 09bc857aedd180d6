"""The SQLite inbox of one web process: durable before the 200.

Each web process has a file of its own, because acknowledgements and turns on one file starve each
other.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from wa_support.ports.outside import Clock
from wa_support.storage.cipher import Cipher
from wa_support.storage.group_commit import GroupCommit
from wa_support.storage.owned_file import take_file

_TIDY_EVERY_SECONDS: Final = 1.0


class InboxFile:
    """Implements `ports.outside.Inbox`. Open it after a fork, never before.

    `cursor_of(source)` is the last row of that source which intake has taken over; rows up to it
    are deleted here.
    """

    def __init__(
        self, data_dir: Path, cipher: Cipher, clock: Clock, cursor_of: Callable[[str], int]
    ) -> None:
        self._cipher = cipher
        self._clock = clock
        self._file = take_file(data_dir)
        self._cursor_of = cursor_of
        self._tidy_at = 0.0
        self._writer = GroupCommit(
            commit=self._file.store, between=self._tidy, finish=self._file.close
        )

    def append(self, body: bytes) -> None:
        """Returns after the commit that holds `body`; raises `NotDurable`."""
        self._writer.append((self._clock.now(), self._cipher.seal(body)))

    def ready(self) -> bool:
        return self._file.works and self._writer.accepts()

    def spools(self) -> bool:
        """Never: this file is the inbox."""
        return False

    def close(self) -> None:
        """Stores what was accepted, then gives the file to whoever takes the slot next."""
        self._writer.close()

    def _tidy(self) -> bool:
        if self._clock.monotonic() >= self._tidy_at:
            self._tidy_at = self._clock.monotonic() + _TIDY_EVERY_SECONDS
            self._file.prove_writable()
            self._file.upto = self._cursor_of(self._file.source)
        self._file.checkpoint_when_large()
        return self._file.delete_some()
