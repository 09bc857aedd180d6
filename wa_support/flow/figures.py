"""The last 30 days in figures. Times are UTC milliseconds."""

from collections.abc import Sequence
from dataclasses import dataclass

from wa_support.domain.satisfaction import Counted
from wa_support.domain.templates.costs import MONTH_MS, Volume
from wa_support.ports.database import Database
from wa_support.ports.outside import Clock
from wa_support.ports.rounds import WaitsCounted


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What customers said when they were asked, and what became of waits for a person."""

    since: int
    asked: Sequence[Counted]
    waits: WaitsCounted


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    database: Database
    clock: Clock

    def templates(self) -> Sequence[Volume]:
        with self.database.read() as tx:
            return tx.template_figures.since(self._since())

    def answers(self) -> Answers:
        since = self._since()
        with self.database.read() as tx:
            asked, waits = tx.surveys.counts(since), tx.waits.outcomes(since)
        return Answers(since=since, asked=asked, waits=waits)

    def _since(self) -> int:
        return self.clock.now() - MONTH_MS
