import os
from dataclasses import replace

import pytest
from sqlalchemy import update

from tests.storage import given
from tests.storage.given import NOW
from tests.storage.test_counts import counted
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import AttemptOutcome, Author, DeliveryStatus, SendState
from wa_support.domain.errors import WaSupportError
from wa_support.domain.events import StatusChange
from wa_support.domain.outbound import Choice, OutButtons
from wa_support.domain.sends import Attempt, Send
from wa_support.ports.database import Database, Tx
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine
from wa_support.storage.schema import sends


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(engine, cipher)


WAMID = "wamid.HBgMODIxMDEyMzQ1Njc4FQIAERgS"
UNKNOWN, ACCEPTED = AttemptOutcome.UNKNOWN, AttemptOutcome.ACCEPTED


def planned(tx: Tx, conversation_id: str, author: Author = Author.BOT, due_at: int = NOW) -> Send:
    made = given.send(conversation_id, author, due_at=due_at)
    assert tx.sends.add(made)
    return made


def begun(tx: Tx, send: Send) -> Attempt:
    made = given.attempt(send)
    tx.sends.begin(made)
    return made


def went(tx: Tx, send: Send, outcome: AttemptOutcome, state: SendState, at: int = NOW) -> Attempt:
    made = given.ended(begun(tx, send), outcome, ended_at=at)
    assert tx.sends.end(made)
    tx.sends.move(send.id, state)
    return made


def test_a_send_comes_back_as_it_was_planned(db: Database) -> None:
    buttons = OutButtons(body="어느 주문인가요?", buttons=(Choice(id="1", title="신발"),))
    with db.write() as tx:
        made = given.send("c_1", Author.AGENT, outbound=buttons, agent="kim", not_after=NOW + 9)
        assert tx.sends.add(made)
    with db.read() as tx:
        assert tx.sends.get(made.id) == made


def test_the_same_effect_key_adds_nothing(db: Database, engine: Engine) -> None:
    with db.write() as tx:
        first = given.send("c_1")
        assert tx.sends.add(first)
        assert not tx.sends.add(given.send("c_1", effect_key=first.effect_key))
    assert counted(engine)["sends_ready"] == 1


def test_a_conversations_sends_go_one_after_the_other_in_the_order_planned(db: Database) -> None:
    with db.write() as tx:
        here = given.conversation(tx).id
        first, second = planned(tx, here, Author.NOTICE, NOW), planned(tx, here, due_at=NOW - 9)
        assert tx.sends.claim_due(NOW) == first
        going = begun(tx, first)
        assert tx.sends.claim_due(NOW) is None
        assert tx.sends.in_flight(here) == 1
        assert tx.sends.end(given.ended(going, ACCEPTED))
        tx.sends.move(first.id, SendState.DONE)
        assert tx.sends.claim_due(NOW) == second
        assert tx.sends.in_flight(here) == 0


def test_of_one_conversation_only_its_own_first_send_is_claimed(db: Database) -> None:
    with db.write() as tx:
        here, there = given.conversation(tx).id, given.conversation(tx).id
        planned(tx, there, due_at=NOW - 9)
        first, second = planned(tx, here, due_at=NOW), planned(tx, here, due_at=NOW - 9)
        assert tx.sends.claim_due_of(here, NOW - 1) is None
        assert tx.sends.claim_due_of(here, NOW) == first
        tx.sends.move(first.id, SendState.HELD)
        assert tx.sends.claim_due_of(here, NOW) == second


def test_a_send_that_cannot_be_read_is_held_and_stops_nobody_elses(
    db: Database, engine: Engine
) -> None:
    with db.write() as tx:
        here = given.conversation(tx).id
        damaged, unknown = planned(tx, here, due_at=NOW - 9), planned(tx, here, due_at=NOW - 9)
        after, other = planned(tx, here), planned(tx, given.conversation(tx).id)
    _damage(engine, damaged.id, b"damaged, and long enough to be tried")
    _damage(engine, unknown.id, Cipher(b"k" * 32, os.urandom).seal_json({"outbound": {}}))
    with db.write() as tx:
        assert tx.sends.claim_due(NOW) is None
        assert tx.sends.claim_due_of(here, NOW) is None
        assert tx.sends.claim_due_of(here, NOW) == after
        begun(tx, after)
        assert tx.sends.claim_due(NOW) == other
    assert counted(engine)["sends_held"] == 2


def _damage(engine: Engine, send_id: str, outbound: bytes) -> None:
    with engine.write() as connection:
        changed = update(sends).where(sends.c.id == send_id).values(outbound=outbound)
        connection.execute(changed)


def test_an_attempt_ends_with_what_statuses_have_told_of_it(db: Database) -> None:
    with db.write() as tx:
        going = begun(tx, planned(tx, given.conversation(tx).id))
        tx.sends.deliver(going.id, DeliveryStatus.DELIVERED, NOW + 5)
        ended = given.ended(going, ACCEPTED, wamid=WAMID)
        told = replace(ended, delivery=DeliveryStatus.DELIVERED, delivery_at=NOW + 5)
        assert tx.sends.end(ended) == tx.sends.attempt(id=going.id) == told


