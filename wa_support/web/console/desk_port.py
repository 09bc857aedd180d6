"""What the seat asks of the desk. Every change goes through here; pages write nothing."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from wa_support.domain.consents import ConsentSaid
from wa_support.domain.desk import Attachment, CannedReply, Result, WaitingFor
from wa_support.domain.pauses import Pause
from wa_support.domain.templates.offered import OfferedTemplate, TemplatePreview


class DeskActions(Protocol):
    """Raises `domain.errors.NotAllowed`, with a plain sentence, when the state forbids it."""

    def take(self, conversation_id: str, *, agent: str) -> bool:
        """The conversation is the agent's; True when no bot attempt is in flight any more."""

    def settled(self, conversation_id: str) -> bool:
        """True when no bot attempt is in flight."""

    def reply(self, conversation_id: str, *, agent: str, text: str, key: str) -> None:
        """Sends once however often it is called with the same `key`."""

    def give_back(self, conversation_id: str, *, agent: str) -> None: ...
    def resolve(
        self, conversation_id: str, *, agent: str, result: Result | None = None
    ) -> None: ...
    def pass_on(self, conversation_id: str, *, agent: str, to: str | None) -> None:
        """Back to the queue; with `to`, for that agent to take."""

    def seen(self, *, agent: str, conversation_id: str | None = None, typing: bool = False) -> None:
        """The seat is open, with this conversation before it."""


class PauseActions(Protocol):
    """The bot says nothing to a customer, in none of their conversations; `who` is their id, BSUID
    or phone. Raises `NotAllowed` for a moment that has passed, and for a stranger's name."""

    def pause(self, who: str, *, by: str, until: int | None = None) -> str:
        """`until` None is for ever. The customer's id."""

    def unpause(self, who: str, *, by: str) -> str: ...
    def paused(self, customer_id: str) -> Pause | None:
        """The one that holds now."""


class CaseActions(Protocol):
    """What agents keep beside a conversation, and what they do with several. Raises `NotAllowed`
    like `DeskActions`. None of these needs the conversation to be the agent's own, but for sends.
    """

    def note(self, conversation_id: str, *, agent: str, text: str, key: str) -> None:
        """Kept once however often it is called with the same `key`."""

    def tag(self, conversation_id: str, *, agent: str, tag: str) -> None: ...
    def untag(self, conversation_id: str, *, agent: str, tag: str) -> None: ...
    def snooze(
        self, conversation_id: str, *, agent: str, until: int, waiting_for: WaitingFor | None
    ) -> None:
        """`until` must be later than now. It comes back then, or when the customer writes."""

    def wake(self, conversation_id: str, *, agent: str) -> None: ...
    def answer_many(
        self, conversation_ids: Sequence[str], *, agent: str, text: str, key: str
    ) -> Mapping[str, str]:
        """One answer each, taking those that nobody has; conversation id → why it got none."""

    def mark_wrong(self, conversation_id: str, *, agent: str, send_id: str, wrong: bool) -> None:
        """What the bot said there is kept for review; again with False takes it back."""

    def abuse_notice(self, conversation_id: str, *, agent: str, key: str) -> None:
        """The policy's `abuse_notice`, in the customer's language, as the agent's own send."""


class TemplateActions(Protocol):
    """Message templates that an agent may send to a customer."""

    def offered(self, conversation_id: str) -> Sequence[OfferedTemplate]: ...
    def offer(self, conversation_id: str, name: str) -> OfferedTemplate | None:
        """One of those that are offered."""

    def announces(self, conversation_id: str) -> bool:
        """Whether a template could tell of an answer that has to wait for the customer."""

    def preview(
        self, conversation_id: str, *, name: str, values: Mapping[str, str]
    ) -> TemplatePreview: ...
    def send(
        self, conversation_id: str, *, agent: str, name: str, values: Mapping[str, str], key: str
    ) -> None:
        """Once however often it is called with the same `key`. Raises `NotAllowed`."""


class ConsentActions(Protocol):
    def told(self, customer_id: str, said: ConsentSaid, *, by: str) -> None:
        """What a customer told an agent. Raises `NotAllowed`."""


class FileActions(Protocol):
    """Files, out and in."""

    def send_file(
        self, conversation_id: str, *, agent: str, data: bytes, name: str, caption: str, key: str
    ) -> None:
        """Raises `NotAllowed` when WhatsApp would not take it: type by its bytes, size."""

    def open(self, attachment: Attachment) -> bytes | None:
        """Its bytes; None when they are not kept here."""


class DeskModel(Protocol):
    """A language model's help for an agent; nothing of it is sent by itself. Each returns None when
    the model cannot, does not, or may not (budget)."""

    def draft(self, conversation_id: str, *, agent: str) -> str | None:
        """What could be answered next, in the customer's language."""

    def translate(self, text: str, *, into: str, conversation_id: str) -> str | None:
        """`into` is a language code."""


class CannedReplies(Protocol):
    def offered(self, *, language: str | None) -> Sequence[CannedReply]: ...
    def save(
        self, *, agent: str, id: str | None, title: str, body: str, language: str | None
    ) -> None:
        """A new one without an `id`. Raises `NotAllowed` for an unknown {variable}."""

    def delete(self, id: str, *, agent: str) -> None: ...
    def fill(self, body: str, *, conversation_id: str, agent: str) -> str:
        """With the variables of this conversation in place."""
