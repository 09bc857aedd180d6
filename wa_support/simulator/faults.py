"""What can be made to go wrong, each by its name. A new fault is a new field here."""

import threading
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """`duplicate_webhooks`: each is posted that often. `reordered_statuses`: read comes first, sent
    last. `error_500`: that many next sends are answered 500 and not accepted."""

    duplicate_webhooks: int = 1
    reordered_statuses: bool = False
    error_500: int = 0


class FaultPanel:
    """The faults in force now."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = Faults()

    @property
    def now(self) -> Faults:
        return self._now

    def set(self, wanted: dict[str, Any]) -> Faults:
        """Changes the named ones, keeps the rest; ValueError for a name or value that is wrong."""
        for name, value in wanted.items():
            kind = Faults.__annotations__.get(name)
            if kind is None:
                raise ValueError(f"no fault is called {name!r}: {', '.join(asdict(self._now))}")
            if type(value) is not kind or value < 0:
                raise ValueError(f"{name} wants a {kind.__name__} of at least 0")
        with self._lock:
            self._now = replace(self._now, **wanted)
            return self._now

    def take_error_500(self) -> bool:
        """True for each of the next sends that must fail."""
        with self._lock:
            if self._now.error_500 == 0:
                return False
            self._now = replace(self._now, error_500=self._now.error_500 - 1)
            return True
