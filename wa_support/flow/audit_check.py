"""Whether the audit is what was written: nothing changed, gone or moved since it was sealed."""

from dataclasses import dataclass
from typing import Final

from wa_support.domain.audit_chain import Head, fault
from wa_support.ports.database import Database

_BATCH: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`broken` is the position of the first record that is wrong, and `why` in words; `head` is the
    last record found right. Whoever keeps it elsewhere can tell later that nothing before it was
    rewritten."""

    head: Head
    waiting: int
    broken: int | None = None
    seq: int | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditCheck:
    database: Database

    def run(self) -> Verdict:
        """One picture of the database, whatever is sealed meanwhile."""
        with self.database.read() as tx:
            end, at, waiting = tx.audit.head(), Head(), tx.audit.waiting()
            while rows := tx.audit.sealed(at.position, _BATCH):
                for row in rows:
                    why = fault(at, row)
                    if why is not None:
                        return Verdict(
                            head=at, waiting=waiting, broken=at.position + 1, seq=row.seq, why=why
                        )
                    at = Head(position=row.position, hash=row.hash)
            return _ended(at, end, waiting)


def _ended(at: Head, end: Head, waiting: int) -> Verdict:
    if at.position < end.position:
        why = f"record {at.position + 1} is missing"
    elif at != end:
        why = "the sealed head is another"
    else:
        return Verdict(head=at, waiting=waiting)
    return Verdict(head=at, waiting=waiting, broken=at.position + 1, why=why)
