"""What the inside needs from the main database.

Times are UTC milliseconds. Everything inside one `Tx` commits or fails together; a write `Tx`
holds the write lock (SQLite) or row locks (PostgreSQL), so nothing slow happens inside it.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from wa_support.domain.content import Media
from wa_support.domain.conversations import Conversation
from wa_support.domain.customers import AliasKind, Customer
from wa_support.domain.delivery import AttemptOutcome, DeliveryStatus, SendState
from wa_support.domain.events import Event, StatusChange
from wa_support.domain.outbound import Outbound
from wa_support.domain.people import Handoff
from wa_support.domain.policy import PolicyVersion, Suggested, Suggestion
from wa_support.domain.sends import Attempt, Send
from wa_support.domain.templates.samples import WantedHeader
from wa_support.domain.turns import JournalKind, JournalRow, StoredMessage, Turn
from wa_support.domain.views import DeadLetter
from wa_support.ports.accounts import Accounts, Entries
from wa_support.ports.audit_log import Audit
from wa_support.ports.cases import CannedRows, Cases
from wa_support.ports.files import MediaRows
from wa_support.ports.firing import FiringTx
from wa_support.ports.model_calls import ModelCalls
from wa_support.ports.ownership import OwnershipTx
from wa_support.ports.queries import DeskQueries
from wa_support.ports.records import CaseRecords
from wa_support.ports.rounds import Reminders, RoundsTx
from wa_support.ports.search import SearchTerms
from wa_support.ports.send_lists import SendListsTx
from wa_support.ports.templates import TemplatesTx


class Cursors(Protocol):
    def advance(self, source: str, upto: int) -> None: ...


class Events(Protocol):
    """What webhooks said, apart from messages."""

    def first_time(self, key: str, now: int) -> bool:
        """Claims a dedup key (stored as a keyed hash); False when it was seen before."""

    def keep_body(self, masked: bytes, received_at: int) -> None: ...
    def keep(self, event: Event, masked: Mapping[str, Any], *, state: str, now: int) -> None:
        """`state`: kept, unknown, quarantined, clash."""

    def dead_letter(self, body: bytes, *, reason: str, now: int) -> str: ...
    def dead_letters(self) -> Sequence[DeadLetter]: ...
    def dead_letter_body(self, id: str) -> bytes | None: ...
    def redriven(self, id: str, now: int) -> None: ...
    def forget(self, *, letters_before: int, keys_before: int) -> None:
        """Deletes dead letters and dedup keys from before these times."""


class Customers(Protocol):
    def find(self, kind: AliasKind, value: str) -> Customer | None: ...
    def alone_with(self, kind: AliasKind, value: str) -> bool:
        """Whoever else wants this waits until this transaction ends, so that nobody is made twice
        by two who do not know of each other. True: somebody may have made them before that."""

    def get(self, id: str) -> Customer:
        """An id that was merged away leads to who it is now."""

    def create(self, customer: Customer) -> None:
        """Stores the row and an alias for each of bsuid, phone and parent that it has."""

    def attach(self, customer_id: str, kind: AliasKind, value: str) -> None:
        """Points an alias here, wherever it pointed before, and shows it on the customer's row."""

    def save(self, customer: Customer) -> None:
        """The name alone."""

    def save_stops(self, customer: Customer) -> None:
        """Since when promotions and everything are refused, as read behind `consents.lock`."""

    def absorb(self, kept_id: str, gone_id: str, *, now: int) -> None:
        """Everything that belonged to `gone_id` belongs to `kept_id`, whose row stays as it is."""

    def seen_by_hash_of(self, value: str) -> Customer | None:
        """By our id, BSUID or phone, for the commands' WHO."""


