"""What the policy's own rules decide about orders and visits, instead of a model."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wa_support.domain.orders import OrderState


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelRule:
    """An order in any other state is a person's to cancel."""

    only_if_status: frozenset[OrderState]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRule:
    """`days_after_delivery` counts local days, the last one included. `up_to` maps a currency to
    the largest amount; an amount in another currency is a person's. `needs`: reason, photo."""

    days_after_delivery: int
    up_to: Mapping[str, int] = field(default_factory=dict)
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRule:
    """`at_once` visits fit into one slot. A visit begins at most `book_ahead_days` from today, and
    changes until `change_until_minutes` before it."""

    length_minutes: int = 30
    at_once: int = 1
    book_ahead_days: int = 30
    change_until_minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """None: a person decides."""

    cancel_order: CancelRule | None = None
    request_refund: RefundRule | None = None
