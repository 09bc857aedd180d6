"""Keeping what another system is still to be told."""

from dataclasses import dataclass
from typing import Protocol

from wa_support.domain.records import CaseRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRecord:
    record: CaseRecord
    tries: int


class CaseRecords(Protocol):
    def add(self, record: CaseRecord) -> None:
        """Once for one key."""

    def any_due(self, now: int) -> bool: ...
    def due(self, now: int) -> DueRecord | None:
        """The longest due; nobody else is given it for the next 60 s."""

    def told(self, key: str) -> None: ...
    def again(self, key: str, *, due_at: int, reason: str) -> None: ...
    def gave_up(self, key: str, *, reason: str) -> None: ...
