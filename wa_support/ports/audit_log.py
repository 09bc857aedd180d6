"""Keeping who did what, and reading it."""

from collections.abc import Sequence
from typing import Protocol

from wa_support.domain.audit_chain import Head, SealedRow, UnsealedRow
from wa_support.domain.audit_log import AuditPage
from wa_support.domain.people import AuditRecord


class Audit(Protocol):
    """Rows are added unsealed; positions count from 1 in the order of sealing."""

    def add(self, record: AuditRecord) -> None: ...
    def head(self) -> Head:
        """Locked when the Tx writes, so that one sealer at a time goes on from it."""

    def unsealed(self, limit: int) -> Sequence[UnsealedRow]: ...
    def seal(self, rows: Sequence[SealedRow]) -> None:
        """The last one is the new head."""

    def sealed(self, after: int, limit: int) -> Sequence[SealedRow]:
        """In the order of their positions, from the one after `after`."""

    def waiting(self) -> int:
        """How many are not sealed yet."""


class AuditLog(Protocol):
    def page(
        self,
        *,
        actor: str | None = None,
        subject: str | None = None,
        before: int | None = None,
        limit: int = 50,
    ) -> AuditPage:
        """Rows are sealed, so a filter opens them one by one: a page may hold fewer than `limit`,
        even none, and still go on at its `before`."""