class Conversations(Protocol):
    def get(self, id: str) -> Conversation:
        """Locks the row on PostgreSQL when the Tx writes. An id that was merged away leads to the
        conversation that it became part of."""

    def between(self, phone_number_id: str, customer_id: str) -> Conversation | None: ...
    def create(self, conversation: Conversation) -> None: ...
    def save(self, conversation: Conversation) -> None:
        """Writes everything but the lease."""

    def of_customers(self, customer_ids: Sequence[str]) -> Sequence[Conversation]:
        """By id, locked in that order."""

    def absorb(self, kept: Conversation, gone_id: str, *, now: int) -> None:
        """Saves `kept` with everything that belonged to `gone_id`; neither is leased then."""

    def lease_due(self, *, holder: str, token: str, now: int, until: int) -> Conversation | None:
        """The longest-due automated conversation that nobody holds; sets the lease."""

    def held(self, id: str, token: str) -> Conversation | None:
        """As it is now; None when somebody else has it."""

    def holds(self, id: str, token: str) -> bool: ...
    def release(self, id: str, token: str) -> None: ...
    def quiet_elsewhere(self, before: int) -> Sequence[Conversation]: ...
    def take_pair_token(self, id: str, now: int) -> int:
        """0 when one more message to this customer is within the pair rate, else ms to wait."""


class Messages(Protocol):
    def add(self, message: StoredMessage, *, pending: bool) -> None: ...
    def pending(self, conversation_id: str) -> Sequence[StoredMessage]: ...
    def pending_ids(self, conversation_id: str) -> Sequence[str]:
        """In no order."""

    def by_ids(self, ids: Sequence[str]) -> Sequence[StoredMessage]: ...
    def of_wamid(self, conversation_id: str, wamid: str) -> str | None:
        """Our id of the message, or of the send, that Meta calls so in this conversation."""

    def done(self, ids: Sequence[str], *, turn_id: str | None) -> None: ...
    def reopen_unanswered(self, conversation_id: str) -> None:
        """Pending again: what the bot's unsent words were to answer."""

    def want_media(self, message: StoredMessage, media: Media, now: int) -> None: ...


class Turns(Protocol):
    def open_for(self, conversation_id: str) -> Turn | None: ...
    def start(self, turn: Turn) -> None: ...
    def save(self, turn: Turn, *, now: int) -> None: ...
    def journal(self, turn_id: str) -> Sequence[JournalRow]: ...
    def write(self, turn: str, kind: JournalKind, payload: Mapping[str, Any], *, now: int) -> None:
        """At the end of the turn's journal."""


class Sends(Protocol):
    def add(self, send: Send) -> bool:
        """False when its effect_key exists already: nothing is added."""

    def claim_due(self, now: int) -> Send | None:
        """The oldest ready or waiting send that is due, has no attempt in flight, is first of its
        conversation, and (for the bot) stands behind no outcome unknown for less than 60 s. One
        that cannot be read is held, and not returned."""

    def claim_due_of(self, conversation_id: str, now: int) -> Send | None:
        """The same of one conversation, which the caller has locked."""

    def begin(self, attempt: Attempt) -> None: ...
    def end(self, attempt: Attempt) -> Attempt | None:
        """Closes it if it is still attempting; None when somebody else already did. What statuses
        have told of it meanwhile comes back with it."""

    def move(
        self, send_id: str, state: SendState, *, reason: str | None = None,
        due_at: int | None = None, still: SendState | None = None,
    ) -> bool:  # fmt: skip
        """False: it is in another state than `still`."""

    def uploaded(self, send_id: str, outbound: Outbound, *, now: int) -> None:
        """A planned send that has all it needs: ready and due, saying this."""

    def release_planned(self, header: WantedHeader, *, now: int) -> None:
        """Ready and due: every template that waited for this header."""

    def release(self, send_id: str, now: int) -> bool:
        """Ready and due, with nothing left of why it was held; it expires no more. False: it is not
        held any more."""

    def get(self, send_id: str) -> Send: ...
    def of_key(self, effect_key: str) -> Send | None: ...
    def attempts_of(self, send_id: str) -> list[Attempt]:
        """The first one first."""

    def unanswered(self, *, since: int, before: int) -> Sequence[Send]:
        """Held words of ours whose last attempt ended unknown in that time, and after which nothing
        newer was tried: what is sent again must not come after its successor."""

    def attempt(self, *, id: str | None = None, wamid: str | None = None) -> Attempt | None: ...
    def deliver(self, attempt_id: str, status: DeliveryStatus, at: int) -> AttemptOutcome | None:
        """The attempt's outcome, which stays so until the Tx ends; None: no such attempt."""

    def resolve(self, attempt_id: str, outcome: AttemptOutcome, *, wamid: str | None) -> None:
        """An unknown attempt whose outcome a status has told."""

    def keep_orphan(self, wamid: str, change: StatusChange, at: int) -> None:
        """A status before our own row knows its wamid."""

    def take_orphans(self, wamid: str) -> Sequence[tuple[StatusChange, int]]: ...
    def cancel_unsent(self, conversation_id: str, *, reason: str) -> int:
        """Cancels the bot's ready and waiting sends that no attempt is in flight for."""

    def in_flight(self, conversation_id: str) -> int:
        """Calls under way with words that are not an agent's."""

    def bot_sends_since(self, conversation_id: str, since: int) -> int: ...
    def abandoned(self, before: int) -> Sequence[Attempt]:
        """Attempts still open whose holder is dead or that began before `before`."""

    def grant(self, phone_number_id: str, second: int, want: int, cap: int) -> int:
        """Draws up to `want` of that second's tokens for the number; returns how many."""


