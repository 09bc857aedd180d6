"""The practice shop of a small policy, and who asks it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from wa_support.domain.policy import Hours, People, Policy, Purpose, SlotRules
from wa_support.domain.tool_results import Succeeded, ToolResult
from wa_support.ports.tools import OnBehalf
from wa_support.storage.cipher import Cipher
from wa_support.storage.engine import Engine
from wa_support.storage.sample_shop import SampleShop, seed

from .clock import SettableClock

SUNDAY = date(2026, 11, 22)
NOON_OF_SUNDAY = int(datetime(2026, 11, 22, 3, tzinfo=UTC).timestamp() * 1000)  # in Seoul
SATURDAY = "2026-11-28"
MINA = OnBehalf(customer="cus_mina", phone="821055501042")
DANIEL = OnBehalf(customer="cus_daniel", phone="821055502077")
HIDDEN = OnBehalf(customer="cus_hidden", phone=None)
HOURS = Hours(timezone="Asia/Seoul", days=dict.fromkeys(range(1, 7), (11 * 60, 19 * 60)))
SLOTS = SlotRules(
    hours=HOURS, length_ms=30 * 60_000, at_once=3, change_until_ms=2 * 3_600_000,
    place={"ko": "성수 쇼룸", "en": "Seongsu showroom"},
)  # fmt: skip
POLICY = Policy(
    business={"ko": "모먼트리빙", "en": "Moment Living"},
    languages=("ko", "en"),
    timezone="Asia/Seoul",
    privacy_notice="https://moment.example/privacy",
    people=People(hours=HOURS, other_ways={}),
    purposes=(
        Purpose(
            name="booking", line=1, names={}, declared_as="booking", answers="live", slots=SLOTS
        ),
    ),
)
_keys = count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The shop as one customer meets it."""

    shop: SampleShop
    who: OnBehalf = MINA

    def for_(self, who: OnBehalf) -> "Desk":
        return replace(self, who=who)

    def read(self, tool: str, **arguments: Any) -> ToolResult:
        return self.shop.read(tool, arguments, on_behalf=self.who, within_s=5.0)

    def act(self, tool: str, key: str | None = None, **arguments: Any) -> ToolResult:
        key = key or f"key-{next(_keys)}"
        return self.shop.act(tool, arguments, on_behalf=self.who, key=key, within_s=5.0)

    def became_of(self, tool: str, key: str, **arguments: Any) -> ToolResult:
        return self.shop.became_of(tool, arguments, on_behalf=self.who, key=key, within_s=5.0)


def open_shop(
    engine: Engine, cipher: Cipher, clock: SettableClock, *, policy: Policy = POLICY
) -> Desk:
    with engine.write() as connection:
        seed(connection, SUNDAY, cipher)
    return Desk(shop=SampleShop(engine, cipher=cipher, clock=clock, policy=policy))


def fields(result: ToolResult) -> Mapping[str, Any]:
    assert isinstance(result, Succeeded), result
    return result.fields
