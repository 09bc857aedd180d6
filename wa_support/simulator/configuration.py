"""Everything the simulated platform is told when it starts."""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wa_support.simulator.accounts import SHIPPED_CUSTOMERS, Number, SimCustomer
from wa_support.simulator.faults import NO_FAULTS, Faults


def wall_clock() -> int:
    """UTC milliseconds."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """Milliseconds after a send was accepted; `read` None leaves messages unread.

    `retry` are the pauses before a webhook is posted again; the last one repeats.
    """

    sent: int = 40
    delivered: int = 180
    read: int | None = 700
    retry: tuple[int, ...] = (0, 500, 1000, 2000, 5000)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRules:
    """How templates are reviewed. `approve_after_ms` None leaves them PENDING until a command;
    `utility_as_marketing` makes a MARKETING template of everything submitted as UTILITY."""

    approve_after_ms: int | None = 300
    utility_as_marketing: bool = False
    template_limit: int = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatorConfig:
    """`clock` gives UTC milliseconds and decides timestamps and the 24 h window. `templates` are
    bodies as in `POST /<account>/message_templates`, approved from the start."""

    callback_url: str
    app_secret: str = field(repr=False)
    verify_token: str = field(repr=False)
    access_token: str = field(repr=False)
    phone_numbers: tuple[Number, ...]
    waba_id: str = "100000000000001"
    customers: tuple[SimCustomer, ...] = SHIPPED_CUSTOMERS
    delays: Delays = Delays()
    faults: Faults = NO_FAULTS
    review: ReviewRules = ReviewRules()
    templates: tuple[Mapping[str, Any], ...] = ()
    clock: Callable[[], int] = wall_clock
    random_bytes: Callable[[int], bytes] = secrets.token_bytes
    ledger_path: Path | None = None
