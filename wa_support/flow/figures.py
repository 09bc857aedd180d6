"""The last 30 days in figures. Times are UTC milliseconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wa_support.domain.satisfaction import Counted
from wa_support.domain.templates.costs import MONTH_MS, Volume
from wa_support.ports.database import Database
from wa_support.ports.outside import Clock
from wa_support.ports.rounds import WaitsCounted

_COUNTED_MS: Final = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What customers said when they were asked, and what became of waits for a person."""

    since: int
    asked: Sequence[Counted]
    waits: WaitsCounted


@dataclass(slots=True, kw_only=True)
class Figures:
    database: Database
    clock: Clock
    _counted: tuple[int, Sequence[Volume]] = (-_COUNTED_MS, ())

    def templates(self) -> Sequence[Volume]:
        """At most a minute old: a month of sends is much to count, and lists ask all the time."""
        now, (at, known) = self.clock.now(), self._counted
        if now - at < _COUNTED_MS:
            return known
        with self.database.read() as tx:
            self._counted = (now, tx.template_figures.since(self._since()))
        return self._counted[1]

    def template(self, name: str) -> Sequence[Volume]:
        with self.database.read() as tx:
            return tx.template_figures.since(self._since(), name=name)

    def answers(self) -> Answers:
        since = self._since()
        with self.database.read() as tx:
            asked, waits = tx.surveys.counts(since), tx.waits.outcomes(since)
        return Answers(since=since, asked=asked, waits=waits)

    def _since(self) -> int:
        return self.clock.now() - MONTH_MS
