"""Words kept for use again, with the variables of the conversation at hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wa_support.domain.canned import (
    BODY_LIMIT,
    TITLE_LIMIT,
    VARIABLES,
    filled,
    unknown_variables,
)
from wa_support.domain.desk import CannedReply
from wa_support.domain.errors import NotAllowed
from wa_support.domain.people import AuditRecord
from wa_support.flow.policy_book import PolicyBook
from wa_support.flow.refusals import CANNED_EMPTY, UNKNOWN_LANGUAGE, UNKNOWN_VARIABLE
from wa_support.flow.speaking import wording_for
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock, Ids

_KNOWN: Final = ", ".join(f"{{{name}}}" for name in VARIABLES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Canned:
    database: Database
    clock: Clock
    ids: Ids
    book: PolicyBook

    def offered(self, *, language: str | None) -> Sequence[CannedReply]:
        """Those of this language and those of any; without a language, every one."""
        with self.database.read() as tx:
            every = tx.canned.all()
        return [one for one in every if language is None or one.language in {None, language}]

    def save(
        self, *, agent: str, id: str | None, title: str, body: str, language: str | None
    ) -> None:
        """A new one that says the same as one that there is changes nothing."""
        now, shown, words = self.clock.now(), " ".join(title.split()), body.strip()
        _check(shown, words)
        with self.database.write() as tx:
            if language is not None and language not in self.book.current(tx).policy.languages:
                raise NotAllowed(UNKNOWN_LANGUAGE.format(language=language))
            kept = tx.canned.all()
            changes = any(one.id == id for one in kept)
            this = id if id is not None and changes else self.ids.new("can")
            reply = CannedReply(id=this, title=shown, body=words, language=language)
            if not changes and any(_same(one, reply) for one in kept):
                return
            tx.canned.save(reply, by=agent, now=now)
            self._audit(tx, agent, "canned_saved", this, now)

    def delete(self, id: str, *, agent: str) -> None:
        with self.database.write() as tx:
            if tx.canned.delete(id):
                self._audit(tx, agent, "canned_deleted", id, self.clock.now())

    def fill(self, body: str, *, conversation_id: str, agent: str) -> str:
        """What is not known stays in braces, so that it is seen before it is sent."""
        with self.database.read() as tx:
            conversation = tx.conversations.get(conversation_id)
            customer = tx.customers.get(conversation.customer_id)
            wording = wording_for(self.book.current(tx), conversation, now=self.clock.now())
        values = {
            "customer": customer.name or "",
            "agent": agent,
            "order": conversation.memory.order_id or "",
            "business": wording.business,
        }
        return filled(body, values)

    def _audit(self, tx: Tx, agent: str, action: str, subject: str, now: int) -> None:
        tx.audit.add(AuditRecord(at=now, actor=agent, action=action, subject=subject))


def _check(title: str, body: str) -> None:
    if not 1 <= len(title) <= TITLE_LIMIT or not 1 <= len(body) <= BODY_LIMIT:
        raise NotAllowed(CANNED_EMPTY.format(title=TITLE_LIMIT, body=BODY_LIMIT))
    unknown = unknown_variables(body)
    if unknown:
        raise NotAllowed(UNKNOWN_VARIABLE.format(name=unknown[0], known=_KNOWN))


def _same(one: CannedReply, other: CannedReply) -> bool:
    return (one.title, one.body, one.language) == (other.title, other.body, other.language)
