"""Conversations up to an effect, and a connected system that does whatever it is asked again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from tests.flow.house import MINA, Crash, Home
from wa_support.domain.outbound import Choice, OutButtons, OutList
from wa_support.domain.tool_results import Failed, Succeeded, ToolResult
from wa_support.ports.tools import Connector, OnBehalf

TOOLS: Final = ("cancel_order", "request_refund", "book", "reschedule", "cancel_booking")
DieAt = Literal["before", "after"]


@dataclass(slots=True, kw_only=True)
class Forgetful:
    """Implements `ports.tools.Connector`. A key does not keep it from doing a thing twice: that
    is left to who calls it. `die_at` is before or after the next effect; `unsure` cannot tell
    what became of one."""

    shop: Connector
    done: list[tuple[str, str]] = field(default_factory=list)
    results: dict[str, ToolResult] = field(default_factory=dict)
    die_at: DieAt | None = None
    unsure: bool = False
    during: Callable[[], None] | None = None

    def offers(self) -> frozenset[str]:
        return self.shop.offers()

    def read(
        self, tool: str, arguments: Mapping[str, Any], *, on_behalf: OnBehalf, within_s: float
    ) -> ToolResult:
        return self.shop.read(tool, arguments, on_behalf=on_behalf, within_s=within_s)

    def act(
        self, tool: str, arguments: Mapping[str, Any], *, on_behalf: OnBehalf, key: str,
        within_s: float,
    ) -> ToolResult:  # fmt: skip
        self._die("before")
        again = f"{key}#{len(self.done)}"
        result = self.shop.act(tool, arguments, on_behalf=on_behalf, key=again, within_s=within_s)
        self.done.append((tool, key))
        self.results[key] = result
        if self.during is not None:
            self.during()
        self._die("after")
        return result

    def became_of(
        self, tool: str, arguments: Mapping[str, Any], *, on_behalf: OnBehalf, key: str,
        within_s: float,
    ) -> ToolResult:  # fmt: skip
        if self.unsure:
            return Failed(code="timeout", unsure=True)
        return self.results.get(key) or self.shop.became_of(
            tool, arguments, on_behalf=on_behalf, key=key, within_s=within_s
        )

    def _die(self, at: DieAt) -> None:
        if self.die_at == at:
            self.die_at = None
            raise Crash


def forgetful(home: Home) -> Forgetful:
    """From now on, the home's shop is this one; Mina has a visit there already."""
    shop = Forgetful(shop=home.shop.shop)
    visit = {"start": "2026-11-28T11:00", "people": 2}
    mina = OnBehalf(customer="mina", phone=MINA)
    booked = shop.shop.act("book", visit, on_behalf=mina, key="earlier", within_s=5.0)
    assert isinstance(booked, Succeeded)
    home.shop.shop = shop
    return shop


def choices(home: Home) -> tuple[Choice, ...]:
    """What the last bubble offers."""
    message = home.cloud.calls[-1].message
    match message:
        case OutButtons():
            return message.buttons
        case OutList():
            return message.rows
        case _:
            return ()


def offered(home: Home, kind: str) -> str:
    """The first tap of a kind in the last bubble."""
    return next(choice.id for choice in choices(home) if choice.id.startswith(f"{kind}:"))


def taps(home: Home, id: str, by: str = MINA) -> str:
    """Taps a second later and returns the one bubble that answers."""
    home.clock.pass_by(1_000)
    home.tap(id, by=by)
    (bubble,) = home.answer()
    return bubble


def up_to_the_question(home: Home, tool: str) -> str:
    """The tap that confirms, after a conversation by words and lists."""
    match tool:
        case "cancel_order":
            home.asks("주문 1058 취소해주세요")
        case "request_refund":
            home.asks("1017 환불해주세요")
            home.asks("생각한 색이 아니라서 환불 원합니다")
        case "book":
            home.asks("쇼룸 예약하고 싶어요")
            taps(home, offered(home, "fill"))
            taps(home, offered(home, "fill"))
            home.asks("2명")
        case "reschedule":
            home.asks("예약을 일요일로 옮겨 주세요")
            taps(home, offered(home, "fill"))
        case _:
            home.asks("예약 취소할게요")
    return offered(home, "confirm")
