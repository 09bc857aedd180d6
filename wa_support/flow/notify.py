"""A template that another system asks for: planned once for the caller's key.

What is refused leaves nothing behind, neither the key nor a customer, so that the same request may
be made again once it is mended.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from wa_support.domain.conversations import Conversation
from wa_support.domain.customers import CustomerRef
from wa_support.domain.delivery import DeliveryStatus
from wa_support.domain.errors import WaSupportError
from wa_support.domain.people import AuditRecord
from wa_support.domain.templates.template import Trigger
from wa_support.flow.identity import recognise
from wa_support.flow.policy_book import PolicyBook
from wa_support.flow.reaching import conversation_with
from wa_support.flow.template_sending import NotSendable, TemplateSending, Wish
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock, Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """Exactly one of `phone` (digits), `bsuid` and `customer_id` says who. `language` is the one to
    send in, None for the customer's own. After `not_after` (UTC milliseconds) it is not sent."""

    key: str
    template: str
    values: Mapping[str, str]
    phone_number_id: str
    phone: str | None = None
    bsuid: str | None = None
    customer_id: str | None = None
    language: str | None = None
    not_after: int | None = None

    def __str__(self) -> str:
        """The same for the same request, however its JSON was written."""
        return json.dumps(asdict(self), sort_keys=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    send_id: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBefore(Taken):
    """The same request again: the answer of the first time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyUsed:
    """The key stands for another request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How the send stands now: its state and why, and what Meta has told of the last attempt."""

    send_id: str
    state: str
    reason: str | None
    delivery: DeliveryStatus | None


class _Refused(Exception):
    def __init__(self, why: NotSendable | KeyUsed) -> None:
        super().__init__(str(why))
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify:
    database: Database
    clock: Clock
    ids: Ids
    book: PolicyBook

    def take(self, asked: Notification) -> Taken | KeyUsed | NotSendable:
        """`TakenBefore` when the key has been answered before."""
        now = self.clock.now()
        try:
            with self.database.write() as tx:
                known = tx.notify_requests.claim(asked.key, str(asked), now)
                if known is None:
                    return self._plan(tx, asked, now)
                return TakenBefore(**json.loads(known.answer)) if known.same else KeyUsed()
        except _Refused as refused:
            return refused.why

    def outcome(self, key: str) -> Outcome | None:
        """None for a key that nothing was taken under."""
        with self.database.read() as tx:
            send_id = tx.notify_requests.send_of(key)
            if send_id is None:
                return None
            send, attempts = tx.sends.get(send_id), tx.sends.attempts_of(send_id)
            return Outcome(
                send_id=send.id,
                state=send.state,
                reason=send.reason,
                delivery=attempts[-1].delivery if attempts else None,
            )

    def _plan(self, tx: Tx, asked: Notification, now: int) -> Taken:
        """Raises `_Refused`, which undoes everything."""
        sending = TemplateSending(tx=tx, ids=self.ids, read=self.book.read_template, now=now)
        if asked.language is not None:
            not_in = sending.not_in(asked.template, asked.language)
            if not_in is not None:
                raise _Refused(not_in)
        conversation = self._conversation(tx, asked, now)
        wish = Wish(
            name=asked.template,
            trigger=Trigger.NOTIFY,
            values=asked.values,
            cause=f"notify:{asked.key}",
            not_after=asked.not_after,
            exact=True,
        )
        planned = sending.plan(conversation, wish)
        if isinstance(planned, NotSendable):
            raise _Refused(planned)
        if not planned.fresh:  # its answer is forgotten, the send itself is not
            raise _Refused(KeyUsed())
        taken = Taken(send_id=planned.send.id, state=planned.send.state)
        tx.notify_requests.answered(asked.key, json.dumps(asdict(taken)), taken.send_id)
        detail = {"template": asked.template, "send": taken.send_id}
        tx.audit.add(
            AuditRecord(
                at=now, actor="notify", action="notified", subject=conversation.id, detail=detail
            )
        )
        return taken

    def _conversation(self, tx: Tx, asked: Notification, now: int) -> Conversation:
        """With whom, and in which language this once."""
        customer_id = self._customer(tx, asked, now)
        found = conversation_with(tx, customer_id, asked.phone_number_id, ids=self.ids, now=now)
        language = asked.language or found.language
        return replace(found, language=language or self.book.current(tx).policy.languages[0])

    def _customer(self, tx: Tx, asked: Notification, now: int) -> str:
        if asked.customer_id is not None:
            try:
                return tx.customers.get(asked.customer_id).id
            except WaSupportError:
                why = "no customer has this id; name them by phone or bsuid"
                raise _Refused(NotSendable(code="customer_unknown", why=why)) from None
        ref = CustomerRef(bsuid=asked.bsuid, phone=asked.phone)
        return recognise(tx, ref, ids=self.ids, now=now).customer.id
