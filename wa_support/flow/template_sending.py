"""The one way a template is planned: which version, in which language, with which values.

What may be sent at the moment of sending is asked again then, in the transaction of the attempt.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wa_support.domain.conversations import Conversation
from wa_support.domain.delivery import Author, SendState
from wa_support.domain.sends import Send
from wa_support.domain.templates.approvals import TemplateVersion
from wa_support.domain.templates.filling import filled
from wa_support.domain.templates.template import Template, TemplateKey, Trigger
from wa_support.ports.database import Tx
from wa_support.ports.outside import Ids
from wa_support.ports.templates import TemplateReader


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """`cause` makes the effect key: the same cause sends once. `agent` for a person's own."""

    name: str
    trigger: Trigger
    values: Mapping[str, str]
    cause: str
    agent: str | None = None
    not_after: int | None = None
    list_id: str | None = None


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
class TemplateSending:
    """Inside one transaction."""

    tx: Tx
    ids: Ids
    read: TemplateReader
    now: int

    def plan(self, conversation: Conversation, wish: Wish) -> Planned | NotSendable:
        found = self._sendable(wish.name, conversation.language)
        if isinstance(found, NotSendable):
            return found
        version, template = found
        missing = [each.name for each in template.variables if each.name not in wish.values]
        if missing:
            return NotSendable(code="values", why=f"{version.key} needs {', '.join(missing)}")
        send = Send(
            id=self.ids.new("snd"),
            conversation_id=conversation.id,
            effect_key=wish.cause,
            author=Author.NOTICE if wish.agent is None else Author.AGENT,
            agent=wish.agent,
            outbound=filled(template, wish.values, version_id=version.id),
            created_at=self.now,
            due_at=self.now,
            epoch=conversation.epoch,
            state=SendState.READY,
            not_after=wish.not_after,
        )
        fresh = self.tx.sends.add(send)
        before = None if fresh else self.tx.sends.of_key(wish.cause)
        return Planned(send=before or send, fresh=fresh)

    def _sendable(
        self, name: str, language: str | None
    ) -> tuple[TemplateVersion, Template] | NotSendable:
        """The customer's language first, then what the template says otherwise."""
        why = NotSendable(code="not_approved", why=f"no version of {name} is approved by us")
        for key in self._keys(name, language):
            version = self.tx.template_versions.approved(key)
            if version is None:
                continue
            standing = self.tx.meta_templates.get(key)
            if standing is not None and standing.sendable:
                return version, self.read(version)
            status = standing.status if standing is not None else "not submitted"
            why = NotSendable(code="not_at_meta", why=f"{key} is {status} at Meta")
        return why

    def _keys(self, name: str, language: str | None) -> Iterator[TemplateKey]:
        keys = [each.key for each in self.tx.template_versions.newest() if each.key.name == name]
        wanted = [key for key in keys if key.language.partition("_")[0] == language]
        for key in wanted:
            yield key
            version = self.tx.template_versions.approved(key)
            other = self.read(version).otherwise if version is not None else None
            if other is not None:
                yield TemplateKey(name=name, language=other)
        if not wanted:
            yield from keys
