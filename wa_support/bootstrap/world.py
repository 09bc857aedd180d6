"""The real clock and the real dice."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

from wa_support.domain.ids import ulid
from wa_support.ports.outside import Clock


class SystemClock:
    def now(self) -> int:
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        return time.monotonic()


@dataclass(frozen=True, slots=True, kw_only=True)
class UlidIds:
    clock: Clock
    random: Callable[[int], bytes] = os.urandom

    def new(self, prefix: str) -> str:
        return f"{prefix}_{ulid(self.clock.now(), self.random(10))}"
