"""What a model may read: orders that are theirs, articles of the purpose, what a system tells."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from wa_support.domain.decisions import GateDecision
from wa_support.domain.knowledge import Passage, passage_as_json, passage_from_json
from wa_support.domain.orders import Order
from wa_support.domain.policy import Purpose
from wa_support.domain.tool_results import (
    Correctable,
    Failed,
    Succeeded,
    ToolResult,
    result_as_json,
    result_from_json,
)
from wa_support.flow.answering import Answering
from wa_support.flow.their_orders import TheirOrders
from wa_support.flow.tools import Read, ToolError
from wa_support.flow.unconnected import Unconnected
from wa_support.flow.understanding.reduced import reduced, reduced_order
from wa_support.ports.tools import Connector, OnBehalf

_PASSAGES: Final = 3
_READ_WITHIN_S: Final = 8.0


@dataclass(slots=True, kw_only=True)
class ToolReads:
    """Results hold typed fields alone. `orders` and `passages` (by their ids) are those that this
    turn has read. `decision` holds what they said to prove that an order is theirs, `time_left`
    is in seconds; `journaled` keeps what was read for a re-run."""

    purpose: Purpose
    decision: GateDecision
    answering: Answering
    journaled: Read
    connector: Connector | None
    on_behalf: OnBehalf
    time_left: Callable[[], float]
    orders: dict[str, Order] = field(default_factory=dict)
    passages: dict[str, Passage] = field(default_factory=dict)

    def read(self, tool: str, arguments: Mapping[str, Any]) -> ToolResult:
        try:
            match tool:
                case "get_order":
                    return self._order(arguments["order_id"])
                case "list_orders":
                    return self._orders()
                case "kb_search":
                    return self._articles(arguments["question"])
                case _:
                    return self._connected(tool, arguments)
        except ToolError:
            return Failed(code="unavailable")

    def owns(self, order_id: str) -> bool:
        """Whether the order is shown to be theirs; raises ToolError."""
        return self._found(order_id) is not None

    def _order(self, order_id: str) -> ToolResult:
        order = self._found(order_id)
        if order is None:
            return Correctable(code="not_found")
        return Succeeded(fields={"order": self._shown(order)})

    def _found(self, order_id: str) -> Order | None:
        """What they said proves the order that they said it of, and none that a model names."""
        if order_id not in self.orders:
            said = self.decision
            if order_id != said.order_id:
                said = replace(said, receiver=None, last_4=None)
            order = self._theirs().one(order_id, said)
            self.orders |= {order.id: order} if order is not None else {}
        return self.orders.get(order_id)

    def _orders(self) -> ToolResult:
        orders = self._theirs().last()
        self.orders |= {order.id: order for order in orders}
        return Succeeded(fields={"orders": [self._shown(order) for order in orders]})

    def _theirs(self) -> TheirOrders:
        return replace(self.answering.orders, shop=self.connector or Unconnected())

    def _shown(self, order: Order) -> Any:
        return reduced_order(order, self.answering.wording.language)

    def _articles(self, question: str) -> ToolResult:
        documents = ", ".join(self.purpose.knowledge)
        arguments = {"documents": documents, "question": question}
        read = self.journaled("kb_search", arguments, lambda: self._search(question))
        found = [passage_from_json(one) for one in read["passages"]]
        self.passages |= {_id(passage): passage for passage in found}
        shown = [{"id": _id(one), "title": one.title, "text": one.text} for one in found]
        return Succeeded(fields={"passages": shown})

    def _search(self, question: str) -> Mapping[str, Any]:
        articles = self.answering.articles
        found = articles.knowledge.search(
            question,
            documents=self.purpose.knowledge,
            language=articles.language,
            today=articles.today,
            limit=_PASSAGES,
        )
        passages = [passage_as_json(one.passage) | {"asked": ""} for one in found]
        nearest = passages[0] if passages else None
        return {"found": bool(passages), "result": nearest, "passages": passages}

    def _connected(self, tool: str, arguments: Mapping[str, Any]) -> ToolResult:
        read = self.journaled(tool, arguments, lambda: self._ask(tool, arguments))
        result = result_from_json(read["result"])
        if isinstance(result, Succeeded):
            return Succeeded(fields=reduced(result.fields, self.answering.wording.language))
        return result

    def _ask(self, tool: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """What failed is not kept: a re-run asks again."""
        if self.connector is None:
            raise ToolError(tool)
        result = self.connector.read(
            tool,
            arguments,
            on_behalf=self.on_behalf,
            within_s=min(self.time_left(), _READ_WITHIN_S),
        )
        if isinstance(result, Failed):
            raise ToolError(tool)
        return {"found": isinstance(result, Succeeded), "result": result_as_json(result)}


def _id(passage: Passage) -> str:
    return f"{passage.document}:{passage.line}"
