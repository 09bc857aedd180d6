"""Files that no row names: somebody sealed them and died before the row was committed."""

from dataclasses import dataclass
from typing import Final

from wa_support.ports.database import Database
from wa_support.ports.files import MediaFiles
from wa_support.ports.outside import Clock

_OLD_MS: Final = 24 * 3600 * 1000


@dataclass(slots=True, kw_only=True)
class MediaSweep:
    """A file is named within seconds of being sealed. One goes when it is older than a day and no
    row names it at two looks in a row: whoever slept meanwhile has had the time between to name it.
    """

    database: Database
    clock: Clock
    files: MediaFiles
    _unnamed: frozenset[str] = frozenset()

    def sweep(self) -> int:
        """How many went."""
        old = frozenset(self.files.kept_before(self.clock.now() - _OLD_MS))
        if not old:
            self._unnamed = frozenset()
            return 0
        with self.database.read() as tx:
            unnamed = old - tx.media.paths()
        gone = unnamed & self._unnamed
        for path in gone:
            self.files.drop(path)
        self._unnamed = unnamed - gone
        return len(gone)