def test_a_send_that_backs_off_keeps_its_place(db: Database) -> None:
    with db.write() as tx:
        here = given.conversation(tx).id
        first, _second = planned(tx, here), planned(tx, here)
        tx.sends.move(first.id, SendState.WAITING, reason="130429", due_at=NOW + 10)
        assert tx.sends.claim_due(NOW) is None
        waiting = tx.sends.claim_due(NOW + 10)
        assert waiting is not None
        assert (waiting.id, waiting.state, waiting.reason) == (first.id, "waiting", "130429")


def test_what_is_held_or_cancelled_stands_in_nobodys_way(db: Database) -> None:
    with db.write() as tx:
        here = given.conversation(tx).id
        for state in (SendState.HELD, SendState.CANCELLED, SendState.PLANNED):
            tx.sends.move(planned(tx, here).id, state)
        last = planned(tx, here)
        assert tx.sends.claim_due(NOW) == last


def test_an_agents_words_never_wait_behind_the_bots(db: Database) -> None:
    with db.write() as tx:
        here = given.conversation(tx, owner=Owner.AGENT).id
        planned(tx, here, due_at=NOW + 60_000)
        words, more = planned(tx, here, Author.AGENT), planned(tx, here, Author.AGENT)
        assert tx.sends.claim_due(NOW) == words
        went(tx, words, UNKNOWN, SendState.HELD)
        assert tx.sends.claim_due(NOW) == more


def test_the_bot_waits_a_minute_behind_an_unknown_outcome(db: Database) -> None:
    with db.write() as tx:
        here = given.conversation(tx).id
        lost, next_one = planned(tx, here), planned(tx, here)
        elsewhere = planned(tx, given.conversation(tx).id, due_at=NOW + 1)
        went(tx, lost, UNKNOWN, SendState.HELD)
        assert tx.sends.claim_due(NOW) is None
        assert tx.sends.claim_due(NOW + 59_999) == elsewhere
        assert tx.sends.claim_due(NOW + 60_000) == next_one


def test_a_status_that_tells_an_unknown_outcome_lets_the_bot_go_on(db: Database) -> None:
    with db.write() as tx:
        here = given.conversation(tx).id
        lost, next_one = planned(tx, here), planned(tx, here)
        unknown = went(tx, lost, UNKNOWN, SendState.HELD)
        tx.sends.resolve(unknown.id, ACCEPTED, wamid=WAMID)
        assert tx.sends.claim_due(NOW) == next_one
        told = tx.sends.attempt(wamid=WAMID)
        assert told == replace(unknown, outcome=ACCEPTED, wamid=WAMID)
        tx.sends.resolve(unknown.id, AttemptOutcome.REJECTED, wamid=None)
        assert tx.sends.attempt(id=unknown.id) == told


def test_an_attempt_ends_once(db: Database) -> None:
    with db.write() as tx:
        made = begun(tx, planned(tx, given.conversation(tx).id))
        lost = given.ended(made, UNKNOWN, details="timeout for 821012345678")
        assert tx.sends.end(lost)
        assert not tx.sends.end(given.ended(made, ACCEPTED, wamid=WAMID))
        assert tx.sends.attempt(id=made.id) == lost
        assert tx.sends.attempt(wamid=WAMID) is None
        assert tx.sends.get(made.send_id).tries == 1


def test_delivery_never_goes_back(db: Database) -> None:
    with db.write() as tx:
        made = begun(tx, planned(tx, given.conversation(tx).id))
        for at, status in enumerate(
            (DeliveryStatus.READ, DeliveryStatus.SENT, DeliveryStatus.DELIVERED)
        ):
            tx.sends.deliver(made.id, status, NOW + at)
        tx.sends.deliver("a_none", DeliveryStatus.SENT, NOW)
        found = tx.sends.attempt(id=made.id)
        assert found is not None
        assert (found.delivery, found.delivery_at) == (DeliveryStatus.READ, NOW)


def test_orphaned_statuses_are_taken_once_in_the_order_they_came(db: Database) -> None:
    sent = StatusChange(status=DeliveryStatus.SENT, attempt_id="a_1")
    failed = StatusChange(status=DeliveryStatus.FAILED, error_code=131026, error_details="no")
    with db.write() as tx:
        tx.sends.keep_orphan(WAMID, sent, NOW + 5)
        tx.sends.keep_orphan(WAMID, failed, NOW)
        tx.sends.keep_orphan("wamid.other", sent, NOW)
        assert tx.sends.take_orphans(WAMID) == [(sent, NOW + 5), (failed, NOW)]
        assert tx.sends.take_orphans(WAMID) == []


def test_cancelling_takes_only_the_bots_words_that_are_not_on_their_way(db: Database) -> None:
    with db.write() as tx:
        here = given.conversation(tx).id
        going, ready, waiting, done = (planned(tx, here) for _ in range(4))
        begun(tx, going)
        tx.sends.move(waiting.id, SendState.WAITING)
        tx.sends.move(done.id, SendState.DONE)
        others = [planned(tx, here, Author.AGENT), planned(tx, here, Author.NOTICE)]
        others.append(planned(tx, given.conversation(tx).id))
        assert tx.sends.cancel_unsent(here, reason="taken") == 2
        cancelled = tx.sends.get(ready.id)
        assert (cancelled.state, cancelled.reason) == (SendState.CANCELLED, "taken")
        assert all(tx.sends.get(send.id).state is SendState.READY for send in (going, *others))


