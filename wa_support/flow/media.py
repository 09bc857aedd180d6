"""Fetches what customers sent, checks it, and keeps it encrypted before anybody says "kept"."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from wa_support.domain.errors import WaSupportError
from wa_support.ports.database import Database, WantedMedia
from wa_support.ports.outside import Clock, CloudApi, MediaFiles

_TRIES: Final = 5


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
        """Meta keeps what a webhook named for 7 days; a few tries within that are plenty."""
        try:
            content = self.cloud.download(wanted.phone_number_id, wanted.media)
        except WaSupportError as why:
            self._failed(wanted.id, wanted.tries, str(why))
            return
        path = self.files.keep(wanted.id, content)
        with self.database.write() as tx:
            tx.media.kept(wanted.id, path=path, size=len(content), now=self.clock.now())

    def _failed(self, id: str, tries: int, reason: str) -> None:
        now = self.clock.now()
        with self.database.write() as tx:
            if tries + 1 >= _TRIES:
                tx.media.gave_up(id, reason=reason)
            else:
                tx.media.again(id, due_at=now + 1000 * 4**tries, reason=reason)
