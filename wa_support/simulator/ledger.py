"""The platform's own truth: every send that it accepted, in order."""

import json
import os
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedSend:
    """`opaque` is the sender's `biz_opaque_callback_data`; `at` UTC milliseconds."""

    id: str
    opaque: str | None
    phone_number_id: str
    to: str
    body: dict[str, Any]
    at: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Ledger:
    """Kept in memory; with a path also as JSON Lines, one fsync a line."""

    def __init__(self, path: Path | None) -> None:
        self._sends: list[AcceptedSend] = []
        self._lock = threading.Lock()
        self._file = path.open("a", encoding="utf-8") if path else None

    def record(self, send: AcceptedSend) -> None:
        """Durable before it returns."""
        with self._lock:
            self._sends.append(send)
            if self._file:
                self._file.write(json.dumps(send.as_json(), ensure_ascii=False) + "\n")
                self._file.flush()
                os.fsync(self._file.fileno())

    def sends(self) -> list[AcceptedSend]:
        with self._lock:
            return list(self._sends)

    def close(self) -> None:
        if self._file:
            self._file.close()
