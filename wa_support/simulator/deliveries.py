"""An accepted send on its way to a customer: the bubble, then its statuses."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from wa_support.simulator import webhooks
from wa_support.simulator.accounts import Number, SimCustomer
from wa_support.simulator.chats import Chats
from wa_support.simulator.configuration import SimulatorConfig
from wa_support.simulator.fates import fates
from wa_support.simulator.faults import FaultPanel
from wa_support.simulator.later import Later
from wa_support.simulator.poster import encoded
from wa_support.simulator.refusals import failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """`bubble` is what the phone will show, `category` what it is charged as."""

    number: Number
    customer: SimCustomer
    id: str
    bubble: dict[str, Any]
    opaque: str | None
    category: str


class Deliveries:
    """Every method may be called from any thread."""

    def __init__(
        self,
        config: SimulatorConfig,
        *,
        chats: Chats,
        faults: FaultPanel,
        later: Later,
        post: Callable[[bytes], None],
    ) -> None:
        self._config, self._chats, self._faults = config, chats, faults
        self._later, self._post = later, post

    def deliver(self, letter: Letter) -> None:
        now = self._config.clock()
        key = (letter.number.id, letter.customer.id)
        self._chats.answered(key, wamid=letter.id, at=now, content=letter.bubble)
        for fate in fates(self._config.delays, reordered=self._faults.now.reordered_statuses):
            told = self._status(letter, fate.status, at=now + fate.happens_ms)
            self._later.after(fate.posted_ms, partial(self._report, letter.id, fate.status, told))

    def fail(self, letter: Letter, code: int) -> None:
        """The customer sees nothing, the business a failed status."""
        now = self._config.clock()
        self._post(encoded(self._status(letter, "failed", at=now, error=failure(code))))

    def _status(
        self, letter: Letter, status: str, *, at: int, error: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        return webhooks.status(
            self._config.waba_id,
            letter.number,
            letter.customer,
            id=letter.id,
            status=status,
            at=at,
            opaque=letter.opaque,
            category=letter.category,
            error=error,
        )

    def _report(self, id: str, status: str, webhook: dict[str, Any]) -> None:
        self._chats.tick(id, status)
        if self._faults.take("lost_statuses"):
            return
        self._post(encoded(webhook))
