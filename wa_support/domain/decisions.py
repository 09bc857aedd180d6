"""What the purpose gate decided."""

from dataclasses import dataclass
from enum import StrEnum

from wa_support.domain.reasons import DecidedBy, Reason


class Verdict(StrEnum):
    ADMIT = "admit"
    ASK = "ask"
    DECLINE = "decline"
    HAND_OFF = "hand_off"


class Intent(StrEnum):
    """What a message wants done, as far as rules can tell."""

    ORDER_STATUS = "order_status"
    LIST_ORDERS = "list_orders"
    WHICH_ORDER = "which_order"  # `tool` is wished for, the order not yet named
    TICKET = "ticket"  # how one stands
    NO_ORDER_NUMBER = "no_order_number"
    PROVE_ORDER = "prove_order"
    NOT_AUTOMATED = "not_automated"
    QUESTION = "question"  # an article may answer it
    TELL_US = "tell_us"  # people do it, and the customer has not said yet what it is
    TYPE_IT = "type_it"
    OUR_HOURS = "our_hours"
    AM_I_A_BOT = "am_i_a_bot"
    LEAVE = "leave"
    NEVER_MIND = "never_mind"
    CONFIRM = "confirm"  # `value` is the id of what was shown
    DROP = "drop"
    REDO = "redo"
    FILL = "fill"  # `value` is what the field asked last is to hold


@dataclass(frozen=True, slots=True, kw_only=True)
class GateDecision:
    """`line` is the line of the published policy that decided, when one did.

    `tool` is what the intent needs, or the wish that a clarifying question keeps; `order_id`,
    `ticket_id`, `receiver` and `last_4` are slots found in the words; `between` are the purposes
    of a clarifying question. `value` answers what was asked last. `confidence` is null for rules.
    """

    verdict: Verdict
    reason: Reason
    decided_by: DecidedBy
    purpose: str | None = None
    declared_as: str | None = None
    confidence: float | None = None
    line: int | None = None
    intent: Intent | None = None
    tool: str | None = None
    order_id: str | None = None
    ticket_id: str | None = None
    receiver: str | None = None
    last_4: str | None = None
    between: tuple[str, ...] = ()
    value: str | None = None

    @property
    def is_unsure(self) -> bool:
        """Whether the answer would be the bare menu."""
        return self._asks_openly and self.reason in {Reason.RULE, Reason.NOT_UNDERSTOOD}

    @property
    def is_torn(self) -> bool:
        """Whether the classifier found two purposes as likely, with no word to tell them apart."""
        return bool(self.between) and self.decided_by is DecidedBy.CLASSIFIER

    @property
    def says_little(self) -> bool:
        """Unsure, torn, or a courtesy: what came with the words weighs more."""
        return self.is_courtesy or self.is_unsure or self.is_torn

    @property
    def is_courtesy(self) -> bool:
        return self._asks_openly and self.reason in {Reason.GREETING, Reason.THANKS}

    @property
    def _asks_openly(self) -> bool:
        return self.verdict is Verdict.ASK and not self.between and self.intent is None
