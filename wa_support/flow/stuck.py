"""What stopped, and what a person makes of it: unreadable webhooks, records nobody accepted."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from wa_support.domain.errors import NotAllowed
from wa_support.domain.people import AuditRecord
from wa_support.domain.views import DeadLetter
from wa_support.ports.database import Database
from wa_support.ports.outside import Clock, Inbox
from wa_support.ports.records import GivenUp


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """`inbox()` opens this process's own end of the inbox. Methods raise `NotAllowed`."""

    database: Database
    clock: Clock
    inbox: Callable[[], AbstractContextManager[Inbox]]

    def dead_letters(self) -> Sequence[DeadLetter]:
        with self.database.read() as tx:
            return tx.events.dead_letters()

    def redrive(self, letter: str, *, by: str) -> None:
        """In the inbox again; the worker takes it in. Once too often does no harm: what it says is
        recognised as said before."""
        with self.database.read() as tx:
            body = tx.events.dead_letter_body(letter)
        if body is None:
            raise NotAllowed(f"{letter}: no such dead letter")
        with self.inbox() as box:
            box.append(body)
        now = self.clock.now()
        with self.database.write() as tx:
            tx.events.redriven(letter, now)
            tx.audit.add(AuditRecord(at=now, actor=by, action="letter_redriven", subject=letter))

    def records(self) -> Sequence[GivenUp]:
        """Those that the other system did not accept for three days."""
        with self.database.read() as tx:
            return tx.records.given_up()

    def tell_again(self, key: str, *, by: str) -> None:
        """Told once more."""
        now = self.clock.now()
        with self.database.write() as tx:
            if not tx.records.revive(key, now):
                raise NotAllowed(f"{key}: no record that was given up")
            tx.audit.add(AuditRecord(at=now, actor=by, action="record_revived", subject=key))
