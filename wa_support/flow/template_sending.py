"""The one way a template is planned: which version, in which language, with which values.

What may be sent at the moment of sending is asked again then, in the transaction of the attempt.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from wa_support.domain.conversations import Conversation
from wa_support.domain.countries import country_of
from wa_support.domain.delivery import Author, SendState
from wa_support.domain.errors import NotAllowed, WaSupportError
from wa_support.domain.outbound import OutTemplate
from wa_support.domain.sends import Send
from wa_support.domain.templates.approvals import ApprovalState, TemplateVersion
from wa_support.domain.templates.filling import filled
from wa_support.domain.templates.parameters import faults_of
from wa_support.domain.templates.sendable import Ends, NotNow
from wa_support.domain.templates.template import Template, TemplateKey, Trigger
from wa_support.domain.templates.uses import TemplateUse
from wa_support.flow.header_files import media_id, refused_lately
from wa_support.flow.template_question import template_not_now
from wa_support.ports.database import Tx
from wa_support.ports.outside import Ids
from wa_support.ports.templates import TemplateReader

_REFUSED: Final = "WhatsApp refused the file in the header of {key}: {why}; put another one up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """`cause` makes the effect key: the same cause sends once. `agent` for a person's own. `exact`:
    whoever gave the values knows the template, so that one too many is a mistake."""

    name: str
    trigger: Trigger
    values: Mapping[str, str]
    cause: str
    agent: str | None = None
    not_after: int | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """`fresh` is False when the same cause had planned it before."""

    send: Send
    fresh: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSendable:
    """`code` for programs, `why` with the next step for people."""

    code: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A template with its values. `waits` is what keeps it back for now, and ends by itself."""

    message: OutTemplate
    template: Template
    waits: NotNow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateSending:
    """Inside one transaction."""

    tx: Tx
    ids: Ids
    read: TemplateReader
    now: int

    def plan(self, conversation: Conversation, wish: Wish) -> Planned | NotSendable:
        """With its row in `template_uses`. What was planned for the same cause before stands,
        whatever has become of the template since."""
        before = self.tx.sends.of_key(wish.cause)
        if before is not None:
            return Planned(send=before, fresh=False)
        made = self.make(conversation, wish)
        if isinstance(made, NotSendable):
            return made
        send = self._send(conversation, wish, made)
        self.tx.sends.add(send)
        self.tx.template_uses.add(self._use(send, conversation, wish, made))
        return Planned(send=send, fresh=True)

    def not_in(self, name: str, language: str) -> NotSendable | None:
        """Where it is in other languages only."""
        keys = self._every(name)
        if not keys or _in(keys, language):
            return None
        there = ", ".join(key.language for key in keys)
        return NotSendable(code="language", why=f"{name} is not in {language}; it is in {there}")

    def make(self, conversation: Conversation, wish: Wish) -> Made | NotSendable:
        """The customer's language first, then what the template says otherwise; one that may go now
        before one that must wait."""
        found: Made | NotSendable | None = None
        for key in self._keys(wish.name, conversation.language):
            made = self._of(key, conversation, wish)
            if isinstance(made, Made) and made.waits is None:
                return made
            if found is None or (isinstance(found, NotSendable) and isinstance(made, Made)):
                found = made
        return found or NotSendable(
            code="not_approved", why=f"there is no template {wish.name}; put its file up for review"
        )

    def _of(self, key: TemplateKey, conversation: Conversation, wish: Wish) -> Made | NotSendable:
        version = self._version(key)
        if version is None:
            why = f"no version of {key} is approved by us; put it up for review"
            return NotSendable(code="not_approved", why=why)
        template = self.read(version)
        fault = _fault(template, wish)
        if fault is not None:
            return fault
        message = filled(template, wish.values, version_id=version.id)
        why_not = template_not_now(self.tx, message, wish.trigger, conversation, self.now)
        if why_not is not None and why_not.ends is not Ends.BY_ITSELF:
            return NotSendable(code=why_not.code, why=why_not.why)
        refused = refused_lately(self.tx, message, conversation.phone_number_id, self.now)
        if refused is not None:
            return NotSendable(code="header_refused", why=_REFUSED.format(key=key, why=refused))
        return Made(message=message, template=template, waits=why_not)

    def _version(self, key: TemplateKey) -> TemplateVersion | None:
        """What Meta has, while we approve of it: a newer one that it was not given is not sent."""
        theirs = self.tx.meta_templates.get(key)
        if theirs is not None and theirs.version_id is not None:
            version = self.tx.template_versions.get(theirs.version_id)
            if version.state is ApprovalState.APPROVED:
                return version
        return self.tx.template_versions.approved(key)

    def _send(self, conversation: Conversation, wish: Wish, made: Made) -> Send:
        waits = made.waits
        return Send(
            id=self.ids.new("snd"),
            conversation_id=conversation.id,
            effect_key=wish.cause,
            author=Author.NOTICE if wish.agent is None else Author.AGENT,
            agent=wish.agent,
            outbound=made.message,
            created_at=self.now,
            due_at=(waits.again_at if waits is not None else None) or self.now,
            epoch=conversation.epoch,
            state=self._state(conversation, made),
            reason=None if waits is None else waits.why,
            not_after=wish.not_after,
        )

    def _state(self, conversation: Conversation, made: Made) -> SendState:
        """What waits anyway asks for its header's file when it is due."""
        if made.waits is not None:
            return SendState.WAITING
        message, number = made.message, conversation.phone_number_id
        lacks = message.header_kind is not None and not media_id(self.tx, message, number, self.now)
        return SendState.PLANNED if lacks else SendState.READY

    def _use(self, send: Send, conversation: Conversation, wish: Wish, made: Made) -> TemplateUse:
        return TemplateUse(
            send_id=send.id,
            key=made.template.key,
            version_id=made.message.version_id,
            category=made.template.category,
            trigger=wish.trigger,
            at=self.now,
            country=country_of(self.tx.customers.get(conversation.customer_id)),
        )

    def _keys(self, name: str, language: str | None) -> Iterator[TemplateKey]:
        """Each at most once."""
        keys = self._every(name)
        found = _in(keys, language) or keys
        for key in found:  # which grows: what one names may name another
            other = self._otherwise(key)
            if other in keys and other not in found:
                found.append(other)
        yield from found

    def _every(self, name: str) -> list[TemplateKey]:
        return [each.key for each in self.tx.template_versions.newest(name)]

    def _otherwise(self, key: TemplateKey) -> TemplateKey | None:
        """As the approved version says, else the newest: one that was never approved counts too."""
        version = self.tx.template_versions.approved(key) or self.tx.template_versions.of(key)[0]
        try:
            other = self.read(version).otherwise
        except WaSupportError:
            return None
        return None if other is None else TemplateKey(name=key.name, language=other)