class StatusFlow(Protocol):
    """When Meta last told us of anything, by its own clock."""

    def seen(self, phone_number_id: str, at: int) -> None: ...
    def newest(self, phone_number_id: str) -> int | None: ...


class Handoffs(Reminders, Protocol):
    def open(self, handoff: Handoff) -> None: ...
    def current(self, conversation_id: str) -> Handoff | None: ...
    def save(self, handoff: Handoff) -> None: ...
    def ahead_of(self, handoff: Handoff) -> int: ...
    def recent_waits(self, limit: int) -> Sequence[int]:
        """Milliseconds from opened to taken, newest first."""

    def waiting(self) -> Sequence[Handoff]: ...
    def seat_seen(self, agent: str, now: int) -> None: ...
    def on_duty(self, since: int) -> Sequence[tuple[str, int]]:
        """(agent, conversations they own) for seats seen since then."""


class Policies(Protocol):
    def in_force(self) -> int | None:
        """Its version: the last one published."""

    def current(self) -> PolicyVersion | None: ...
    def get(self, version: int) -> PolicyVersion: ...
    def publish(
        self, source: bytes, *, weights_key: str | None, by: str, now: int
    ) -> PolicyVersion: ...
    def weights(self, key: str) -> bytes | None: ...
    def keep_weights(self, key: str, weights: bytes, *, now: int) -> None: ...


class Suggestions(Protocol):
    """What customers said and then chose, for the people who write the policy."""

    def add(self, suggestion: Suggestion, *, conversation_id: str, now: int) -> None: ...
    def frequent(self, limit: int) -> Sequence[Suggested]:
        """The most frequent first, of these the newest."""

    def forget(self, before: int) -> None: ...


class Workers(Protocol):
    def beat(self, holder: str, *, host: str, pid: int, pid_started: int, now: int) -> None: ...
    def expire_dead(self, gone: Callable[[str, int, int], bool]) -> Sequence[str]:
        """Drops workers for which `gone(host, pid, pid_started)` holds, with their leases."""

    def last_beat(self) -> int | None: ...


class Tx(OwnershipTx, RoundsTx, TemplatesTx, SendListsTx, FiringTx, Protocol):
    """One transaction over the main database."""

    cursors: Cursors
    events: Events
    customers: Customers
    conversations: Conversations
    messages: Messages
    media: MediaRows
    turns: Turns
    sends: Sends
    status_flow: StatusFlow
    handoffs: Handoffs
    audit: Audit
    policies: Policies
    suggestions: Suggestions
    model_calls: ModelCalls
    records: CaseRecords
    search: SearchTerms
    cases: Cases
    canned: CannedRows
    accounts: Accounts
    entries: Entries
    workers: Workers
    desk: DeskQueries

    def savepoint(self) -> AbstractContextManager[None]: ...


class Database(Protocol):
    def write(self) -> AbstractContextManager[Tx]: ...
    def write_unsynced(self) -> AbstractContextManager[Tx]:
        """For what nothing outside follows from yet: no death of a process undoes it, but a power
        cut may, together with all that was written after it."""

    def read(self) -> AbstractContextManager[Tx]: ...
    def lease_named(self, name: str, *, holder: str, now: int, until: int) -> bool:
        """A named lease (the intaker's): True while `holder` has it; renews it."""
