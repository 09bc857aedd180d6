"""Offers what waits to an agent at their seat: a suggestion on the list, for agents take."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wa_support.domain.assigning import Offered, Round
from wa_support.domain.people import ON_DUTY_MS, AuditRecord
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock

_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigning:
    database: Database
    clock: Clock

    def look(self) -> int:
        """How many were offered. Nothing is written while there is nothing to offer."""
        now = self.clock.now()
        with self.database.read() as tx:
            if not tx.assignments.over() and not self._choices(tx, now):
                return 0
        with self.database.write() as tx:
            tx.assignments.clear()
            choices = self._choices(tx, now)
            for waiting, agent in choices:
                self._offer(tx, waiting, agent, now)
            return len(choices)

    def _choices(self, tx: Tx, now: int) -> Sequence[tuple[Offered, str]]:
        seated = {seat.agent: seat for seat in tx.assignments.seated(now - ON_DUTY_MS)}
        if not any(seat.has_room for seat in seated.values()):
            return ()
        turn = Round(seated=seated, given_at=tx.assignments.given_at(), now=now)
        waiting = tx.assignments.to_offer(list(seated), now=now, limit=_AT_ONCE)
        chosen = [(one, turn.choose(one)) for one in waiting]
        return [(one, agent) for one, agent in chosen if agent is not None]

    def _offer(self, tx: Tx, waiting: Offered, agent: str, now: int) -> None:
        tx.assignments.offer(waiting.conversation_id, agent, now=now)
        tx.audit.add(
            AuditRecord(
                at=now,
                actor="clock",
                action="offered",
                subject=waiting.conversation_id,
                detail={"to": agent, "instead_of": waiting.agent},
            )
        )