def approved_versions(tx: Tx, name: str) -> Sequence[TemplateVersion]:
    """The newest that we approve of in each language; raises `NotAllowed` where there is none."""
    versions = tx.template_versions
    found = [versions.approved(newest.key) for newest in versions.newest(name)]
    approved = [version for version in found if version is not None]
    if not approved:
        raise NotAllowed(f"No version of {name} is approved by us; templates submit {name}.")
    return approved


def _in(keys: Sequence[TemplateKey], language: str | None) -> list[TemplateKey]:
    """Those of exactly that language first, then of its regions."""
    exactly = [key for key in keys if key.language == language]
    spoken = [key for key in keys if _spoken(key.language) == _spoken(language)]
    return list(dict.fromkeys([*exactly, *spoken]))


def _spoken(language: str | None) -> str | None:
    """`en` of `en_US`."""
    return None if language is None else language.partition("_")[0]


def _fault(template: Template, wish: Wish) -> NotSendable | None:
    key = template.key
    if wish.trigger not in template.fired_by:
        why = f"{key} is not fired by {wish.trigger}; its file says by what"
        return NotSendable(code="trigger", why=why)
    variables = [each.name for each in template.variables]
    unknown = ", ".join(sorted(set(wish.values).difference(variables))) if wish.exact else ""
    if unknown:
        why = f"{key} has no variable {unknown}; it has {', '.join(variables) or 'none'}"
        return NotSendable(code="values", why=why)
    faults = faults_of(template, wish.values)
    if not faults:
        return None
    return NotSendable(code="values", why=f"{key}: {'; '.join(map(str, faults))}")
