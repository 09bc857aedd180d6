"""Templates that agents send: offered where they may be sent, shown, then planned as any other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from wa_support.domain.conversations import Conversation
from wa_support.domain.errors import NotAllowed, WaSupportError
from wa_support.domain.outbound import OutTemplate
from wa_support.domain.sends import Send
from wa_support.domain.templates.approvals import ApprovalState, TemplateVersion
from wa_support.domain.templates.filling import filled
from wa_support.domain.templates.offered import OfferedTemplate, TemplatePreview
from wa_support.domain.templates.parameters import faults_of
from wa_support.domain.templates.template import Template, Trigger
from wa_support.flow.agent_acts import acting
from wa_support.flow.announcing import Announcing
from wa_support.flow.policy_book import PolicyBook, Rulebook
from wa_support.flow.refusals import SENT_BEFORE, TEMPLATE_REFUSED
from wa_support.flow.speaking import wording_for
from wa_support.flow.template_sending import (
    Made,
    NotSendable,
    Planned,
    TemplateSending,
    Wish,
)
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock, Ids

_BUSINESS = "business"
"""Filled in for the agent; every other variable is theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskTemplates:
    database: Database
    clock: Clock
    ids: Ids
    book: PolicyBook

    def offered(self, conversation_id: str) -> Sequence[OfferedTemplate]:
        """By name: those that agents may send and that could go out to this customer now."""
        with self.database.read() as tx:
            desk = self._desk(tx)
            conversation = tx.conversations.get(conversation_id)
            found = (desk.offer(conversation, name) for name in desk.of_agents())
            return [one for one in found if one is not None]

    def offer(self, conversation_id: str, name: str) -> OfferedTemplate | None:
        """One of those that are offered."""
        with self.database.read() as tx:
            return self._desk(tx).offer(tx.conversations.get(conversation_id), name)

    def announces(self, conversation_id: str) -> bool:
        """Whether a template could tell of an answer that has to wait."""
        with self.database.read() as tx:
            desk = self._desk(tx)
            announcing = Announcing(tx=tx, ids=desk.ids, rulebook=desk.rulebook, now=desk.now)
            return announcing.why_not(tx.conversations.get(conversation_id)) is None

    def preview(
        self, conversation_id: str, *, name: str, values: Mapping[str, str]
    ) -> TemplatePreview:
        with self.database.read() as tx:
            made = self._desk(tx).make(tx.conversations.get(conversation_id), name, values)
        if isinstance(made, NotSendable):
            return TemplatePreview(fault=made.why)
        return TemplatePreview(text=made.message.body)

    def send(
        self, conversation_id: str, *, agent: str, name: str, values: Mapping[str, str], key: str
    ) -> None:
        """`key` names one form: a double click sends once. Raises `NotAllowed`."""
        with acting(self, agent) as acts:
            conversation = acts.tx.conversations.get(conversation_id)
            acts.must_own(conversation)
            planned = self._desk(acts.tx).plan(conversation, name, values, agent=agent, key=key)
            if planned.fresh:
                acts.note("agent_template", conversation.id, template=name)

    def _desk(self, tx: Tx) -> "_Desk":
        return _Desk(tx=tx, ids=self.ids, rulebook=self.book.current(tx), now=self.clock.now())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """Inside one transaction."""

    tx: Tx
    ids: Ids
    rulebook: Rulebook
    now: int

    def of_agents(self) -> Sequence[str]:
        """The names of what Meta would send now and agents may; asked of all at once, since an
        account has up to thousands."""
        newest = {each.id: each for each in self.tx.template_versions.newest()}
        names = [
            one.key.name
            for one in self.tx.meta_templates.all()
            if one.sendable and one.version_id is not None
            if self._is_of_agents(
                newest.get(one.version_id) or self.tx.template_versions.get(one.version_id)
            )
        ]
        return list(dict.fromkeys(names))

    def offer(self, conversation: Conversation, name: str) -> OfferedTemplate | None:
        """Tried with the values of its own examples."""
        made = self.make(conversation, name, dict(self._examples(name)))
        if isinstance(made, NotSendable) or made.waits is not None:
            return None
        asks = (one for one in made.template.variables if one.name != _BUSINESS)
        return OfferedTemplate(
            name=name,
            language=made.template.key.language.partition("_")[0],
            what_for=made.template.what_for,
            asks=tuple(asks),
        )

    def make(
        self, conversation: Conversation, name: str, values: Mapping[str, str]
    ) -> Made | NotSendable:
        conversation, wish = self._wish(conversation, name, values, agent=None, key="")
        return self._sending.make(conversation, wish)

    def plan(
        self,
        conversation: Conversation,
        name: str,
        values: Mapping[str, str],
        *,
        agent: str,
        key: str,
    ) -> Planned:
        """Raises `NotAllowed` for what may not be sent, and for another message under a used key:
        it would be lost in silence."""
        addressed, wish = self._wish(conversation, name, values, agent=agent, key=key)
        planned = self._sending.plan(addressed, wish)
        if isinstance(planned, NotSendable):
            raise NotAllowed(TEMPLATE_REFUSED.format(why=planned.why))
        if not planned.fresh and not self._is_the_same(planned.send, addressed, wish):
            raise NotAllowed(SENT_BEFORE)
        return planned

    def _is_the_same(self, before: Send, conversation: Conversation, wish: Wish) -> bool:
        """Filled anew from the version that it was planned with, whatever stands now."""
        message = before.outbound
        here = (before.conversation_id, before.agent) == (conversation.id, wish.agent)
        if not here or not isinstance(message, OutTemplate) or message.name != wish.name:
            return False
        version = self.tx.template_versions.get(message.version_id)
        template = self.rulebook.read_template(version)
        if faults_of(template, wish.values):
            return False
        again = filled(template, wish.values, version_id=version.id)
        return (again.body, again.filled) == (message.body, message.filled)

    def _wish(
        self,
        conversation: Conversation,
        name: str,
        values: Mapping[str, str],
        *,
        agent: str | None,
        key: str,
    ) -> tuple[Conversation, Wish]:
        wording = wording_for(self.rulebook, conversation, now=self.now)
        wish = Wish(
            name=name,
            trigger=Trigger.AGENT,
            values={**values, _BUSINESS: wording.business},
            cause=f"agent:{key}",
            agent=agent,
        )
        return replace(conversation, language=wording.language), wish

    def _examples(self, name: str) -> Iterator[tuple[str, str]]:
        """Of every language: which one goes out is found out with them."""
        for newest in self.tx.template_versions.newest(name):
            versions = [newest]
            if newest.state is not ApprovalState.APPROVED:
                versions += filter(None, [self.tx.template_versions.approved(newest.key)])
            for known in filter(None, map(self._read, versions)):
                yield from known.example_values().items()

    def _is_of_agents(self, version: TemplateVersion) -> bool:
        known = self._read(version)
        return known is not None and Trigger.AGENT in known.fired_by

    def _read(self, version: TemplateVersion) -> Template | None:
        """None for bytes that this program no longer understands."""
        try:
            return self.rulebook.read_template(version)
        except WaSupportError:
            return None

    @property
    def _sending(self) -> TemplateSending:
        read = self.rulebook.read_template
        return TemplateSending(tx=self.tx, ids=self.ids, read=read, now=self.now)
