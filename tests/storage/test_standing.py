"""What many tabs share for a moment, and what is never shared."""

import random
import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.storage import given
from tests.storage.given import NOW
from wa_support.domain.conversations import Owner
from wa_support.domain.desk import Order, Snooze, View
from wa_support.ports.database import Database
from wa_support.storage.case_queries import SqlCaseQueries
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine
from wa_support.storage.list_order import STANDS_MS
from wa_support.storage.standing import Standing

ME, OTHER = "지우", "민수"


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(engine, cipher)


def ids(cases: SqlCaseQueries, agent: str = ME, **asked: Any) -> Sequence[str]:
    page = cases.page(**{"view": View.WAITING, "agent": agent, "now": NOW, **asked})
    return [line.summary.conversation.id for line in page.lines]


def test_what_was_found_stands_and_then_is_looked_up_anew() -> None:
    standing: Standing[str, int] = Standing(400)
    assert standing.one("a", 1000, lambda: 1) == 1
    assert standing.one("a", 1399, lambda: 2) == 1
    assert standing.one("b", 1399, lambda: 3) == 3
    assert standing.one("a", 1400, lambda: 4) == 4
    assert standing.one("a", 900, lambda: 5) == 5  # the clock was put back


def test_only_what_is_missing_is_looked_up_and_old_things_are_dropped() -> None:
    standing: Standing[str, int] = Standing(400)
    asked: list[Sequence[str]] = []

    def look_up(keys: Sequence[str]) -> dict[str, int]:
        asked.append(keys)
        return {key: len(key) for key in keys if key != "gone"}

    assert standing.all(["a", "bb"], 0, look_up) == {"a": 1, "bb": 2}
    assert standing.all(["bb", "ccc", "gone"], 100, look_up) == {"bb": 2, "ccc": 3}
    assert asked == [["a", "bb"], ["ccc", "gone"]]
    standing.all(["d"], 10_000, look_up)
    assert set(standing._found) == {"d"}


def test_who_asks_meanwhile_waits_and_does_not_look_too() -> None:
    standing: Standing[str, int] = Standing(400)
    looking, found = threading.Event(), threading.Event()
    looked: list[int] = []

    def look_up() -> int:
        looking.set()
        found.wait(5)
        looked.append(1)
        return len(looked)

    threads = [
        threading.Thread(target=standing.one, args=("a", 0, look_up), daemon=True) for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    looking.wait(5)
    found.set()
    for thread in threads:
        thread.join(5)
    assert looked == [1]


def test_a_failed_look_up_stands_for_nobody() -> None:
    standing: Standing[str, int] = Standing(400)

    def fails() -> int:
        raise OSError("no disk")

    with pytest.raises(OSError, match="no disk"):
        standing.one("a", 0, fails)
    assert standing.one("a", 0, lambda: 1) == 1


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("view", View)
def test_the_pages_of_a_view_are_the_whole_view_in_order(
    db: Database, engine: Engine, cipher: Cipher, view: View, order: Order
) -> None:
    """However everybody's and one's own stand among each other, and wherever a page is cut."""
    chance = random.Random(7)
    with db.write() as tx:
        for n in range(60):
            owner = chance.choice((Owner.QUEUED, Owner.AGENT, Owner.AGENT, Owner.AUTOMATED))
            at = NOW - chance.randrange(20)
            name = f"c{n:02}"
            given.conversation(
                tx, id=name, customer_id=f"cu{n}", owner=owner, last_message_at=at,
                agent=chance.choice((ME, ME, OTHER)) if owner is Owner.AGENT else None,
                window_closes_at=NOW + chance.randrange(-3, 20),
            )  # fmt: skip
            if owner is Owner.QUEUED:
                tx.handoffs.open(given.handoff(name, opened_at=at))
            if chance.random() < 0.3:
                until = NOW + 1 + chance.randrange(5)
                tx.cases.snooze(name, Snooze(until=until, by=ME))
    whole = ids(SqlCaseQueries(engine, cipher), view=view, order=order, limit=100)
    assert len(whole) == len(set(whole)) > 5
    for size in (1, 4, 7, 50):
        cases = SqlCaseQueries(engine, cipher)
        pages = [
            ids(cases, view=view, order=order, skip=skip, limit=size)
            for skip in range(0, len(whole) + size, size)
        ]
        assert [one for page in pages for one in page] == list(whole)


def test_what_an_agent_just_took_is_theirs_at_once_and_stands_once(
    db: Database, engine: Engine, cipher: Cipher
) -> None:
    cases = SqlCaseQueries(engine, cipher)
    with db.write() as tx:
        for name in ("q1", "q2"):
            given.conversation(
                tx, id=name, customer_id=f"cu_{name}", owner=Owner.QUEUED, last_message_at=NOW
            )
    assert ids(cases) == ids(cases, OTHER) == ["q1", "q2"]
    with db.write() as tx:
        taken = tx.conversations.get("q1")
        tx.conversations.save(replace(taken, owner=Owner.AGENT, agent=ME))
    assert ids(cases) == ["q1", "q2"]
    assert ids(cases, now=NOW + STANDS_MS) == ["q1", "q2"]
    assert ids(cases, OTHER, now=NOW + STANDS_MS) == ["q2"]


def test_fifty_tabs_at_once_order_and_open_the_list_once(
    db: Database, engine: Engine, cipher: Cipher, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.write() as tx:
        for n in range(30):
            given.conversation(tx, owner=Owner.QUEUED, last_message_at=NOW + n)
    cases = SqlCaseQueries(engine, cipher)
    opened: list[str] = []
    lines = cases._lines

    def counting(connection: Connection, wanted: Sequence[str], *, now: int) -> Any:
        opened.extend(wanted)
        return lines(connection, wanted, now=now)

    monkeypatch.setattr(cases, "_lines", counting)
    for n in range(50):
        assert len(ids(cases, f"agent-{n}", now=NOW + n)) == 30
    assert len(opened) == 30


def test_a_row_of_the_list_carries_no_packet(db: Database, engine: Engine, cipher: Cipher) -> None:
    with db.write() as tx:
        given.conversation(tx, id="q1", customer_id="cu", owner=Owner.QUEUED)
        tx.handoffs.open(given.handoff("q1", packet={"transcript": ["long"]}))
    (line,) = SqlCaseQueries(engine, cipher).page(view=View.WAITING, agent=ME, now=NOW).lines
    assert line.summary.handoff is not None
    assert line.summary.handoff.packet == {}
