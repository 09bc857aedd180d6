"""A call of the language model: is it being called at all, and is there money for it."""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from wa_support.domain.spending import Pocket, SpendLimits, pockets
from wa_support.ports.database import Database, Tx
from wa_support.ports.language_model import (
    LanguageModel,
    ModelReply,
    ModelRequest,
    ModelUnavailable,
    Usage,
)
from wa_support.ports.outside import Clock, Ids

_log = logging.getLogger("wa_support.model_calls")

_BYTES_A_TOKEN: Final = 3
"""A Hangul syllable is three bytes and at most about one token; English has more bytes a token."""
_OUTPUT_TOKENS: Final = 2_000
_ONLY_THIS_REQUEST: Final = frozenset({"bad_request"})
"""Says nothing about how the model is."""
_COST_NOTHING: Final = frozenset({"rate_limited", "connection", "refused_key", "bad_request"})
"""The server never began; after other failures it may have, so the reservation stays spent."""
_GRACE_MS: Final = 5_000


class _OverBudget(Exception):
    """Undoes the transaction of the reservation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCalls:
    """`cost` gives micro-dollars for tokens.

    What a call may cost is added to what is spent before it begins, in one transaction with the
    breaker's word, and put right after it. A process that dies between leaves it spent.
    """

    model: LanguageModel
    database: Database
    clock: Clock
    ids: Ids
    limits: SpendLimits
    cost: Callable[[Usage], int]

    def reply(
        self, request: ModelRequest, *, within_s: float, turn_id: str, customer_id: str
    ) -> ModelReply:
        """One call. Raises `ModelUnavailable`, of kind `over_budget` or `circuit_open` when
        nothing was called."""
        call = self.ids.new("mdl")
        reserved = self.cost(Usage(input=_tokens_of(request), output=_OUTPUT_TOKENS))
        paid_from = pockets(self.limits, customer_id, self.clock.now())
        self._begin(call, reserved, paid_from, within_s, turn_id)
        try:
            reply = self.model.reply(request, within_s=within_s)
        except ModelUnavailable as why:
            self._failed(call, why, reserved, paid_from)
            raise
        self._succeeded(call, reply, reserved, paid_from)
        return reply

    def _begin(
        self, call: str, reserved: int, paid_from: Sequence[Pocket], within_s: float, turn_id: str
    ) -> None:
        now = self.clock.now()
        until = now + round(within_s * 1000) + _GRACE_MS
        try:
            with self.database.write() as tx:
                breaker = tx.model_calls.breaker(self.model.name)
                admitting = breaker.admitting(call, now=now, until=until)
                if admitting is None:
                    raise ModelUnavailable("circuit_open")
                for pocket in paid_from:
                    self._reserve(tx, pocket, reserved)
                if admitting != breaker:
                    tx.model_calls.save_breaker(self.model.name, admitting)
        except _OverBudget:
            _log.warning("no call of the model for %s: over budget", turn_id)
            raise ModelUnavailable("over_budget") from None

    def _reserve(self, tx: Tx, pocket: Pocket, amount: int) -> None:
        if not tx.model_calls.spend(pocket.spender, pocket.day, amount, most=pocket.most):
            raise _OverBudget

    def _failed(
        self, call: str, why: ModelUnavailable, reserved: int, paid_from: Sequence[Pocket]
    ) -> None:
        with self.database.write() as tx:
            breaker = tx.model_calls.breaker(self.model.name)
            if why.kind in _ONLY_THIS_REQUEST:
                after = breaker.without_trial(call)
            else:
                wait = round((why.retry_after_s or 0) * 1000)
                after = breaker.after_failure(call, now=self.clock.now(), retry_after_ms=wait)
            if after != breaker:
                tx.model_calls.save_breaker(self.model.name, after)
            if why.kind in _COST_NOTHING:
                _correct(tx, paid_from, -reserved)

    def _succeeded(
        self, call: str, reply: ModelReply, reserved: int, paid_from: Sequence[Pocket]
    ) -> None:
        """A server that counts no tokens leaves the reservation as the cost."""
        counted = reply.usage != Usage()
        with self.database.write() as tx:
            breaker = tx.model_calls.breaker(self.model.name)
            after = breaker.after_success(call)
            if after != breaker:
                tx.model_calls.save_breaker(self.model.name, after)
            if counted:
                _correct(tx, paid_from, self.cost(reply.usage) - reserved)


def _correct(tx: Tx, paid_from: Sequence[Pocket], amount: int) -> None:
    for pocket in paid_from:
        tx.model_calls.spend(pocket.spender, pocket.day, amount, most=None)


def _tokens_of(request: ModelRequest) -> int:
    """At most, roughly: what is sent, in bytes."""
    parts = [*(asdict(one) for one in (*request.lines, *request.tools)), dict(request.schema)]
    sent = request.instructions + json.dumps(parts, ensure_ascii=False)
    return len(sent.encode("utf-8", "surrogatepass")) // _BYTES_A_TOKEN + 1
