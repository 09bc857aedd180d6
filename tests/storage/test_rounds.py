"""Offers, waits, notices and satisfaction, as both databases keep them."""

from dataclasses import replace

import pytest

from tests.storage import given
from tests.storage.given import NOW
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author, SendState
from wa_support.domain.notices import NoticeKind
from wa_support.domain.satisfaction import Answer, Counted, SurveyKind
from wa_support.ports.database import Database, Tx
from wa_support.ports.rounds import Unwatched, WaitsCounted
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(engine, cipher)


def queued(tx: Tx, opened_at: int = NOW) -> tuple[str, str]:
    """(conversation, handoff)"""
    conversation = given.conversation(tx, owner=Owner.QUEUED, language="ko", purpose="orders")
    handoff = given.handoff(conversation.id, opened_at=opened_at)
    tx.handoffs.open(handoff)
    return conversation.id, handoff.id


def test_what_an_agent_has_and_was_offered_counts(db: Database) -> None:
    with db.write() as tx:
        tx.handoffs.seat_seen("지우", NOW)
        tx.handoffs.seat_seen("민수", NOW - 60_001)
        given.conversation(tx, owner=Owner.AGENT, agent="지우")
        conversation, _ = queued(tx)
        tx.assignments.offer(conversation, "지우", now=NOW)
        (seat,) = tx.assignments.seated(NOW - 60_000)
        assert (seat.agent, seat.owned, seat.has_room) == ("지우", 2, True)
        assert tx.assignments.given_at() == {"지우": NOW}


def test_the_longest_wait_is_offered_first_and_what_lies_again_later(db: Database) -> None:
    with db.write() as tx:
        second, _ = queued(tx, NOW - 1)
        first, _ = queued(tx, NOW - 2)
        found = tx.assignments.to_offer([], now=NOW, limit=9)
        assert [one.conversation_id for one in found] == [first, second]
        assert (found[0].language, found[0].purpose) == ("ko", "orders")
        tx.assignments.offer(first, "지우", now=NOW)
        for seated, later, back in (
            (["지우"], 119_999, [second]),
            (["지우"], 120_000, [first, second]),
            (["민수"], 59_999, [second]),
            (["민수"], 60_000, [first, second]),
        ):
            again = tx.assignments.to_offer(seated, now=NOW + later, limit=9)
            assert [one.conversation_id for one in again] == back, (seated, later)
        assert not tx.assignments.over()


def test_offers_of_what_waits_no_more_are_cleared(db: Database) -> None:
    with db.write() as tx:
        taken = given.conversation(tx, owner=Owner.AGENT, agent="지우")
        waiting, _ = queued(tx)
        for conversation in (taken.id, waiting):
            tx.assignments.offer(conversation, "민수", now=NOW)
        assert tx.assignments.over()
        tx.assignments.clear()
        assert not tx.assignments.over()
        (left,) = tx.assignments.to_offer([], now=NOW + 10**6, limit=9)
        assert (left.conversation_id, left.agent) == (waiting, "민수")
        tx.assignments.withdraw(waiting)
        (left,) = tx.assignments.to_offer([], now=NOW, limit=9)
        assert left.agent is None


def test_a_handoff_that_nobody_watches_is_found_and_known_again(db: Database) -> None:
    with db.write() as tx:
        conversation, handoff = queued(tx)
        before = Unwatched(
            handoff_id=handoff, conversation_id=conversation, opened_at=NOW, waited_before=False
        )
        assert tx.waits.unwatched(NOW, 9) == [before]
        assert tx.waits.unwatched(NOW + 1, 9) == []
        wait = given.wait(conversation, handoff_id=handoff)
        tx.waits.begin(wait)
        assert tx.waits.unwatched(NOW, 9) == []
        assert tx.waits.open_of(handoff) == wait
        tx.waits.save(replace(wait, kept_at=NOW + 5))
        assert tx.waits.unwatched(NOW, 9) == [replace(before, waited_before=True)]
        assert tx.waits.open_of(handoff) is None


def test_waits_are_due_in_order_and_settled_ones_never(db: Database) -> None:
    with db.write() as tx:
        first, second = given.wait("c", look_at=NOW), given.wait("c", look_at=NOW - 1)
        for wait in (first, second, given.wait("c", look_at=NOW + 1)):
            tx.waits.begin(wait)
        tx.waits.begin(given.wait("c", ended_at=NOW))
        assert tx.waits.due(NOW, 9) == [second, first]
        assert tx.waits.due(NOW, 1) == [second]


