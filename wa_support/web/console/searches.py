"""What was searched for lately."""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

_REMEMBERED: Final = 500


@dataclass(slots=True)
class Searches:
    """The last searches of everybody, in this process alone: an address names one by its number,
    and the back button finds it again, for whoever searched."""

    _words: OrderedDict[tuple[str, str], str] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)
    _last: int = 0

    def keep(self, words: str, *, by: str, now: int) -> str:
        """Its number; one that an earlier process gave never leads to other words."""
        with self._lock:
            self._last = max(self._last + 1, now)
            self._words[(by, str(self._last))] = words
            while len(self._words) > _REMEMBERED:
                self._words.popitem(last=False)
            return str(self._last)

    def words(self, number: str, *, by: str) -> str:
        """Empty when it is not known any more, or somebody else's."""
        with self._lock:
            return self._words.get((by, number), "")
