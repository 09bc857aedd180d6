"""Reads orders for one customer, and holds that they may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from wa_support.domain.customers import Customer
from wa_support.domain.decisions import GateDecision
from wa_support.domain.orders import Order, Proof, order_as_json, order_from_json, proof_of
from wa_support.domain.tool_results import Failed, Succeeded
from wa_support.flow.tools import Read, ToolError
from wa_support.ports.tools import Connector, OnBehalf

_SHOWN: Final = 3
_WITHIN_S: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TheirOrders:
    """`proven` are orders shown to be theirs before; every method raises ToolError."""

    shop: Connector
    customer: Customer
    proven: tuple[str, ...]
    same_phone_is_enough: bool
    read: Read

    def one(self, order_id: str, decision: GateDecision) -> Order | None:
        """The order, when the phone or what they said shows that it is theirs."""
        who = OnBehalf(
            customer=self.customer.id,
            phone=self.customer.phone if self.same_phone_is_enough else None,
            receiver=decision.receiver,
            last_4=decision.last_4,
            proven=self.proven,
        )
        arguments = {"order_id": order_id}
        read = self.read("get_order", arguments, lambda: self._get(arguments, who))
        return order_from_json(read["result"]) if read["found"] else None

    def last(self) -> Sequence[Order]:
        """Newest first, at most three."""
        return [order_from_json(one) for one in self.read("list_orders", {}, self._list)["result"]]

    def _get(self, arguments: Mapping[str, Any], who: OnBehalf) -> Mapping[str, Any]:
        fields = self._ask("get_order", arguments, who)
        found = order_from_json(fields["order"]) if fields else None
        proof = proof_of(
            found, phone=who.phone, receiver=who.receiver, last_4=who.last_4, proven=who.proven
        )
        shown = order_as_json(found) if found is not None and proof is not None else None
        return {"proof": proof, "found": shown is not None, "result": shown}

    def _list(self) -> Mapping[str, Any]:
        who = OnBehalf(customer=self.customer.id, phone=self.customer.phone)
        fields = self._ask("list_orders", {}, who) if who.phone else {}
        found = list(fields.get("orders", ()))[:_SHOWN]
        proof = Proof.SAME_PHONE if found else None
        return {"proof": proof, "found": bool(found), "result": found}

    def _ask(self, tool: str, arguments: Mapping[str, Any], who: OnBehalf) -> Mapping[str, Any]:
        """The fields of a success, none when there is no such thing."""
        result = self.shop.read(tool, arguments, on_behalf=who, within_s=_WITHIN_S)
        if isinstance(result, Failed):
            raise ToolError(tool)
        return result.fields if isinstance(result, Succeeded) else {}