def test_only_a_persons_words_that_go_out_are_human(db: Database) -> None:
    with db.write() as tx:
        conversation = given.conversation(tx).id
        for author, state, at in (
            (Author.BOT, SendState.DONE, NOW + 1),
            (Author.NOTICE, SendState.DONE, NOW + 2),
            (Author.AGENT, SendState.CANCELLED, NOW + 3),
            (Author.AGENT, SendState.DONE, NOW - 1),
        ):
            tx.sends.add(given.send(conversation, author, state=state, created_at=at))
        assert tx.waits.human_word_since(conversation, NOW) is None
        tx.sends.add(given.send(conversation, Author.AGENT, created_at=NOW + 9))
        assert tx.waits.human_word_since(conversation, NOW) == NOW + 9
        said = given.message(conversation, author=Author.PHONE_APP, at=NOW + 7)
        tx.messages.add(said, pending=False)
        assert tx.waits.human_word_since(conversation, NOW) == NOW + 7


def test_told_counts_apart_from_answered(db: Database) -> None:
    with db.write() as tx:
        for changes in (
            {"kept_at": NOW + 5},
            {"kept_at": NOW + 5, "told_at": NOW + 4},
            {"kept_at": NOW + 11, "told_at": NOW + 10},
            {"told_at": NOW + 10},
            {"window_told_at": NOW + 10, "ended_at": NOW + 12},
            {"ended_at": NOW + 3},
            {},
        ):
            tx.waits.begin(given.wait("c", **{"due_at": NOW + 10, **changes}))
        tx.waits.begin(given.wait("c", kept_at=NOW + 99))
        tx.waits.begin(given.wait("c", since=NOW - 1, due_at=NOW, kept_at=NOW))
        assert tx.waits.outcomes(NOW) == WaitsCounted(
            kept=2, answered_late=1, told_only=2, ended=1, open=1, unpromised=1
        )
        assert tx.waits.outcomes(NOW + 1) == WaitsCounted()


def test_a_notice_is_owed_once_and_given_out_once_a_minute(db: Database) -> None:
    with db.write() as tx:
        owed = given.owed("c", kind=NoticeKind.LATE)
        assert tx.notices.add(owed)
        assert not tx.notices.add(owed)
        assert tx.notices.any_due(NOW)
        (due,) = tx.notices.due(NOW, 9)
        assert (due.owed.key, due.tries, due.told) == (owed.key, 0, frozenset())
        assert tx.notices.due(NOW + 59_999, 9) == []
        told = frozenset({"email"})
        tx.notices.settle([owed.key], told=told, due_at=NOW + 70_000, reason="slack: http_500")
        (again,) = tx.notices.due(NOW + 70_000, 9)
        assert (again.tries, again.told) == (1, told)
        tx.notices.settle([owed.key], told=told | {"slack"}, due_at=None, reason=None)
        assert not tx.notices.any_due(NOW + 10**9)
        tx.notices.forget(NOW + 1)
        assert tx.notices.add(owed)


def test_a_survey_is_planned_once_asked_once_and_counted_by_kind(db: Database) -> None:
    with db.write() as tx:
        asked, silent = given.survey("c"), given.survey("c", kind=SurveyKind.AGENT)
        dropped = given.survey("c")
        for survey in (asked, asked, silent, dropped):
            tx.surveys.plan(survey)
        assert tx.surveys.any_due(NOW)
        assert len(tx.surveys.due(NOW, 9)) == 3
        assert tx.surveys.answer(asked.id, Answer.SOLVED, NOW) is None
        for survey in (asked, silent):
            tx.surveys.asked(survey.id, NOW + 1)
        tx.surveys.drop(dropped.id)
        tx.surveys.drop(asked.id)
        assert not tx.surveys.any_due(NOW + 10**9)
        assert tx.surveys.asked_since("c", NOW)
        assert not tx.surveys.asked_since("c", NOW + 2)
        for answer in (Answer.SOLVED, Answer.POORLY):
            assert tx.surveys.answer(asked.id, answer, NOW + 3) == replace(asked, asked_at=NOW + 1)
        assert tx.surveys.counts(NOW) == [
            Counted(kind=SurveyKind.BOT, asked=1, answers={Answer.POORLY: 1}),
            Counted(kind=SurveyKind.AGENT, asked=1, answers={}),
        ]


def test_only_who_can_be_told_is_reminded(db: Database) -> None:
    with db.write() as tx:
        conversation, handoff = queued(tx)
        open_until = replace(tx.conversations.get(conversation), window_closes_at=NOW + 10**6)
        params = {"told_below": 2, "before": NOW, "now": NOW, "limit": 9}
        assert tx.handoffs.to_remind(**params) == []
        tx.conversations.save(open_until)
        (found,) = tx.handoffs.to_remind(**params)
        assert found.id == handoff
        assert tx.handoffs.to_remind(**{**params, "before": NOW - 1}) == []
        wait = given.wait(conversation, handoff_id=handoff, due_at=NOW + 60_000)
        tx.waits.begin(wait)
        assert tx.handoffs.to_remind(**params) == []
        tx.waits.save(replace(wait, late=1))
        assert len(tx.handoffs.to_remind(**params)) == 1
        tx.handoffs.save(replace(found, told=2))
        assert tx.handoffs.to_remind(**params) == []
