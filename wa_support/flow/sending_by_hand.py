"""What a person at a command line sends: looked at first, then planned."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from wa_support.domain.countries import country_of
from wa_support.domain.customers import OUR_ID, named
from wa_support.domain.errors import NotAllowed
from wa_support.domain.outbound import OutTemplate
from wa_support.domain.people import AuditRecord
from wa_support.domain.send_lists import ListRow
from wa_support.domain.templates.filling import filled
from wa_support.domain.templates.parameters import ParameterFault, faults_of
from wa_support.domain.templates.template import Template, Trigger
from wa_support.flow.policy_book import PolicyBook
from wa_support.flow.reaching import conversation_with, customer_named, no_name
from wa_support.flow.template_sending import (
    NotSendable,
    TemplateSending,
    Wish,
    approved_versions,
)
from wa_support.ports.database import Database
from wa_support.ports.outside import Clock, Ids
from wa_support.ports.templates import TemplateReader


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """`countries` counts messages by ISO code, `?` where nothing tells. `not_yet`: the languages
    that Meta would not send now, with why."""

    messages: int
    category: str
    countries: Mapping[str, int]
    first: OutTemplate | None
    not_yet: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingByHand:
    database: Database
    clock: Clock
    ids: Ids
    read: TemplateReader
    book: PolicyBook

    def approved(self, name: str) -> Mapping[str, Template]:
        """By language; raises `NotAllowed` where none is approved by us."""
        with self.database.read() as tx:
            versions = approved_versions(tx, name)
        return {each.key.language: self.read(each) for each in versions}

    def look(self, name: str, rows: Sequence[ListRow]) -> Looked:
        """Raises `NotAllowed` for a name that can be no customer's."""
        approved = self.approved(name)
        wrong = next((row.who for row in rows if not _may_be_a_customer(row.who)), None)
        if wrong is not None:
            raise no_name(wrong)
        countries = Counter(_country(row.who) for row in rows)
        first = None
        if rows:
            with self.database.read() as tx:
                language = rows[0].language or self.book.first_language(tx)
            template = approved.get(language or "") or next(iter(approved.values()))
            first = filled(template, rows[0].values, version_id="")
        category = str(next(iter(approved.values())).category)
        return Looked(
            messages=len(rows),
            category=category,
            countries=dict(countries),
            first=first,
            not_yet=dict(self._not_yet(approved.values())),
        )

    def _not_yet(self, templates: Iterable[Template]) -> Iterator[tuple[str, str]]:
        with self.database.read() as tx:
            for template in templates:
                theirs = tx.meta_templates.get(template.key)
                if theirs is None or theirs.gone_at is not None:
                    yield template.key.language, "Meta does not have it; templates submit"
                elif not theirs.sendable:
                    yield template.key.language, f"it is {theirs.status} at Meta"

    def faults(self, name: str, rows: Sequence[ListRow]) -> Iterator[tuple[int, ParameterFault]]:
        """By line. A row whose language is not told must do in any that may be sent."""
        approved = self.approved(name)
        for row in rows:
            wanted = [approved[row.language]] if row.language else approved.values()
            found = [fault for template in wanted for fault in faults_of(template, row.values)]
            yield from ((row.n, fault) for fault in dict.fromkeys(found))

    def send_one(
        self, name: str, who: str, values: Mapping[str, str], *, by: str, phone_number_id: str
    ) -> str:
        """The send's id; raises `NotAllowed` with the next step."""
        now = self.clock.now()
        with self.database.write() as tx:
            customer = customer_named(tx, who, ids=self.ids, now=now)
            conversation = conversation_with(
                tx, customer.id, phone_number_id, ids=self.ids, now=now
            )
            cause = f"hand:{self.ids.new('hnd')}"
            wish = Wish(name=name, trigger=Trigger.LIST, values=values, cause=cause)
            sending = TemplateSending(tx=tx, ids=self.ids, read=self.read, now=now)
            language = conversation.language or self.book.first_language(tx)
            planned = sending.plan(replace(conversation, language=language), wish)
            if isinstance(planned, NotSendable):
                raise NotAllowed(planned.why)
            tx.audit.add(
                AuditRecord(
                    at=now,
                    actor=by,
                    action="template_sent",
                    subject=planned.send.id,
                    detail={"template": name},
                )
            )
            return planned.send.id


def _may_be_a_customer(who: str) -> bool:
    return OUR_ID.fullmatch(who) is not None or named(who) is not None


def _country(who: str) -> str:
    ref = named(who)
    return (country_of(ref) if ref is not None else None) or "?"
