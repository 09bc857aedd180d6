from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.storage import given
from tests.storage.given import NOW
from wa_support.domain.desk import CannedReply, Case, Snooze, WaitingFor, WrongMark
from wa_support.ports.database import Database
from wa_support.storage.case_queries import SqlCaseQueries
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine
from wa_support.storage.schema_cases import canned_replies, notes


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(engine, cipher)


@pytest.fixture
def cases(engine: Engine, cipher: Cipher) -> SqlCaseQueries:
    return SqlCaseQueries(engine, cipher)


def test_a_case_holds_everything_that_people_keep(db: Database, cases: SqlCaseQueries) -> None:
    snooze = Snooze(until=NOW + 9, by="지우", waiting_for=WaitingFor.SUPPLIER)
    with db.write() as tx:
        here = given.conversation(tx).id
        later, earlier = given.note(here, at=NOW + 1), given.note(here, "전화함")
        for note in (later, earlier):
            assert tx.cases.add_note(note, key=note.id)
        assert tx.cases.tag(here, "파손", now=NOW)
        tx.cases.snooze(here, Snooze(until=NOW + 1, by="민수"))
        tx.cases.snooze(here, snooze)
        tx.cases.assign(here, "민수", now=NOW)
        tx.cases.assign(here, "지우", now=NOW)
        assert tx.cases.mark_wrong("s_1", here, by="지우", now=NOW)
        tx.cases.watch(here, "민수", now=NOW, typing=True)
        tx.cases.watch(here, "지우", now=NOW, typing=False)
    assert cases.case(here, now=NOW) == Case(
        conversation_id=here,
        tags=("파손",),
        notes=(earlier, later),
        snooze=snooze,
        assigned_to="지우",
        wrong=frozenset({"s_1"}),
        watchers=("민수", "지우"),
        typing=("민수",),
    )
    assert cases.case("c_other", now=NOW) == Case(conversation_id="c_other")


def test_a_note_is_kept_once_for_its_key_and_never_in_clear(db: Database, engine: Engine) -> None:
    with db.write() as tx:
        first = given.note("c_1")
        assert tx.cases.add_note(first, key="k")
        assert not tx.cases.add_note(given.note("c_1", "again"), key="k")
        assert tx.cases.of("c_1", now=NOW).notes == (first,)
    with engine.read() as connection:
        (row,) = connection.execute(select(notes)).all()
    assert first.text.encode() not in row.text
    assert row.key_hash != b"k"


def test_a_snooze_is_over_at_its_time_or_when_woken(db: Database) -> None:
    with db.write() as tx:
        tx.cases.snooze("c_1", Snooze(until=NOW + 5, by="지우"))
        assert tx.cases.snoozed("c_1", NOW + 4) == Snooze(until=NOW + 5, by="지우")
        assert tx.cases.snoozed("c_1", NOW + 5) is None
        assert tx.cases.wake("c_1")
        assert not tx.cases.wake("c_1")
        assert tx.cases.snoozed("c_1", NOW) is None


def test_tags_go_and_the_most_frequent_comes_first(db: Database, cases: SqlCaseQueries) -> None:
    with db.write() as tx:
        for here, tag in (("c_1", "a"), ("c_1", "z"), ("c_2", "z"), ("c_2", "b"), ("c_3", "b")):
            assert tx.cases.tag(here, tag, now=NOW)
        assert not tx.cases.tag("c_1", "a", now=NOW)
        assert tx.cases.untag("c_3", "b")
        assert not tx.cases.untag("c_3", "b")
        assert tx.cases.tags("c_1") == ("a", "z")
    assert cases.tags() == ["z", "a", "b"]


def test_who_types_is_seen_for_six_seconds_who_watches_for_fifteen(db: Database) -> None:
    with db.write() as tx:
        tx.cases.watch("c_1", "지우", now=NOW, typing=True)
        tx.cases.watch("c_1", "지우", now=NOW + 5_000, typing=False)
        seen = {
            later: tx.cases.of("c_1", now=NOW + later) for later in (5_999, 6_000, 19_999, 20_000)
        }
        assert [one.typing for one in seen.values()] == [("지우",), (), (), ()]
        assert [one.watchers for one in seen.values()] == [("지우",)] * 3 + [()]
        assert tx.cases.watched_at("c_1", "지우") == (NOW + 5_000, NOW)
        tx.cases.forget_watching(NOW + 5_001)
        assert tx.cases.watched_at("c_1", "지우") == (0, 0)


def test_a_wrong_mark_leads_to_the_turn_that_said_it(db: Database, cases: SqlCaseQueries) -> None:
    with db.write() as tx:
        said = given.send("c_1", turn_id="t_1")
        tx.sends.add(said)
        assert tx.cases.mark_wrong(said.id, "c_1", by="지우", now=NOW)
        assert not tx.cases.mark_wrong(said.id, "c_1", by="민수", now=NOW + 1)
        tx.cases.mark_wrong("s_gone", "c_2", by="민수", now=NOW + 1)
    gone, kept = cases.wrong_marks()
    assert (gone.send_id, gone.turn_id) == ("s_gone", None)
    assert kept == WrongMark(
        send_id=said.id, conversation_id="c_1", turn_id="t_1", by="지우", at=NOW
    )
    with db.write() as tx:
        assert tx.cases.unmark_wrong("s_gone")
    assert cases.wrong_marks() == [kept]


def test_earlier_handoffs_are_those_of_the_customer_that_are_closed(db: Database) -> None:
    with db.write() as tx:
        here = given.conversation(tx)
        there = given.conversation(tx, customer_id="cu_other")
        old = given.handoff(here.id, opened_at=NOW - 9, closed_at=NOW, result="solved")
        new = given.handoff(here.id, opened_at=NOW - 5, closed_at=NOW)
        for made in (old, new, given.handoff(here.id), given.handoff(there.id, closed_at=NOW)):
            tx.handoffs.open(made)
        assert tx.cases.earlier(here.customer_id, 5) == [new, old]
        assert tx.cases.earlier(here.customer_id, 1) == [new]


def test_whoever_was_passed_on_waits_behind_those_who_came_before(db: Database) -> None:
    with db.write() as tx:
        first, second = (given.handoff(f"c_{n}", opened_at=NOW + n) for n in range(2))
        for made in (first, second):
            tx.handoffs.open(made)
        passed = replace(first, passed_on_at=NOW + 9)
        tx.handoffs.save(passed)
        assert tx.handoffs.waiting() == [second, passed]
        assert [tx.handoffs.ahead_of(one) for one in (second, passed)] == [0, 1]
        tx.handoffs.save(replace(passed, taken_at=NOW + 20))
        assert tx.handoffs.recent_waits(5) == [11]


def test_canned_replies_are_kept_sealed_and_listed_by_title(db: Database, engine: Engine) -> None:
    last = CannedReply(id="can_1", title="파업", body="{customer}님, 택배 파업입니다.")
    first = CannedReply(id="can_2", title="Delay", body="Sorry", language="en")
    with db.write() as tx:
        tx.canned.save(replace(last, body="old"), by="지우", now=NOW)
        for one in (last, first):
            tx.canned.save(one, by="지우", now=NOW)
        assert tx.canned.all() == [first, last]
    with engine.read() as connection:
        stored = connection.execute(select(canned_replies.c.body)).scalars().all()
    assert not [one for one in stored if b"Sorry" in one]
    with db.write() as tx:
        assert tx.canned.delete("can_1")
        assert not tx.canned.delete("can_1")
        assert tx.canned.all() == [first]
