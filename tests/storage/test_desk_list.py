"""The list of the desk: which conversations a view holds, and which stands first."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.storage import given
from tests.storage.given import NOW
from wa_support.domain.conversations import Owner
from wa_support.domain.desk import Order, Page, Snooze, View, WaitingFor
from wa_support.ports.database import Database, Tx
from wa_support.storage.case_queries import SqlCaseQueries
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine

ME = "지우"


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(engine, cipher)


@pytest.fixture
def cases(engine: Engine, cipher: Cipher) -> SqlCaseQueries:
    return SqlCaseQueries(engine, cipher)


def place(tx: Tx, id_: str, owner: Owner, **more: Any) -> None:
    opened = more.pop("opened", None)
    given.conversation(tx, id=id_, customer_id=f"cu_{id_}", owner=owner, **more)
    if opened is not None:
        tx.handoffs.open(given.handoff(id_, opened_at=opened))


@pytest.fixture
def some(db: Database) -> None:
    """Queued q1 (waits longest) and q2, my own m1 and m2, another's, the bot's and a closed one."""
    with db.write() as tx:
        place(tx, "q2", Owner.QUEUED, opened=NOW - 5, last_message_at=NOW - 1)
        place(tx, "q1", Owner.QUEUED, opened=NOW - 9, window_closes_at=NOW + 9)
        place(tx, "m1", Owner.AGENT, agent=ME, opened=NOW - 99, last_message_at=NOW - 7)
        place(tx, "m2", Owner.AGENT, agent=ME, last_message_at=NOW - 6, window_closes_at=NOW + 5)
        place(tx, "theirs", Owner.AGENT, agent="민수", last_message_at=NOW - 8)
        place(tx, "bots", Owner.AUTOMATED, last_message_at=NOW - 2, window_closes_at=NOW)
        place(tx, "closed", Owner.CLOSED, last_message_at=NOW)


def ids(page: Page) -> Sequence[str]:
    return [line.summary.conversation.id for line in page.lines]


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize(
    ("view", "order", "shown"),
    [
        (View.WAITING, Order.WAIT, ["q1", "m1", "m2", "q2"]),
        (View.WAITING, Order.WINDOW, ["m2", "q1", "m1", "q2"]),
        (View.MINE, Order.WAIT, ["m1", "m2"]),
        (View.MINE, Order.WINDOW, ["m2", "m1"]),
        (View.PUT_OFF, Order.WAIT, []),
        (View.EVERYTHING, Order.WAIT, ["q1", "q2", "bots", "m2", "m1", "theirs"]),
        (View.EVERYTHING, Order.WINDOW, ["m2", "q1", "m1", "q2", "theirs", "bots"]),
    ],
)
def test_a_view_and_its_order(
    cases: SqlCaseQueries, view: View, order: Order, shown: Sequence[str]
) -> None:
    page = cases.page(view=view, agent=ME, now=NOW, order=order)
    assert ids(page) == shown
    assert (page.total, page.waiting) == (len(shown), 2)


@pytest.mark.usefixtures("some")
def test_a_page_is_a_stretch_of_the_whole(cases: SqlCaseQueries) -> None:
    page = cases.page(view=View.WAITING, agent=ME, now=NOW, skip=1, limit=2)
    assert (ids(page), page.total) == (["m1", "m2"], 4)


@pytest.mark.usefixtures("some")
def test_what_is_put_off_waits_no_more_until_its_time(db: Database, cases: SqlCaseQueries) -> None:
    snoozes = {"q1": NOW + 8_000, "theirs": NOW + 3_000, "m1": NOW + 5_000, "closed": NOW + 4_000}
    with db.write() as tx:
        for here, until in snoozes.items():
            tx.cases.snooze(here, Snooze(until=until, by=ME, waiting_for=WaitingFor.COLLEAGUE))
    put_off = cases.page(view=View.PUT_OFF, agent=ME, now=NOW)
    assert (ids(put_off), put_off.total, put_off.waiting) == (["theirs", "m1", "q1"], 3, 1)
    first = Snooze(until=NOW + 3_000, by=ME, waiting_for=WaitingFor.COLLEAGUE)
    assert put_off.lines[0].snooze == first
    waiting = cases.page(view=View.WAITING, agent=ME, now=NOW)
    assert (ids(waiting), waiting.total) == (["m2", "q2"], 2)
    assert ids(cases.page(view=View.MINE, agent=ME, now=NOW)) == ["m1", "m2"]
    again = cases.page(view=View.WAITING, agent=ME, now=NOW + 8_000)
    assert (ids(again), again.waiting) == (["q1", "m1", "m2", "q2"], 2)


@pytest.mark.usefixtures("some")
def test_a_tag_narrows_the_view_and_a_line_tells_what_is_kept(
    db: Database, cases: SqlCaseQueries
) -> None:
    with db.write() as tx:
        for here in ("m2", "q2", "theirs"):
            tx.cases.tag(here, "파업", now=NOW)
        tx.cases.tag("q2", "vip", now=NOW + 1)
        tx.cases.assign("q2", "민수", now=NOW)
    page = cases.page(view=View.WAITING, agent=ME, now=NOW, tag="파업")
    assert (ids(page), page.total, page.waiting) == (["m2", "q2"], 2, 2)
    line = page.lines[1]
    assert (line.tags, line.assigned_to, line.snooze) == (("파업", "vip"), "민수", None)
    assert line.summary.handoff is not None


@pytest.mark.usefixtures("some")
def test_who_was_passed_on_stands_behind(db: Database, cases: SqlCaseQueries) -> None:
    with db.write() as tx:
        place(tx, "q3", Owner.QUEUED)
        tx.handoffs.open(given.handoff("q3", opened_at=NOW - 50, passed_on_at=NOW - 3))
    page = cases.page(view=View.WAITING, agent="민수", now=NOW)
    assert ids(page) == ["q1", "theirs", "q2", "q3"]


@pytest.mark.usefixtures("some")
def test_the_counts_of_the_views_are_those_of_their_pages(cases: SqlCaseQueries) -> None:
    shown = {view: cases.page(view=view, agent=ME, now=NOW).total for view in View}
    assert cases.view_counts(agent=ME, now=NOW) == shown
    assert shown[View.WAITING] == 4


def test_who_was_seen_within_a_minute_is_seated(db: Database, cases: SqlCaseQueries) -> None:
    with db.write() as tx:
        tx.handoffs.seat_seen("현우", NOW - 61_000)
        tx.handoffs.seat_seen(ME, NOW - 59_000)
    assert cases.seated(now=NOW) == [ME]
