"""Meta says that two customers are one: nothing is lost, and nobody gets looser than they were."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import or_, select

from tests.flow.house import DAY, HOUR, MINA, Home, at_home, contact, webhook
from wa_support.domain.conversations import Conversation, Owner
from wa_support.domain.customers import Customer
from wa_support.domain.delivery import Author, SendState
from wa_support.domain.merging import STRICTEST_FIRST, merged
from wa_support.flow.own_work import OwnWork
from wa_support.storage.schema import messages, sends

OLD, NEW = "KR.1111", "KR.2222"
OLD_PHONE, NEW_PHONE = MINA, "821077770001"
ASKED = "주문 1042 어디쯤이에요?"


def writes(home: Home, text: str, bsuid: str) -> str:
    phone = OLD_PHONE if bsuid == OLD else NEW_PHONE
    message = home.message({"type": "text", "text": {"body": text}}, phone, from_user_id=bsuid)
    home.take(webhook(messages=[message], contacts=[contact(phone, user_id=bsuid)]))
    return str(message["id"])


def merge(home: Home) -> None:
    told = {
        "type": "user_changed_number", "body": "…", "user_id": NEW, "previous_user_id": OLD,
        "wa_id": NEW_PHONE,
    }  # fmt: skip
    message = home.message({"type": "system", "system": told}, OLD_PHONE)
    home.take(webhook(messages=[message]))


def customer(home: Home, who: str) -> Customer:
    with home.house.database.read() as tx:
        found = tx.customers.seen_by_hash_of(who)
    assert found is not None
    return found


def of(home: Home, who: str) -> Conversation:
    wanted = customer(home, who).id
    found = home.house.queries.conversations()
    return next(one.conversation for one in found if one.customer.id == wanted)


def words(home: Home, who: str = NEW) -> list[str]:
    return [line.text for line in home.house.queries.transcript(of(home, who).id)
            if line.author == Author.CUSTOMER]  # fmt: skip


def both_wrote(home: Home, first: str = ASKED, second: str = "배송 시작했나요?") -> None:
    writes(home, first, OLD)
    writes(home, second, NEW)


def test_both_ids_both_names_and_all_words_are_one_customers(home: Home) -> None:
    both_wrote(home)
    gone, kept = customer(home, NEW), customer(home, OLD)
    gone_conversation = of(home, NEW).id
    merge(home)
    assert {customer(home, who).id for who in (OLD, NEW, gone.id, OLD_PHONE)} == {kept.id}
    assert (customer(home, NEW).bsuid, customer(home, NEW).phone) == (NEW, NEW_PHONE)
    assert len(home.house.queries.conversations()) == 1
    resolved = home.house.queries.conversation(gone_conversation)
    assert resolved is not None
    assert resolved.conversation.id == of(home, OLD).id
    with home.house.database.write() as tx:
        assert tx.conversations.get(gone_conversation).id == resolved.conversation.id
    assert sorted(words(home)) == sorted([ASKED, "배송 시작했나요?"])
    assert home.counts()["clashes"] == 0


def test_a_conversation_that_only_the_other_had_goes_along(home: Home) -> None:
    writes(home, ASKED, OLD)
    with home.house.database.write() as tx:
        tx.customers.create(Customer(id="cus_new", created_at=home.clock.now(), bsuid=NEW))
        tx.conversations.create(
            Conversation(id="con_2", phone_number_id="2", customer_id="cus_new", created_at=0)
        )
    merge(home)
    with home.house.database.read() as tx:
        assert tx.conversations.get("con_2").customer_id == customer(home, OLD).id


def test_everything_that_was_asked_is_answered_after_it(home: Home) -> None:
    both_wrote(home)
    merge(home)
    assert len(home.answer()) == 1
    with home.house.database.read() as tx:
        assert not tx.messages.pending(of(home, NEW).id)


def test_an_answer_that_was_not_sent_yet_is_given_anew(home: Home) -> None:
    both_wrote(home)
    home.clock.pass_by(2_000)
    while (work := home.turns.claim()) is not None:
        work()
    merge(home)
    home.deliver()
    assert home.cloud.calls == []
    assert len(home.answer()) == 1


def test_a_turn_that_runs_meanwhile_ends_in_nothing_and_its_words_are_answered(home: Home) -> None:
    both_wrote(home)
    home.clock.pass_by(2_000)
    running = [home.turns.claim(), home.turns.claim()]
    merge(home)
    for turn in running:
        assert turn is not None
        turn()
    home.deliver()
    assert home.cloud.calls == []
    assert len(home.answer()) == 1


def test_a_call_under_way_is_left_to_end(home: Home) -> None:
    both_wrote(home)
    home.clock.pass_by(2_000)
    while (work := home.turns.claim()) is not None:
        work()
    call = home.outbox.claim()
    assert call is not None
    merge(home)
    call()
    sent = [line for line in home.house.queries.transcript(of(home, NEW).id)
            if line.author == Author.BOT and line.state is SendState.DONE]  # fmt: skip
    assert len(sent) == 1


@pytest.mark.parametrize("who", [OLD, NEW])
def test_an_opt_out_of_either_is_of_both(home: Home, who: str) -> None:
    both_wrote(home)
    writes(home, "STOP ALL", who)
    stopped = customer(home, who).opted_out_of_all_at
    assert stopped is not None
    merge(home)
    assert customer(home, NEW).opted_out_of_all_at == stopped


@pytest.mark.parametrize("who", [OLD, NEW])
def test_a_customer_who_waits_for_a_person_still_does(home: Home, who: str) -> None:
    both_wrote(home)
    writes(home, "상담원", who)
    merge(home)
    with home.house.database.read() as tx:
        (waiting,) = tx.handoffs.waiting()
    assert (of(home, NEW).owner, waiting.conversation_id) == (Owner.QUEUED, of(home, NEW).id)


def test_of_two_handoffs_the_one_that_waits_longest_stays_open(home: Home) -> None:
    both_wrote(home)
    writes(home, "상담원", NEW)
    home.clock.pass_by(HOUR)
    writes(home, "상담원", OLD)
    merge(home)
    with home.house.database.read() as tx:
        (waiting,) = tx.handoffs.waiting()
    assert home.clock.now() - waiting.opened_at == HOUR


def test_the_agent_who_has_one_has_both(home: Home) -> None:
    both_wrote(home)
    writes(home, "상담원", OLD)
    home.house.desk().take(of(home, NEW).id, agent="지우")
    merge(home)
    assert (of(home, NEW).owner, of(home, NEW).agent) == (Owner.AGENT, "지우")
    with home.house.database.read() as tx:
        assert not tx.handoffs.waiting()


def test_a_phone_that_was_somebody_elses_merges_nobody(home: Home) -> None:
    """The new number belonged to a third customer: phones are given to others."""
    writes(home, ASKED, OLD)
    other = home.message({"type": "text", "text": {"body": "hi"}}, NEW_PHONE, from_user_id="KR.3")
    home.take(webhook(messages=[other], contacts=[contact(NEW_PHONE, user_id="KR.3")]))
    merge(home)
    assert customer(home, "KR.3").id != customer(home, NEW).id
    assert (customer(home, "KR.3").phone, customer(home, NEW).phone) == (None, NEW_PHONE)


def test_a_bsuid_never_seen_before_does_not_merge_whoever_has_its_old_phone(home: Home) -> None:
    both_wrote(home)
    told = {"type": "user_changed_user_id", "user_id": NEW, "previous_user_id": "KR.999"}
    home.take(webhook(messages=[home.message({"type": "system", "system": told}, OLD_PHONE)]))
    assert customer(home, OLD).id != customer(home, NEW).id
    assert home.counts()["clashes"] == 1


def test_told_twice_it_merges_once(home: Home) -> None:
    both_wrote(home)
    merge(home)
    merge(home)
    assert len(home.house.queries.conversations()) == 1


@given(st.sampled_from(Owner), st.sampled_from(Owner), st.integers(0, 9), st.integers(0, 9))
def test_the_stricter_owner_stays_and_the_epoch_rises(
    one: Owner, other: Owner, epoch: int, other_epoch: int
) -> None:
    def made(owner: Owner, epoch: int) -> Conversation:
        agent = "지우" if owner is Owner.AGENT else None
        return Conversation(
            id="c", phone_number_id="1", customer_id="u", created_at=0, owner=owner, epoch=epoch,
            agent=agent,
        )  # fmt: skip

    result = merged(made(one, epoch), made(other, other_epoch), now=DAY)
    ranks = [STRICTEST_FIRST.index(owner) for owner in (one, other)]
    assert STRICTEST_FIRST.index(result.owner) == min(ranks)
    assert result.epoch > max(epoch, other_epoch)
    assert (result.agent is not None) == (result.owner is Owner.AGENT)


_BY_EITHER = ("asks", "stops", "wants a person", "is taken")
_AT_ONCE = 24
"""As many as the steps can begin, so that none waits for another to end."""
_STEPS = st.lists(
    st.sampled_from(
        [
            *(f"{who} {what}" for who in ("old", "new") for what in _BY_EITHER),
            *("lease", "finish", "claim", "call", "a minute"),
        ]
    ),
    max_size=12,
)


class Interleaving:
    """Steps of customers, people and workers in any order; what was begun may end after a merge."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.answering = replace(home.turns, own_work=OwnWork(places=_AT_ONCE))
        self.turns: list[object] = []
        self.calls: list[object] = []
        self.said: list[str] = []

    def do(self, step: str) -> None:
        who, _, what = step.partition(" ")
        if what in _BY_EITHER:
            self._customer(OLD if who == "old" else NEW, what)
        elif step in {"lease", "claim"}:
            self.home.clock.time += 2_000
            lane = self.turns if step == "lease" else self.calls
            lane.append((self.answering if step == "lease" else self.home.outbox).claim())
        elif step in {"finish", "call"}:
            self.end(self.turns if step == "finish" else self.calls)
        else:
            self.home.clock.time += 61_000

    def _customer(self, who: str, what: str) -> None:
        if what == "asks":
            self.said.append(f"{ASKED} {len(self.said)}")
            writes(self.home, self.said[-1], who)
        elif what == "is taken":
            if of(self.home, who).owner is not Owner.AGENT:
                self.home.house.desk().take(of(self.home, who).id, agent="지우")
        else:
            writes(self.home, "STOP ALL" if what == "stops" else "상담원", who)

    def end(self, begun: list[object]) -> None:
        while begun:
            work = begun.pop()
            if callable(work):
                work()


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(before=_STEPS, after=_STEPS)
@example(before=["lease", "finish"], after=[])
@example(before=["lease", "lease"], after=["lease", "finish"])
def test_whatever_happens_around_it_nothing_is_lost(
    prepared: Path, before: list[str], after: list[str]
) -> None:
    with TemporaryDirectory() as folder, at_home(Path(folder) / "data", prepared) as home:
        run = Interleaving(home)
        for step in ("old asks", "new asks", *before):
            run.do(step)
        owners = [of(home, who).owner for who in (OLD, NEW)]
        stopped = [customer(home, who).opted_out_of_all_at for who in (OLD, NEW)]
        merge(home)
        assert of(home, NEW).owner is min(owners, key=STRICTEST_FIRST.index)
        assert customer(home, NEW).opted_out_of_all_at == min(filter(None, stopped), default=None)
        for step in after:
            run.do(step)
        run.end(run.turns)
        run.end(run.calls)
        home.clock.time += 61_000
        home.answer()
        _check(home, run.said)


def _check(home: Home, said: list[str]) -> None:
    """Every word is there; unless a person has had it, or the customer stopped us, each was
    answered by something that was sent."""
    assert [text for text in words(home) if text in said] == said
    conversation = of(home, NEW)
    with home.house.database.read() as tx:
        assert not tx.messages.pending(conversation.id)
    if conversation.epoch == 1 and customer(home, NEW).opted_out_of_all_at is None:
        assert _unanswered(home) == []


def _unanswered(home: Home) -> list[str]:
    """Words of customers whose turn sent nothing."""
    sent = select(sends.c.turn_id).where(sends.c.state == SendState.DONE)
    query = select(messages.c.text).where(
        messages.c.author == Author.CUSTOMER,
        or_(messages.c.turn_id.is_(None), messages.c.turn_id.not_in(sent)),
    )
    with home.house.engine.read() as connection:
        return list(connection.execute(query).scalars())
