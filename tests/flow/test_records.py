"""Another system is told of handoffs and ends: kept with them, told until it has heard."""

from dataclasses import dataclass, field

import pytest

from tests.flow.house import DANIEL, DAY, MINUTE, Home
from wa_support.domain.desk import Result
from wa_support.domain.records import CaseRecord, Occasion, end_record, ticket_record
from wa_support.domain.tool_results import Failed, Succeeded
from wa_support.domain.turns import JournalKind, JournalRow
from wa_support.domain.understanding import NextAction, Understanding
from wa_support.flow.records import RecordTelling, keep_tickets
from wa_support.ports.tools import Recorder

_FIELDS = {
    "intent", "customer_id", "order_id", "issue_type", "summary", "next_action", "purpose",
    "language", "confidence", "collected_fields",
}  # fmt: skip
_RECORD = "connect: {record: {post: 'https://crm.example/cases', key_from: CRM_KEY}}"


@dataclass(slots=True)
class Other:
    """Implements `ports.tools.Recorder`; `answers` are given first, then everything is taken."""

    answers: list[Succeeded | Failed] = field(default_factory=list)
    heard: list[CaseRecord] = field(default_factory=list)

    def record(self, record: CaseRecord, *, within_s: float) -> Succeeded | Failed:
        assert within_s > 0
        self.heard.append(record)
        return self.answers.pop(0) if self.answers else Succeeded(fields={})


@pytest.fixture
def told(home: Home) -> Home:
    home.publish(lambda text: text.replace("connect: sample_shop", _RECORD))
    return home


def telling_to(home: Home, other: Recorder | None) -> RecordTelling:
    house = home.house
    return RecordTelling(
        database=house.database, clock=home.clock, book=house.book, recorder_for=lambda _: other
    )


def tell_all(home: Home, other: Other) -> int:
    """How many it hears in one look."""
    before = len(other.heard)
    telling_to(home, other).tell_due()
    return len(other.heard) - before


def test_a_handoff_and_its_end_are_told_with_the_structured_fields(told: Home) -> None:
    other = Other()
    told.asks("상담원")
    conversation = told.conversation()
    told.house.desk().take(conversation.id, agent="지우")
    told.house.desk().resolve(conversation.id, agent="지우", result=Result.SOLVED)
    assert tell_all(told, other) == 2
    handoff, end = sorted(other.heard, key=lambda record: record.occasion, reverse=True)
    assert (handoff.occasion, end.occasion) == (Occasion.HANDOFF, Occasion.END)
    assert set(handoff.fields) == {*_FIELDS, "handoff_reason"}
    assert set(end.fields) == {*_FIELDS, "result"}
    assert end.fields["result"] == "solved"
    assert handoff.fields["customer_id"] == conversation.customer_id
    assert handoff.fields["handoff_reason"] == "asked"
    assert handoff.fields["next_action"] == "hand_off"
    assert handoff.fields["summary"] == "상담원"
    assert tell_all(told, other) == 0


def test_what_was_not_heard_is_told_again_later_with_the_same_key(told: Home) -> None:
    other = Other(answers=[Failed(code="http_500"), Failed(code="timed_out")])
    told.asks("상담원")
    assert tell_all(told, other) == 1
    assert tell_all(told, other) == 0
    for wait in (2_000, 8_000):
        told.clock.pass_by(wait)
        assert tell_all(told, other) == 1
    assert len({record.key for record in other.heard}) == 1
    told.clock.pass_by(DAY)
    assert tell_all(told, other) == 0


class DiesError(Exception):
    """Stands for a kill while it tells."""


@dataclass(slots=True)
class Dies:
    """Implements `ports.tools.Recorder`; what it was told has arrived."""

    other: Other

    def record(self, record: CaseRecord, *, within_s: float) -> Succeeded | Failed:
        self.other.record(record, within_s=within_s)
        raise DiesError


def test_a_worker_that_died_while_it_told_leaves_the_record_to_another(told: Home) -> None:
    other = Other()
    told.asks("상담원")
    with pytest.raises(DiesError):
        telling_to(told, Dies(other)).tell_due()
    assert tell_all(told, other) == 0
    told.clock.pass_by(MINUTE)
    assert tell_all(told, other) == 1
    first, again = other.heard
    assert first == again


