"""Keeping what another system is still to be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from wa_support.domain.records import CaseRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRecord:
    record: CaseRecord
    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """A record that the other system never accepted; `at` is when what it tells of happened."""

    key: str
    occasion: str
    conversation_id: str
    at: int
    tries: int
    reason: str | None


class CaseRecords(Protocol):
    def add(self, record: CaseRecord) -> None:
        """Once for one key."""

    def any_due(self, now: int) -> bool: ...
    def due(self, now: int) -> DueRecord | None:
        """The longest due; nobody else is given it for the next 60 s."""

    def told(self, key: str) -> None: ...
    def again(self, key: str, *, due_at: int, reason: str) -> None: ...
    def gave_up(self, key: str, *, reason: str) -> None: ...
    def given_up(self) -> Sequence[GivenUp]:
        """The newest first."""

    def revive(self, key: str, now: int) -> bool:
        """Due now; False when it was not given up."""
