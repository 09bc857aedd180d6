"""The practice shop and its articles, with an ear at each door and mishaps at will."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from wa_support.domain.knowledge import Found
from wa_support.domain.tool_results import Failed, Succeeded, ToolResult
from wa_support.ports.outside import Knowledge
from wa_support.ports.tools import Connector, OnBehalf

Reached = dict[str, dict[str, Any]]
_AT_ONCE: Final = 3
"""Visits that one start has room for, by the shipped policy."""


@dataclass(slots=True, kw_only=True)
class WatchedShop:
    """Implements `ports.tools.Connector`. `reached` are calls since it was last emptied,
    `effects` what was done in all; `fails` and `unsure` name tools."""

    shop: Connector
    reached: list[Reached] = field(default_factory=list)
    effects: list[Reached] = field(default_factory=list)
    fails: Sequence[str] = ()
    unsure: Sequence[str] = ()

    def offers(self) -> frozenset[str]:
        return self.shop.offers()

    def read(
        self, tool: str, arguments: Mapping[str, Any], *, on_behalf: OnBehalf, within_s: float
    ) -> ToolResult:
        self.reached.append({tool: dict(arguments)})
        if tool in self.fails:
            return Failed(code="timeout")
        return self.shop.read(tool, arguments, on_behalf=on_behalf, within_s=within_s)

    def act(
        self, tool: str, arguments: Mapping[str, Any], *, on_behalf: OnBehalf, key: str,
        within_s: float,
    ) -> ToolResult:  # fmt: skip
        self.reached.append({tool: dict(arguments)})
        if tool in self.fails:
            return Failed(code="timeout")
        result = self.shop.act(tool, arguments, on_behalf=on_behalf, key=key, within_s=within_s)
        if isinstance(result, Succeeded):
            self.effects.append({tool: dict(arguments)})
        return Failed(code="timeout", unsure=True) if tool in self.unsure else result

    def became_of(
        self, tool: str, arguments: Mapping[str, Any], *, on_behalf: OnBehalf, key: str,
        within_s: float,
    ) -> ToolResult:  # fmt: skip
        if tool in self.unsure:
            return Failed(code="timeout", unsure=True)
        return self.shop.became_of(tool, arguments, on_behalf=on_behalf, key=key, within_s=within_s)

    def happens(self, meanwhile: Mapping[str, Any], phone: str) -> None:
        """Before the customer's next message is answered."""
        self.fails = meanwhile.get("fails", ())
        self.unsure = meanwhile.get("unsure", ())
        if "taken" in meanwhile:
            for number in range(_AT_ONCE):
                visit = {"start": meanwhile["taken"], "people": 1}
                self._elsewhere("book", visit, phone=f"82109999000{number + 1}")
        if "cancelled" in meanwhile:
            self._elsewhere("cancel_order", {"order_id": meanwhile["cancelled"]}, phone=phone)

    def _elsewhere(self, tool: str, arguments: Mapping[str, Any], *, phone: str) -> None:
        who = OnBehalf(customer=f"elsewhere-{phone}", phone=phone)
        key = f"elsewhere:{phone}:{tool}"
        self.shop.act(tool, arguments, on_behalf=who, key=key, within_s=5.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedArticles:
    """Implements `ports.outside.Knowledge`; a question is reached like a tool."""

    articles: Knowledge
    reached: list[Reached]

    def search(
        self, text: str, *, documents: Collection[str], language: str, today: date, limit: int
    ) -> Sequence[Found]:
        self.reached.append({"kb_search": {"question": text}})
        return self.articles.search(
            text, documents=documents, language=language, today=today, limit=limit
        )