def test_whoever_does_not_listen_is_asked_once_a_look(told: Home) -> None:
    other = Other(answers=[Failed(code="http_500")])
    told.asks("상담원")
    told.asks("상담원", DANIEL)
    assert tell_all(told, other) == 1
    assert tell_all(told, other) == 1
    told.clock.pass_by(2_000)
    assert tell_all(told, other) == 1
    first, second, again = (record.key for record in other.heard)
    assert first == again != second


def test_after_three_days_it_is_told_no_more(told: Home) -> None:
    other = Other(answers=[Failed(code="http_500")] * 9)
    told.asks("상담원")
    told.clock.pass_by(3 * DAY + 1)
    assert tell_all(told, other) == 1
    told.clock.pass_by(30 * DAY)
    assert tell_all(told, other) == 0


def test_a_policy_without_record_keeps_none(home: Home) -> None:
    home.asks("상담원")
    assert tell_all(home, Other()) == 0


def test_a_record_that_no_longer_has_a_receiver_waits_for_one(told: Home) -> None:
    told.asks("상담원")
    telling_to(told, None).tell_due()
    assert tell_all(told, Other()) == 0
    told.clock.pass_by(2_000)
    assert tell_all(told, Other()) == 1


def test_what_was_understood_goes_along_but_never_decides_whose_it_is(told: Home) -> None:
    told.asks("상담원")
    conversation = told.conversation()
    understood = Understanding(
        intent="complain",
        customer_id="cus_of_somebody_else",
        order_id="1042",
        issue_type="broken",
        summary="컵이 깨졌습니다",
        next_action=NextAction.CALL_TOOL,
        purpose="support",
        language="ko",
        confidence=0.9,
    )
    taken = {"issue_type": "broken", "summary": "컵이 깨졌습니다", "ticket_id": "T-1"}
    record = ticket_record(
        conversation, taken, effect_key="k1", now=told.clock.now(), understanding=understood
    )
    assert record.key == "ticket:k1"
    assert record.fields["customer_id"] == conversation.customer_id
    assert (record.fields["intent"], record.fields["confidence"]) == ("complain", 0.9)
    assert (record.fields["ticket_id"], record.fields["order_id"]) == ("T-1", "1042")
    assert end_record(conversation, now=1).key == f"end:{conversation.id}:{conversation.epoch}"


def test_a_ticket_that_was_opened_is_told_and_one_that_was_not_is_not(told: Home) -> None:
    told.asks("안녕하세요")
    opened = {"tool": "create_ticket", "key": "trn:create_ticket:1"}
    failed = {"tool": "create_ticket", "key": "trn:create_ticket:2"}
    taken = {"issue_type": "파손", "summary": "다리가 부러졌습니다", "order_id": "1017"}
    rows = [
        _row(JournalKind.EFFECT_ATTEMPT, {**opened, "arguments": taken}),
        _row(JournalKind.EFFECT_ATTEMPT, {**failed, "arguments": taken}),
        _row(JournalKind.EFFECT_RESULT, {**opened, "result": _SUCCEEDED}),
        _row(JournalKind.EFFECT_RESULT, {**failed, "result": _UNSURE}),
    ]
    conversation = told.conversation()
    with told.house.database.write() as tx:
        policy = told.house.book.current(tx).policy
        keep_tickets(tx, policy, conversation, rows, understanding=None, now=told.clock.now())
    other = Other()
    assert tell_all(told, other) == 1
    (record,) = other.heard
    assert (record.occasion, record.key) == (Occasion.TICKET, "ticket:trn:create_ticket:1")
    assert (record.fields["ticket_id"], record.fields["order_id"]) == ("T-7", "1017")


_SUCCEEDED = {"outcome": "succeeded", "fields": {"ticket_id": "T-7"}}
_UNSURE = {"outcome": "failed", "code": "timeout", "unsure": True}


def _row(kind: JournalKind, payload: dict[str, object]) -> JournalRow:
    return JournalRow(seq=0, kind=kind, payload=payload, at=0)
