"""The policy as decided on: every part carries the line of the published bytes it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from wa_support.domain.connector_specs import HttpConnections
from wa_support.domain.eligibility import Rules
from wa_support.domain.spending import SpendLimits
from wa_support.domain.text import MaskedText

DeclaredAs = Literal["support", "booking", "order_management"]
Answers = Literal["live", "draft", "people"]
Localised = Mapping[str, str]

TOOLS: tuple[str, ...] = (
    "get_order", "list_orders", "cancel_order", "request_refund", "create_ticket", "get_ticket",
    "kb_search", "find_slots", "book", "reschedule", "cancel_booking",
)  # fmt: skip
"""Every name that `bot_may` accepts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A customer's own words, one line of a block. `line` is 1-based."""

    text: str
    language: str | None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    name: str
    line: int
    names: Localised
    declared_as: DeclaredAs
    answers: Answers
    examples: tuple[Example, ...] = ()
    not_this: tuple[Example, ...] = ()
    bot_may: tuple[str, ...] = ()
    collect_for_people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    knowledge: tuple[str, ...] = ()
    slots: "SlotRules | None" = None

    @property
    def reads_articles(self) -> bool:
        return self.answers == "live" and "kb_search" in self.bot_may and bool(self.knowledge)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Minutes after local midnight. `days` maps Monday=0 … Sunday=6 to (opens, closes);
    `closed` holds ISO dates."""

    timezone: str
    days: Mapping[int, tuple[int, int]]
    lunch: tuple[int, int] | None = None
    closed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotRules:
    """How visits are booked: each `length_ms` long from each opening on, `at_once` side by side,
    at most `book_ahead_ms` ahead, changed until `change_until_ms` before. `place` may be empty."""

    hours: Hours
    length_ms: int
    at_once: int = 1
    book_ahead_ms: int = 30 * 86_400_000
    change_until_ms: int = 0
    remind_ms: int | None = None
    place: Localised = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """How soon a person writes, in office time: first, and after the customer wrote again."""

    first_ms: int | None = None
    next_ms: int | None = None
    offers_other_ways: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The way to reach a person. `other_ways` maps "phone", "email", … to an address."""

    hours: Hours
    other_ways: Mapping[str, str]
    promise: Promise | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """An urgent word about one purpose; `until` in UTC milliseconds takes it down."""

    about: str
    until: int
    text: Localised
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderProof:
    """Who may see an order: the phone it was ordered with, or the second fact, `tries` times."""

    same_phone_is_enough: bool = True
    tries: int = 3
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhileWaiting:
    say_again_after_ms: int = 5 * 60_000
    at_most: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Satisfaction:
    """One of `one_in` is asked whether their matter was solved; None: nobody is."""

    one_in: int | None = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ResendUnknown:
    """How often we try again what may have happened already: words, and what tools change."""

    text: int = 1
    effects: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Say this, in order → that must happen."""

    say: tuple[str, ...]
    then: str
    line: int
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One policies.yaml, parsed and found right. `not_yet` lists what this build cannot act on.

    Customers with one of `people_tags` (casefolded) go straight to people; `back_after_ms` is the
    silence after which a conversation that an agent has answered is the bot's again.
    """

    business: Localised
    languages: tuple[str, ...]
    timezone: str
    privacy_notice: str
    people: People
    purposes: tuple[Purpose, ...]
    notices: tuple[Notice, ...] = ()
    order_proof: OrderProof = field(default_factory=OrderProof)
    rules: Rules = field(default_factory=Rules)
    right_away: frozenset[str] = frozenset({"asked", "personal_data"})
    not_understood_limit: int = 2
    off_purpose_limit: int = 3
    while_waiting: WhileWaiting = field(default_factory=WhileWaiting)
    satisfaction: Satisfaction = field(default_factory=Satisfaction)
    people_tags: frozenset[str] = frozenset()
    back_after_ms: int | None = None
    never_accept: tuple[str, ...] = ("resident_number", "card")
    hide_in_screens: tuple[str, ...] = ("phone", "email", "address")
    keep: Mapping[str, str] = field(default_factory=dict)
    tone: Localised = field(default_factory=dict)
    replies: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    reopen_with: Localised = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    order_id_pattern: str = r"\d{4,8}"
    replies_per_customer_per_day: int = 40
    model_spend: SpendLimits = field(default_factory=SpendLimits)
    resend_unknown: ResendUnknown = field(default_factory=ResendUnknown)
    template_prices: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    connect: HttpConnections | str | None = None
    not_yet: tuple[str, ...] = ()

    def purpose(self, name: str | None) -> Purpose | None:
        return next((purpose for purpose in self.purposes if purpose.name == name), None)

    def reopening(self, purpose: str | None) -> str | None:
        """The template that tells of an answer after the window; where nobody knows what it is
        about, the one that all purposes name."""
        everywhere = {*self.reopen_with.values()}
        if purpose is None and len(everywhere) == 1:
            return everywhere.pop()
        return self.reopen_with.get(purpose or "")

    @property
    def keeps_records(self) -> bool:
        return isinstance(self.connect, HttpConnections) and self.connect.record is not None

    @property
    def slots(self) -> SlotRules | None:
        """One purpose at most has them."""
        return next((one.slots for one in self.purposes if one.slots is not None), None)

    def unconnected(self, purpose: Purpose) -> tuple[str, ...]:
        """What the purpose may do, and no system is there for: a person does it."""
        return tuple(tool for tool in purpose.bot_may if not self.connects(tool))

    def connects(self, tool: str) -> bool:
        """Whether there is a system for it; articles are our own."""
        if isinstance(self.connect, HttpConnections) and tool in self.connect.calls():
            return True
        return tool == "kb_search" or self.uses_sample_shop

    @property
    def asks_other_systems(self) -> bool:
        return isinstance(self.connect, HttpConnections)

    @property
    def uses_sample_shop(self) -> bool:
        return self.connect == "sample_shop"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyVersion:
    """A published policy: the bytes, who published them, and when (UTC milliseconds).

    `weights_key` names the classifier's weights; None for a version from before there were any.
    """

    version: int
    source: bytes
    sha256: str
    published_at: int
    published_by: str
    weights_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What a customer said and the purpose they chose when it was not understood."""

    text: MaskedText
    purpose: str
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """`last_at` in UTC milliseconds."""

    suggestion: Suggestion
    times: int
    last_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong in a file: where (1-based), what was found, what was expected."""

    file: str
    line: int
    column: int
    found: str
    expected: str
    warning: bool = False

    def __str__(self) -> str:
        label = "warning: " if self.warning else ""
        return f"{self.file}:{self.line}:{self.column}: {label}{self.found}; {self.expected}"
