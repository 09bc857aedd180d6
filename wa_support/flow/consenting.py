"""Consents that people record: an agent who was told, a list or an order form that has them."""

from collections.abc import Sequence
from dataclasses import dataclass

from wa_support.domain.consents import (
    ConsentCategory,
    ConsentRecord,
    Consents,
    ConsentSaid,
    ConsentSource,
)
from wa_support.domain.errors import NotAllowed
from wa_support.flow.consent import record, standing
from wa_support.flow.reaching import customer_named
from wa_support.flow.refusals import CONSENT_AHEAD, CONSENT_NIGHT_ALONE
from wa_support.ports.database import Database
from wa_support.ports.outside import Clock, Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line of what was agreed to. `who` is a customer's id, BSUID or phone; `at` in UTC
    milliseconds, now when left out."""

    who: str
    category: ConsentCategory
    given: bool
    at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consenting:
    """Raises `NotAllowed` with a plain sentence; then nothing has changed."""

    database: Database
    clock: Clock
    ids: Ids

    def record(
        self, told: Told, *, by: str, source: ConsentSource = ConsentSource.AGENT
    ) -> Consents:
        """What holds now. The same line once more changes nothing; whoever is not known yet is
        from now on. What is older than the customer's last refusal does not lift it."""
        now = self.clock.now()
        if told.at is not None and told.at > now:
            raise NotAllowed(CONSENT_AHEAD)
        with self.database.write() as tx:
            customer = customer_named(tx, told.who, ids=self.ids, now=now)
            held = standing(tx, customer.id)
            night = told.category is ConsentCategory.MARKETING_NIGHT
            if night and told.given and not held.marketing:
                raise NotAllowed(CONSENT_NIGHT_ALONE)
            if not _known(tx.consents.of(customer.id), told, source):
                record(
                    tx, customer.id, told.category, given=told.given, source=source, now=now,
                    at=told.at, by=by,
                )  # fmt: skip
            return standing(tx, customer.id)

    def told(self, customer_id: str, said: ConsentSaid, *, by: str) -> None:
        """A customer told an agent so, now."""
        category, given = said.means
        self.record(Told(who=customer_id, category=category, given=given), by=by)

    def history(self, who: str) -> Sequence[ConsentRecord]:
        """The oldest first."""
        with self.database.read() as tx:
            customer = tx.customers.seen_by_hash_of(who)
            return tx.consents.of(customer.id) if customer is not None else ()


def _known(before: Sequence[ConsentRecord], told: Told, source: ConsentSource) -> bool:
    """A list that is taken in twice."""
    return told.at is not None and any(
        (each.category, each.given, each.source, each.at)
        == (told.category, told.given, source, told.at)
        for each in before
    )