def test_only_bot_sends_that_may_reach_the_customer_count(db: Database) -> None:
    with db.write() as tx:
        planned(tx, "c_1")
        planned(tx, "c_1", Author.AGENT)
        tx.sends.move(planned(tx, "c_1").id, SendState.CANCELLED)
        tx.sends.add(given.send("c_1", created_at=NOW - 1))
        assert tx.sends.bot_sends_since("c_1", NOW) == 1
        assert tx.sends.bot_sends_since("c_1", NOW - 1) == 2


def test_attempts_of_the_dead_and_of_long_ago_are_abandoned(db: Database) -> None:
    with db.write() as tx:
        tx.workers.beat("alive", host="h", pid=1, pid_started=1, now=NOW)
        sends = [planned(tx, given.conversation(tx).id) for _ in range(4)]
        held_by_dead = given.attempt(sends[0], holder="dead")
        old = given.attempt(sends[1], holder="alive", started_at=NOW - 10)
        fresh = given.attempt(sends[2], holder="alive")
        for made in (held_by_dead, old, fresh):
            tx.sends.begin(made)
        went(tx, sends[3], UNKNOWN, SendState.HELD)
        assert tx.sends.abandoned(NOW) == [old, held_by_dead]


def test_a_second_never_grants_more_than_its_cap(db: Database) -> None:
    with db.write() as tx:
        assert tx.sends.grant("106", 100, want=60, cap=80) == 60
        assert tx.sends.grant("106", 100, want=60, cap=80) == 20
        assert tx.sends.grant("106", 100, want=1, cap=80) == 0
        assert tx.sends.grant("106", 100, want=1, cap=10) == 0
        assert tx.sends.grant("107", 100, want=1, cap=80) == 1
        assert tx.sends.grant("106", 200, want=1, cap=80) == 1


def test_an_unknown_id_is_said_in_words(db: Database) -> None:
    with db.read() as tx, pytest.raises(WaSupportError, match="no send s_9"):
        tx.sends.get("s_9")


def unanswered(db: Database, before: int = NOW, since: int = 0) -> list[str]:
    with db.read() as tx:
        return [send.id for send in tx.sends.unanswered(since=since, before=before)]


def test_what_nobody_knows_about_is_found_once_it_has_waited(db: Database) -> None:
    with db.write() as tx:
        bot, agent = planned(tx, "c_1"), planned(tx, "c_2", Author.AGENT)
        for send in (bot, agent):
            went(tx, send, UNKNOWN, SendState.HELD)
        went(tx, planned(tx, "c_3"), AttemptOutcome.REJECTED, SendState.HELD)
    assert (unanswered(db, NOW - 1), unanswered(db)) == ([], [bot.id])
    assert unanswered(db, since=NOW) == []


def test_what_something_newer_has_gone_out_behind_is_not_found(db: Database) -> None:
    with db.write() as tx:
        went(tx, planned(tx, "c_1"), UNKNOWN, SendState.HELD)
        newer = planned(tx, "c_1")
    assert len(unanswered(db)) == 1
    with db.write() as tx:
        began = begun(tx, newer)
        assert [one.id for one in tx.sends.attempts_of(newer.id)] == [began.id]
    assert unanswered(db) == []


def test_what_is_released_is_due_and_expires_no_more(db: Database) -> None:
    with db.write() as tx:
        made = given.send("c_1", not_after=NOW + 9)
        tx.sends.add(made)
        tx.sends.move(made.id, SendState.HELD, reason="a token ran out", due_at=NOW + 99)
        tx.sends.release(made.id, NOW)
    with db.read() as tx:
        assert tx.sends.get(made.id) == replace(made, not_after=None)


def test_the_newest_status_of_a_number_never_goes_back(db: Database) -> None:
    with db.write() as tx:
        for at in (NOW, NOW + 5, NOW + 1):
            tx.status_flow.seen("1", at)
    with db.read() as tx:
        assert (tx.status_flow.newest("1"), tx.status_flow.newest("2")) == (NOW + 5, None)


def test_two_attempts_that_both_arrived_are_a_known_double(db: Database, engine: Engine) -> None:
    def doubles() -> int:
        return counted(engine)["doubles_known"]

    with db.write() as tx:
        send = planned(tx, "c_1")
        first = went(tx, send, UNKNOWN, SendState.HELD)
        went(tx, replace(send, tries=1), ACCEPTED, SendState.DONE)
    assert doubles() == 0
    with db.write() as tx:
        tx.sends.resolve(first.id, ACCEPTED, wamid=WAMID)
    assert doubles() == 1
    with db.write() as tx:
        tx.sends.deliver(first.id, DeliveryStatus.FAILED, NOW)
    assert doubles() == 0
