"""Uses, consents and announcements come back as they were put in; a customer is held still."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.storage import given
from tests.storage.given import NOW, NUMBER
from wa_support.domain.announcements import Announcement
from wa_support.domain.consents import ConsentCategory, ConsentRecord, ConsentSource
from wa_support.domain.conversations import Conversation
from wa_support.domain.customers import Customer
from wa_support.domain.delivery import AttemptOutcome, Author, DeliveryStatus, SendState
from wa_support.domain.errors import WaSupportError
from wa_support.domain.send_lists import ListRow, RowState, SendList
from wa_support.domain.sends import Send
from wa_support.domain.templates.template import Category, TemplateKey, Trigger
from wa_support.domain.templates.uses import TemplateUse
from wa_support.ports.database import Database, Tx
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(engine, cipher)


def use_of(send_id: str) -> TemplateUse:
    return TemplateUse(
        send_id=send_id,
        key=TemplateKey(name="offer", language="ko"),
        version_id="tpv_1",
        category=Category.MARKETING,
        trigger=Trigger.LIST,
        at=NOW,
        country="KR",
    )


def used(tx: Tx, state: SendState) -> tuple[Conversation, Send]:
    """A send of the template."""
    here = given.conversation(tx)
    made = given.send(here.id, Author.NOTICE, state=state)
    tx.sends.add(made)
    tx.template_uses.add(use_of(made.id))
    return here, made


def refusal(customer_id: str, at: int = NOW) -> ConsentRecord:
    return ConsentRecord(
        customer_id=customer_id,
        category=ConsentCategory.MARKETING,
        given=False,
        source=ConsentSource.AGENT,
        at=at,
        by="soyeon",
    )


def test_a_use_comes_back(db: Database) -> None:
    with db.write() as tx:
        tx.template_uses.add(use_of("s_1"))
    with db.read() as tx:
        assert tx.template_uses.of("s_1") == use_of("s_1")
        assert tx.template_uses.of("s_2") is None


def test_consents_are_a_history_and_follow_a_merge(db: Database) -> None:
    with db.write() as tx:
        for name in ("cu_1", "cu_2"):
            tx.customers.create(Customer(id=name, created_at=NOW))
        for at in (NOW, NOW - 5, NOW):
            tx.consents.add(refusal("cu_1", at))
        tx.consents.add(refusal("cu_2", NOW + 1))
        assert [one.at for one in tx.consents.of("cu_1")] == [NOW, NOW - 5, NOW]
        tx.customers.absorb("cu_1", "cu_2", now=NOW)
        assert len(tx.consents.of("cu_1")) == 4
        assert tx.consents.of("cu_1")[0] == refusal("cu_1")


def held(tx: Tx, conversation_id: str) -> str:
    send = given.send(conversation_id, state=SendState.HELD)
    tx.sends.add(send)
    return send.id


def test_announcements_come_in_the_order_of_what_they_tell_of_and_end_once(db: Database) -> None:
    with db.write() as tx:
        here = given.conversation(tx)
        first, second = held(tx, here.id), held(tx, here.id)
        for one in (second, first, first):
            tx.announcements.add(
                Announcement(
                    held_send_id=one, conversation_id=here.id, template_send_id="s_t", at=NOW
                )
            )
        assert [one.held_send_id for one in tx.announcements.open_of(here.id)] == [first, second]
        assert len(tx.announcements.of_template("s_t")) == 2
        assert [tx.announcements.end(first, now=NOW) for _ in range(2)] == [True, False]
        assert [one.held_send_id for one in tx.announcements.open_of(here.id)] == [second]
        assert tx.announcements.open_of("c_other") == tx.announcements.of_template("s_x") == []


def test_a_waiting_template_stands_in_nobodys_way_but_a_ready_one_keeps_its_place(
    db: Database,
) -> None:
    with db.write() as tx:
        here = given.conversation(tx)
        template, words = given.send(here.id), given.send(here.id)
        for one in (template, words):
            tx.sends.add(one)
        tx.template_uses.add(use_of(template.id))
        claimed = tx.sends.claim_due(NOW)
        assert claimed is not None
        assert claimed.id == template.id
        tx.sends.move(template.id, SendState.WAITING, due_at=NOW + 9)
        claimed = tx.sends.claim_due(NOW)
        assert claimed is not None
        assert claimed.id == words.id


@pytest.fixture
def on_postgres(postgres_engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(postgres_engine, cipher)


@pytest.fixture
def beside(on_postgres: Database) -> Iterator[threading.Event]:
    """Somebody is recording a refusal of cu_1 until the event is set."""
    db = on_postgres
    with db.write() as tx:
        tx.customers.create(Customer(id="cu_1", created_at=NOW))
    go_on, recording = threading.Event(), threading.Event()

    def record() -> None:
        with db.write() as tx:
            tx.consents.lock("cu_1")
            tx.consents.add(refusal("cu_1"))
            recording.set()
            go_on.wait(10)

    thread = threading.Thread(target=record)
    thread.start()
    assert recording.wait(10)
    yield go_on
    go_on.set()
    thread.join()


@pytest.mark.postgres
def test_an_attempt_does_not_wait_for_a_refusal_and_does_not_overlook_it(
    on_postgres: Database, beside: threading.Event
) -> None:
    db = on_postgres
    with db.write() as tx:
        assert not tx.consents.held_still("cu_1")
    beside.set()
    deadline = time.monotonic() + 10
    still = False
    while not still and time.monotonic() < deadline:
        with db.write() as tx:
            still = tx.consents.held_still("cu_1")
            found = tx.consents.of("cu_1") if still else []
    assert len(found) == 1


@pytest.mark.postgres
def test_a_refusal_waits_for_the_attempt_that_came_first(on_postgres: Database) -> None:
    db = on_postgres
    with db.write() as tx:
        tx.customers.create(Customer(id="cu_1", created_at=NOW))
    order: list[str] = []

    def refuse() -> None:
        with db.write() as tx:
            tx.consents.lock("cu_1")
            tx.consents.add(refusal("cu_1"))
            order.append("refused")

    with db.write() as tx:
        assert tx.consents.held_still("cu_1")
        thread = threading.Thread(target=refuse)
        thread.start()
        thread.join(0.3)
        order.append("begun")
    thread.join()
    assert order == ["begun", "refused"]


@pytest.mark.postgres
def test_a_refusal_of_who_is_being_merged_is_kept_by_who_they_are_then(
    on_postgres: Database,
) -> None:
    db = on_postgres
    with db.write() as tx:
        for each in ("cu_1", "cu_2"):
            tx.customers.create(Customer(id=each, created_at=NOW))

    def refuse() -> None:
        with db.write() as tx:
            tx.consents.add(refusal(tx.consents.lock("cu_2")))

    with db.write() as tx:
        for each in ("cu_1", "cu_2"):
            tx.consents.lock(each)
        thread = threading.Thread(target=refuse)
        thread.start()
        thread.join(0.3)
        tx.customers.absorb("cu_1", "cu_2", now=NOW)
    thread.join()
    with db.read() as tx:
        assert [one.customer_id for one in tx.consents.of("cu_1")] == ["cu_1"]


def test_nobody_is_locked(db: Database) -> None:
    with db.write() as tx, pytest.raises(WaSupportError, match="no customer cu_none"):
        tx.consents.lock("cu_none")


def test_a_name_that_was_read_before_a_refusal_does_not_undo_it(db: Database) -> None:
    with db.write() as tx:
        known = Customer(id="cu_1", created_at=NOW)
        tx.customers.create(known)
        tx.customers.save_stops(replace(known, opted_out_at=NOW, opted_out_of_all_at=NOW))
        tx.customers.save(replace(known, name="민아"))
        now = tx.customers.get("cu_1")
    assert (now.name, now.opted_out_at, now.opted_out_of_all_at) == ("민아", NOW, NOW)


@pytest.mark.parametrize(
    ("state", "outcome", "delivery", "found"),
    [
        (SendState.READY, None, None, True),
        (SendState.DONE, AttemptOutcome.ACCEPTED, None, True),
        (SendState.DONE, AttemptOutcome.ACCEPTED, DeliveryStatus.FAILED, False),
        (SendState.HELD, AttemptOutcome.UNKNOWN, None, True),
        (SendState.CANCELLED, AttemptOutcome.UNKNOWN, None, True),
        (SendState.CANCELLED, AttemptOutcome.REJECTED, None, False),
        (SendState.EXPIRED, None, None, False),
    ],
)
def test_what_a_customer_was_sent_is_all_that_may_have_arrived(
    db: Database,
    state: SendState,
    outcome: AttemptOutcome | None,
    delivery: DeliveryStatus | None,
    found: bool,
) -> None:
    with db.write() as tx:
        here, made = used(tx, state)
        if outcome is not None:
            begun = given.attempt(made)
            tx.sends.begin(begun)
            tx.sends.end(given.ended(begun, outcome))
        if delivery is not None:
            tx.sends.deliver(begun.id, delivery, NOW)
        sent = tx.send_lists.sent_to(here.id, "offer", since=NOW)
        assert [each.id for each in sent] == ([made.id] if found else [])
        assert tx.send_lists.sent_to(here.id, "another", since=NOW) == []


@pytest.mark.parametrize(
    ("state", "found"), [(SendState.WAITING, True), (SendState.DONE, False)]
)  # fmt: skip
def test_what_was_sent_long_ago_counts_only_while_it_still_goes_out(
    db: Database, state: SendState, found: bool
) -> None:
    with db.write() as tx:
        here, _ = used(tx, state)
        assert bool(tx.send_lists.sent_to(here.id, "offer", since=NOW + 1)) is found


def test_a_list_comes_back_with_whether_it_sends_again(db: Database) -> None:
    made = SendList(
        id="lst_1", name="offer", by="mina", phone_number_id=NUMBER, total=1, at=NOW,
        versions={"ko": "tpv_1"}, again=True,
    )  # fmt: skip
    with db.write() as tx:
        tx.send_lists.add(made)
    with db.read() as tx:
        assert tx.send_lists.get("lst_1") == made


@pytest.mark.parametrize("open_rows", [0, 2])
def test_what_is_under_way_counts_however_many_rows_were_left_out_since(
    db: Database, open_rows: int
) -> None:
    last = 1_500
    with db.write() as tx:
        here = given.conversation(tx)
        made = given.send(here.id, Author.NOTICE)
        tx.sends.add(made)
        rows = [ListRow(n=n, who="821055501042", values={}) for n in range(1, last + 1)]
        tx.send_lists.add_rows("lst_1", rows)
        tx.send_lists.settle("lst_1", 1, RowState.PLANNED, send_id=made.id, reason=None)
        for n in range(2, last + 1 - open_rows):
            tx.send_lists.settle("lst_1", n, RowState.LEFT_OUT, send_id=None, reason="lst_2")
        assert tx.send_lists.on_the_way("lst_1") == 1
        assert tx.send_lists.still_open("lst_1") == open_rows
        tx.sends.move(made.id, SendState.DONE)
        assert tx.send_lists.on_the_way("lst_1") == 0
