"""What people keep beside a conversation while they work on it. Times are UTC milliseconds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from wa_support.domain.customers import Customer
from wa_support.domain.views import ConversationSummary

WATCHING_MS: Final = 15_000
"""Whoever was seen with a conversation this lately has it open."""
TYPING_MS: Final = 6_000


class Result(StrEnum):
    """How a conversation that a person resolved has ended."""

    SOLVED = "solved"
    PARTLY = "partly"
    NOT_SOLVED = "not_solved"
    NOT_OURS = "not_ours"


class WaitingFor(StrEnum):
    """Who must do something before the conversation goes on."""

    CUSTOMER = "customer"
    COLLEAGUE = "colleague"
    SUPPLIER = "supplier"


class View(StrEnum):
    """Which conversations the list shows.

    `waiting`: queued, and the agent's own, that are not put off. `mine`: the agent's own, put off
    or not. `put_off`: snoozed ones of everybody. `everything`: all that are not closed.
    """

    WAITING = "waiting"
    MINE = "mine"
    PUT_OFF = "put_off"
    EVERYTHING = "everything"


class Order(StrEnum):
    """The longest wait first, or the window that closes soonest first."""

    WAIT = "wait"
    WINDOW = "window"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Words among agents; customers never see them."""

    id: str
    conversation_id: str
    agent: str
    text: str = field(repr=False)
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Snooze:
    """Put off by an agent until a moment, or until the customer writes."""

    until: int
    by: str
    waiting_for: WaitingFor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything that people keep with one conversation.

    `assigned_to` is whom the queue wants to take it. `wrong` are the ids of bot sends that an agent
    marked as wrong. `watchers` are the agents who have it open now, `typing` those of them who
    write.
    """

    conversation_id: str
    tags: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    snooze: Snooze | None = None
    assigned_to: str | None = None
    wrong: frozenset[str] = frozenset()
    watchers: tuple[str, ...] = ()
    typing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of the list: a conversation with what people keep beside it."""

    summary: ConversationSummary
    tags: tuple[str, ...] = ()
    snooze: Snooze | None = None
    assigned_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A stretch of the list; `total` counts all that the view holds, `waiting` all queued ones."""

    lines: Sequence[Line]
    total: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongMark:
    """An agent says that the bot was wrong there; `turn_id` is the turn that said it."""

    send_id: str
    conversation_id: str
    turn_id: str | None
    by: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file of a message, as it may be shown. `state`: wanted, kept, failed or refused.

    `media_type` is what the bytes are, never what somebody said they are. `size` in bytes.
    """

    id: str
    message_id: str
    state: str
    media_type: str | None = None
    size: int | None = None
    name: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A customer that a search found, with their conversations, newest first; there may be none."""

    customer: Customer
    conversations: Sequence[ConversationSummary] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CannedReply:
    """Words kept for use again. `{customer}`, `{agent}`, `{order}` and `{business}` are filled in;
    `language` None: offered whatever the customer's."""

    id: str
    title: str
    body: str
    language: str | None = None
