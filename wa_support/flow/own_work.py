"""How many turns work at the same time, those that wait for the outside not counted."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

PLACES: Final = 2
"""One turn works while another waits for the disk. More would share one interpreter, and each of
them would only take longer from its lease to its answer."""


class OwnWork:
    def __init__(self, places: int = PLACES) -> None:
        self._places = threading.Semaphore(places)

    def begin(self) -> None:
        """Waits for a place."""
        self._places.acquire()

    def end(self) -> None:
        self._places.release()

    @contextmanager
    def outside(self) -> Iterator[None]:
        """Somebody else may work meanwhile."""
        self.end()
        try:
            yield
        finally:
            self.begin()
