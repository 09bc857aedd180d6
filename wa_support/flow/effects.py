"""The only two doors to what changes something: ask the customer first, or do it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from wa_support.domain.acting import CONFIRM_WITHIN_MS, PendingEffect, pairs
from wa_support.domain.conversations import Memory
from wa_support.domain.decisions import GateDecision
from wa_support.domain.eligibility import Eligible, ForPerson, may_cancel, may_refund
from wa_support.domain.orders import Order
from wa_support.domain.policy import Policy, Purpose
from wa_support.domain.reasons import Reason
from wa_support.domain.tool_results import Failed, ToolResult
from wa_support.domain.tools import TOOL_SPECS
from wa_support.flow.effect_words import EffectWords
from wa_support.flow.journal import Journal
from wa_support.flow.plan import Plan
from wa_support.flow.their_orders import TheirOrders
from wa_support.flow.their_visits import TheirVisits
from wa_support.ports.outside import Ids
from wa_support.ports.tools import Connector, OnBehalf

_WITHIN_S: Final = 12.0
_OF_AN_ORDER: Final = frozenset({"cancel_order", "request_refund"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """For the customer of one turn. `decision` is the gate's, whose words may prove an order."""

    policy: Policy
    words: EffectWords
    memory: Memory
    decision: GateDecision
    orders: TheirOrders
    visits: TheirVisits
    connector: Connector
    on_behalf: OnBehalf
    journal: Journal
    ids: Ids
    now: int

    def propose(self, tool: str, arguments: Mapping[str, Any], purpose: Purpose) -> Plan:
        """Asks the customer to confirm; what the rules do not allow goes to a person, with the
        rule in words. Raises ToolError when an order cannot be read."""
        order = None
        if tool in _OF_AN_ORDER:
            order = self.orders.one(arguments["order_id"], self.decision)
            if order is None:
                return self._unproven(tool, arguments, purpose)
            may = self._may(tool, order)
            if isinstance(may, ForPerson):
                return self._to_person(tool, arguments, purpose, self.words.rule(may))
        shown: Mapping[str, Any] = {}
        if "booking_id" in arguments:
            booking = self.visits.one(arguments["booking_id"])
            if booking is None:
                return self._to_person(tool, arguments, purpose)
            near = self.words.too_near(booking["start"])
            if near is not None:
                return self._to_person(tool, arguments, purpose, self.words.rule(near))
            shown = {} if "start" in arguments else {"start": booking["start"]}
        pending = PendingEffect(
            id=self.ids.new("eff"),
            tool=tool,
            purpose=purpose.name,
            arguments=pairs(arguments),
            expires_at=self.now + CONFIRM_WITHIN_MS,
            shown=pairs(shown),
        )
        memory = replace(
            self.memory,
            pending=pending,
            filling=None,
            wants=None,
            tell_about=None,
            order_id=order.id if order else self.memory.order_id,
            proven=self.memory.with_proven(order.id) if order else self.memory.proven,
            not_understood=0,
            off_purpose=0,
        )
        draft = self.words.confirm(pending, order)
        return Plan(memory=memory, draft=draft, purpose=purpose.name)

    def run(self, tool: str, arguments: Mapping[str, Any], purpose: Purpose) -> ToolResult:
        """What needs no confirmation, under a key of this turn."""
        return self.run_as(self.journal.next_key(tool), tool, arguments, purpose)

    def run_as(
        self, key: str, tool: str, arguments: Mapping[str, Any], purpose: Purpose | None
    ) -> ToolResult:
        """At most once for its key, whatever crashes; only a tool of the purpose, with arguments
        as its specification has them. What became of one that has begun is told whatever is
        allowed since; one that never arrived is not made again where it is not."""
        may = purpose is not None and tool in purpose.bot_may and tool in self.connector.offers()
        allowed = may and not TOOL_SPECS[tool].faults(arguments)
        if not allowed and not self._has_begun(key):
            return Failed(code="not_allowed")
        given = dict(arguments)
        return self.journal.effect(
            tool,
            given,
            key=key,
            act=lambda: (
                self.connector.act(
                    tool, given, on_behalf=self.on_behalf, key=key, within_s=_WITHIN_S
                )
                if allowed
                else Failed(code="not_allowed")
            ),
            became_of=lambda: self.connector.became_of(
                tool, given, on_behalf=self.on_behalf, key=key, within_s=_WITHIN_S
            ),
        )

    def own_orders(self) -> Sequence[Order]:
        """The customer's last ones, where some purpose may list them. Raises ToolError."""
        may = any("list_orders" in purpose.bot_may for purpose in self.policy.purposes)
        return self.orders.last() if may and "list_orders" in self.connector.offers() else ()

    def has_begun(self, pending: PendingEffect) -> bool:
        """A re-run finishes it, however long that took."""
        return self._has_begun(pending.id)

    def _has_begun(self, key: str) -> bool:
        return any(row.payload["key"] == key for row in self.journal.effects)

    def still_allowed(self, pending: PendingEffect) -> bool:
        """The order may have gone out, or the policy may have changed, since it was shown."""
        if pending.tool not in _OF_AN_ORDER:
            return True
        order = self.orders.one(dict(pending.arguments)["order_id"], self.decision)
        return order is not None and isinstance(self._may(pending.tool, order), Eligible)

    def _may(self, tool: str, order: Order) -> Eligible | ForPerson:
        if tool == "cancel_order":
            return may_cancel(order, self.policy.rules.cancel_order)
        return may_refund(order, self.policy.rules.request_refund, self.words.today)

    def _unproven(self, tool: str, arguments: Mapping[str, Any], purpose: Purpose) -> Plan:
        """Unknown and foreign read the same; the wish is kept for the second fact."""
        tries = self.memory.proof_tries + 1
        if tries >= self.policy.order_proof.tries:
            return self._to_person(tool, arguments, purpose)
        memory = replace(
            self.memory,
            pending=None,
            filling=None,
            tell_about=None,
            wants=tool,
            order_id=arguments["order_id"],
            proof_tries=tries,
            not_understood=0,
            off_purpose=0,
        )
        draft = self.words.wording.order_not_found()
        return Plan(memory=memory, draft=draft, purpose=purpose.name)

    def _to_person(
        self,
        tool: str,
        arguments: Mapping[str, Any],
        purpose: Purpose,
        prefix: str | None = None,
    ) -> Plan:
        refused = tool == "request_refund" and prefix is not None
        return Plan(
            memory=replace(self.memory, pending=None, filling=None),
            reason=Reason.REFUND_REFUSED if refused else Reason.RULE,
            prefix=prefix,
            purpose=purpose.name,
            collected={**arguments, "wants": tool},
        )
