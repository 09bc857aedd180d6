"""Waits as a worker watches them, and what came of them."""

from wa_support.domain.notices import NoticeKind, Owed
from wa_support.domain.waits import Wait
from wa_support.flow.waits import Waits
from wa_support.ports.rounds import WaitsCounted

from tests.flow.house import DAY, Home  # isort: skip

ALL = 10_000


def waits_of(home: Home) -> Waits:
    house = home.house
    return Waits(database=house.database, clock=home.clock, ids=house.ids, book=house.book)


def watch(home: Home, ms: int, step: int = 30_000) -> list[str]:
    """Time passes while the worker looks; returns the bubbles that went out."""
    before, waits = len(home.cloud.calls), waits_of(home)
    for _ in range(max(1, ms // step)):
        home.clock.pass_by(step)
        home.beat()
        while waits.look():
            pass
        home.deliver()
    return [call.body for call in home.cloud.calls[before:]]


def wait(home: Home, handoff_id: str) -> Wait | None:
    with home.house.database.read() as tx:
        return tx.waits.open_of(handoff_id)


def counted(home: Home) -> WaitsCounted:
    with home.house.database.read() as tx:
        return tx.waits.outcomes(0)


def owed(home: Home) -> list[tuple[NoticeKind, str]]:
    """Every notice that was ever owed and not told yet, as (kind, conversation)."""
    with home.house.database.write() as tx, tx.savepoint():
        found = tx.notices.due(home.clock.now() + DAY, ALL)
        listed: list[Owed] = [one.owed for one in found]
    return [(one.kind, one.subject) for one in listed]
