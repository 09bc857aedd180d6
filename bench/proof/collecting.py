"""Reads our database into the checker's rows."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Row, func, select

from bench.proof.evidence import (
    AcceptedSend,
    AttemptRow,
    ConversationRow,
    Evidence,
    MessageRow,
    SendRow,
    Takeover,
    TurnRow,
    Update,
)
from wa_support.bootstrap.house import House
from wa_support.domain.delivery import AttemptOutcome, Author, DeliveryStatus, SendState
from wa_support.domain.events import EventKind
from wa_support.domain.turns import JournalKind, TurnState
from wa_support.storage.schema import (
    attempts,
    audit,
    conversations,
    dead_letters,
    journal,
    messages,
    seen,
    sends,
    turns,
)
from wa_support.whatsapp import payloads

_EVERYBODY: Final = 1_000_000
_AGAIN: Final = {"send_again", "send_released"}


def collect(
    house: House,
    *,
    acknowledged: Iterable[bytes],
    accepted: Iterable[dict[str, Any]],
    takeovers: Sequence[Takeover],
) -> Evidence:
    """`acknowledged` are webhook bodies that we answered 200, `accepted` the platform's ledger."""
    with house.engine.read() as connection:
        rows = {
            table.name: connection.execute(select(table)).all()
            for table in (seen, messages, turns, journal, conversations, sends, attempts, audit)
        }
        letters = connection.execute(select(func.count()).select_from(dead_letters)).scalar_one()
    return Evidence(
        acknowledged=[update for body in acknowledged for update in _updates(house, body)],
        accepted=[
            AcceptedSend(attempt_id=one["opaque"], to=one["to"].removeprefix("+"), at=one["at"])
            for one in accepted
        ],
        seen=frozenset(bytes(row.key) for row in rows["seen"]),
        dead_letters=letters,
        messages=[
            _message(house, row) for row in rows["messages"] if row.author == Author.CUSTOMER
        ],
        turns=_turns(rows["turns"], rows["journal"]),
        conversations=_conversations(house, rows["conversations"]),
        sends=_sends(rows["sends"], _sent_again(house, rows["audit"])),
        attempts=[_attempt(row) for row in rows["attempts"]],
        takeovers=takeovers,
    )


def _updates(house: House, body: bytes) -> Iterable[Update]:
    for event in payloads.parse_webhook(body):
        yield Update(
            key=house.cipher.keyed_hash(payloads.dedup_key(event)),
            wamid=event.id if event.kind is EventKind.MESSAGE else None,
            attempt_id=event.status.attempt_id if event.status else None,
            status=event.status.status if event.status else None,
        )


def _message(house: House, row: Row[Any]) -> MessageRow:
    return MessageRow(
        wamid=house.cipher.open_text(row.wamid),
        conversation_id=row.conversation_id,
        pending=row.pending,
        turn_id=row.turn_id,
    )


def _turns(rows: Sequence[Row[Any]], lines: Sequence[Row[Any]]) -> list[TurnRow]:
    ends = Counter(line.turn_id for line in lines if line.kind == JournalKind.OUTCOME)
    return [TurnRow(id=row.id, state=TurnState(row.state), outcomes=ends[row.id]) for row in rows]


def _conversations(house: House, rows: Sequence[Row[Any]]) -> list[ConversationRow]:
    phones = {
        one.conversation.id: one.customer.phone or ""
        for one in house.queries.conversations(limit=_EVERYBODY)
    }
    return [
        ConversationRow(
            id=row.id,
            phone=phones[row.id].removeprefix("+"),
            leased=row.lease_token is not None,
            changed_hands=row.epoch > 0,
        )
        for row in rows
    ]


def _sent_again(house: House, rows: Sequence[Row[Any]]) -> frozenset[str]:
    """The sends that a person or the policy chose to send once more, by our own record."""
    records = [json.loads(house.cipher.open(bytes(row.payload))) for row in rows]
    return frozenset(one["subject"] for one in records if one["action"] in _AGAIN)


def _sends(rows: Sequence[Row[Any]], again: frozenset[str]) -> list[SendRow]:
    made = [
        SendRow(
            id=row.id,
            seq=row.seq,
            conversation_id=row.conversation_id,
            author=Author(row.author),
            state=SendState(row.state),
            turn_id=row.turn_id,
            resent=row.id in again,
        )
        for row in rows
    ]
    return sorted(made, key=lambda send: send.seq)


def _attempt(row: Row[Any]) -> AttemptRow:
    """An accepted answer has its HTTP status; one that only a status told has none."""
    outcome = AttemptOutcome(row.outcome)
    told = outcome is AttemptOutcome.ACCEPTED and row.http_status != 200
    return AttemptRow(
        id=row.id,
        send_id=row.send_id,
        n=row.n,
        outcome=outcome,
        was_unknown=told or outcome is AttemptOutcome.UNKNOWN,
        delivery=DeliveryStatus(row.delivery) if row.delivery else None,
        started_at=row.started_at,
    )
