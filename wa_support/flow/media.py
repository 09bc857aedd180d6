"""Fetches what customers sent, checks it, and keeps it encrypted before anybody says "kept"."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from wa_support.domain.errors import MediaRefused, WaSupportError
from wa_support.domain.file_types import sniffed
from wa_support.ports.database import Database
from wa_support.ports.files import MediaFiles, WantedMedia
from wa_support.ports.outside import Clock, CloudApi

_TRIES: Final = 160
_LONGEST_WAIT_MS: Final = 3_600_000
"""Meta keeps what a webhook named for 7 days: the last try falls a few hours before their end."""
_NO_ROOM: Final = "no room: what may be kept of files is used up, or the disk is nearly full"


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFetching:
    database: Database
    clock: Clock
    cloud: CloudApi
    files: MediaFiles

    def claim(self) -> Callable[[], None] | None:
        """What is wanted next; call what it returns to fetch it. None: nothing is wanted now."""
        now = self.clock.now()
        with self.database.write() as tx:
            wanted = tx.media.due(now)
        return partial(self._fetch, wanted) if wanted is not None else None

    def _fetch(self, wanted: WantedMedia) -> None:
        try:
            content = self._downloaded(wanted)
            path = self.files.keep(wanted.id, content)
        except MediaRefused as why:
            with self.database.write() as tx:
                tx.media.refused(wanted.id, reason=str(why))
            return
        except (WaSupportError, OSError) as why:
            self._failed(wanted.id, wanted.tries, str(why))
            return
        with self.database.write() as tx:
            tx.media.kept(
                wanted.id,
                path=path,
                size=len(content),
                media_type=sniffed(content),
                now=self.clock.now(),
            )

    def _downloaded(self, wanted: WantedMedia) -> bytes:
        """Looks for room before and after: only the bytes themselves tell how many they are."""
        self._require_room(0)
        content = self.cloud.download(wanted.phone_number_id, wanted.media)
        self._require_room(len(content))
        return content

    def _require_room(self, size: int) -> None:
        with self.database.read() as tx:
            used = tx.media.bytes_kept()
        if not self.files.room(used).takes(size):
            raise MediaRefused(_NO_ROOM)

    def _failed(self, id: str, tries: int, reason: str) -> None:
        now = self.clock.now()
        with self.database.write() as tx:
            if tries + 1 >= _TRIES:
                tx.media.gave_up(id, reason=reason)
            else:
                wait_ms = min(1000 * 4 ** min(tries, 10), _LONGEST_WAIT_MS)
                tx.media.again(id, due_at=now + wait_ms, reason=reason)
