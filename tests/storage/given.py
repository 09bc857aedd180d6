"""Rows to begin with: a customer's conversation and what is sent in it."""

import itertools
from dataclasses import replace
from typing import Any, Final

from wa_support.domain.content import Text
from wa_support.domain.conversations import Conversation
from wa_support.domain.customers import Customer
from wa_support.domain.delivery import AttemptOutcome, Author
from wa_support.domain.desk import Note
from wa_support.domain.notices import NoticeKind, Owed
from wa_support.domain.outbound import OutText
from wa_support.domain.people import Handoff
from wa_support.domain.reasons import Reason
from wa_support.domain.satisfaction import Survey, SurveyKind
from wa_support.domain.sends import Attempt, Send
from wa_support.domain.text import MaskedText
from wa_support.domain.turns import StoredMessage, Turn
from wa_support.domain.waits import Wait, WaitKind
from wa_support.domain.watched_bookings import WatchedBooking
from wa_support.ports.database import Tx

NOW: Final = 1_800_000_000_000
NUMBER: Final = "106540352242922"

_count = itertools.count(1)


def fresh(prefix: str) -> str:
    return f"{prefix}_{next(_count):08d}"


def conversation(tx: Tx, **changes: Any) -> Conversation:
    id = fresh("c")  # noqa: A001
    made = Conversation(
        id=id, phone_number_id=NUMBER, customer_id=f"cu_{id}", created_at=NOW, due_at=NOW
    )
    made = replace(made, **changes)
    tx.customers.create(Customer(id=made.customer_id, created_at=NOW))
    tx.conversations.create(made)
    return made


def message(conversation_id: str, words: str = "where is 1234", **changes: Any) -> StoredMessage:
    made = StoredMessage(
        id=fresh("m"),
        conversation_id=conversation_id,
        author=Author.CUSTOMER,
        type="text",
        text=MaskedText(words),
        at=NOW,
        received_at=NOW,
        content=Text(body=MaskedText(words)),
    )
    return replace(made, **changes)


def send(conversation_id: str, author: Author = Author.BOT, **changes: Any) -> Send:
    made = Send(
        id=fresh("s"),
        conversation_id=conversation_id,
        effect_key=fresh("effect"),
        author=author,
        outbound=OutText(body="on its way"),
        created_at=NOW,
        due_at=NOW,
        epoch=0,
    )
    return replace(made, **changes)


def attempt(of: Send, **changes: Any) -> Attempt:
    made = Attempt(id=fresh("a"), send_id=of.id, n=of.tries + 1, started_at=NOW, holder="worker-1")
    return replace(made, **changes)


def ended(begun: Attempt, outcome: AttemptOutcome, **changes: Any) -> Attempt:
    return replace(begun, **{"outcome": outcome, "ended_at": NOW, **changes})


def handoff(conversation_id: str, **changes: Any) -> Handoff:
    made = Handoff(
        id=fresh("h"),
        conversation_id=conversation_id,
        reason=Reason.ASKED,
        opened_at=NOW,
        packet={"handoff_reason": "asked", "transcript": [], "collected_fields": {}},
    )
    return replace(made, **changes)


def turn(conversation_id: str, **changes: Any) -> Turn:
    made = Turn(id=fresh("t"), conversation_id=conversation_id, policy_version=1, started_at=NOW)
    return replace(made, **changes)


def note(conversation_id: str, words: str = "창고에 물어봄", **changes: Any) -> Note:
    made = Note(id=fresh("n"), conversation_id=conversation_id, agent="지우", text=words, at=NOW)
    return replace(made, **changes)


def wait(conversation_id: str, **changes: Any) -> Wait:
    made = Wait(
        id=fresh("w"),
        conversation_id=conversation_id,
        handoff_id=fresh("h"),
        kind=WaitKind.FIRST,
        since=NOW,
        look_at=NOW,
    )
    return replace(made, **changes)


def owed(conversation_id: str, **changes: Any) -> Owed:
    made = Owed(
        key=fresh("n"),
        kind=NoticeKind.WAITING,
        subject=conversation_id,
        at=NOW,
        due_at=NOW,
    )
    return replace(made, **changes)


def survey(conversation_id: str, **changes: Any) -> Survey:
    made = Survey(
        id=fresh("sur"),
        conversation_id=conversation_id,
        kind=SurveyKind.BOT,
        subject=fresh("t"),
        due_at=NOW,
    )
    return replace(made, **changes)


def watched(conversation_id: str, **changes: Any) -> WatchedBooking:
    made = WatchedBooking(
        booking_id=fresh("B"),
        conversation_id=conversation_id,
        start="2027-01-16T11:00",
        starts_at=NOW + 86_400_000,
        seen_at=NOW,
        look_at=NOW + 3_600_000,
    )
    return replace(made, **changes)
