"""Read marks and typing, beside the turns."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import Final

from wa_support.ports.outside import CloudApi

_WAITING: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMarks:
    """Best effort: beside the turn, and dropped when they pile up."""

    cloud: CloudApi
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2))
    room: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_WAITING))

    def __call__(self, phone_number_id: str, wamid: str, typing: bool) -> None:
        if self.room.acquire(blocking=False):
            self.pool.submit(self._mark, phone_number_id, wamid, typing)

    def _mark(self, phone_number_id: str, wamid: str, typing: bool) -> None:
        try:
            self.cloud.mark_read(phone_number_id, wamid, typing=typing)
        finally:
            self.room.release()
