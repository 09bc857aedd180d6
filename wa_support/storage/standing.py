"""What many open tabs ask for at once is looked up once, and stands for a moment."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from threading import Lock
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class Standing(Generic[_Key, _Value]):
    """Whoever asks while somebody looks up waits for what they find, instead of looking too."""

    def __init__(self, stands_ms: int) -> None:
        self._stands_ms = stands_ms
        self._found: dict[_Key, tuple[int, _Value]] = {}
        self._looking = Lock()

    def one(self, key: _Key, now: int, look_up: Callable[[], _Value]) -> _Value:
        return self.all([key], now, lambda _: {key: look_up()})[key]

    def all(
        self,
        keys: Sequence[_Key],
        now: int,
        look_up: Callable[[Sequence[_Key]], Mapping[_Key, _Value]],
    ) -> Mapping[_Key, _Value]:
        """`look_up` is given those that are not known any more, and may leave some out."""
        with self._looking:
            missing = [key for key in keys if not self._stands(key, now)]
            if missing:
                self._forget(now)
                found = look_up(missing)
                self._found |= {key: (now, value) for key, value in found.items()}
            return {key: self._found[key][1] for key in keys if key in self._found}

    def _stands(self, key: _Key, now: int) -> bool:
        known = self._found.get(key)
        return known is not None and 0 <= now - known[0] < self._stands_ms

    def _forget(self, now: int) -> None:
        self._found = {key: one for key, one in self._found.items() if self._stands(key, now)}
