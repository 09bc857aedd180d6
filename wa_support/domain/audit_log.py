"""The audit as people read it. Times are UTC milliseconds."""

from collections.abc import Sequence
from dataclasses import dataclass

from wa_support.domain.people import AuditRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """`record` is None once it was erased; `position` is its place in the chain, None until the
    sealer has come by."""

    seq: int
    at: int
    record: AuditRecord | None
    position: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """Newest first; `before` asks for what is older, None at the beginning of the log."""

    lines: Sequence[AuditLine]
    before: int | None
