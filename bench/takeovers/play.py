"""One conversation, and everything that can happen to it in a random order."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from bench.takeovers.chances import ACTS, MEANWHILE
from bench.takeovers.light_house import LightHouse
from bench.takeovers.observer import Observer
from wa_support.domain.content import Tap, Text
from wa_support.domain.conversations import Owner
from wa_support.domain.customers import CustomerRef
from wa_support.domain.delivery import (
    Accepted,
    NotStarted,
    Rejected,
    Remedy,
    SendResult,
    Unknown,
)
from wa_support.domain.errors import NotAllowed
from wa_support.domain.events import Event, EventKind, HandoverChange
from wa_support.domain.text import MaskedText

_NUMBER: Final = "100000000000042"
_CUSTOMER: Final = CustomerRef(phone="821055501042", bsuid="KR.1")
_SAYINGS: Final = {
    "감사합니다": 10, "쇼룸 몇 시까지 해요?": 10, "영업시간이 어떻게 되나요": 10,
    "ㅁㄴㅇㄹ ㅋㅌㅊ": 6, "파이썬 퀵정렬 짜줘": 6, "이거 취소좀": 6, "주문 1042 어디쯤이에요?": 2,
    "상담원": 2, "야 이 병신들아": 1,
}  # fmt: skip
"""Most are answered, some ask back, the last ones go to a person; to how often."""
_TAPS: Final = ("person", "wait:back", "wait:ways", "wait:keep", "purpose:orders")
_AGENTS: Final = ("지우", "민수")
_SECOND: Final = 1_000
_MINUTE, _HOUR = 60 * _SECOND, 3_600 * _SECOND
_PASSING: Final = {
    300: 20, 1_500: 45, 5_000: 30, 46 * _SECOND: 8, 70 * _SECOND: 4, 6 * _MINUTE: 5,
    31 * _MINUTE: 2, 13 * _HOUR: 2, 25 * _HOUR: 2,
}  # fmt: skip
"""Milliseconds to how often."""
_DEEPEST: Final = 2
_PAUSED_FIRST: Final = 0.04
_LAID_BY: Final = 0.5
_UNANSWERED: Final = "SELECT EXISTS (SELECT 1 FROM messages WHERE pending)"
_UNSENT: Final = "SELECT EXISTS (SELECT 1 FROM sends WHERE state IN ('ready', 'waiting'))"
_PAUSED: Final = "SELECT EXISTS (SELECT 1 FROM pauses WHERE ended_at IS NULL)"
_THE_ONE: Final = "SELECT id FROM conversations"
_UNDER_WAY: Final = "EXISTS (SELECT 1 FROM attempts WHERE outcome = 'attempting')"
_OPEN: Final = " OR ".join((_UNANSWERED, _UNSENT.removeprefix("SELECT "), _UNDER_WAY))


@dataclass(slots=True)
class Play:
    """`dice` decides everything. Work that was begun lies in `turns` and `calls` until it goes on,
    or until its process dies."""

    house: LightHouse
    dice: random.Random
    observer: Observer = field(init=False)
    turns: list[Callable[[], None]] = field(default_factory=list)
    calls: list[Callable[[], None]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    steps: int = 0
    _depth: int = 0
    _keys: int = 0
    _calm: bool = False

    def __post_init__(self) -> None:
        self.house.empty()
        self.house.beat()
        self.house.cloud.answers = self._answer_of_the_platform
        self.observer = Observer(self.house.engine.raw)
        for outbox in self.house.outboxes:
            outbox.seen = self.observer.begins
            outbox.laid_by = self._laid_by

    def run(self, steps: int) -> list[str]:
        """The faults. Sometimes people stop the bot before the customer ever wrote."""
        if self.dice.random() < _PAUSED_FIRST:
            self._does("paused")
        self._does("customer_writes")
        for _ in range(steps):
            self._does(self._next())
            if self.observer.faults:
                return self.observer.faults
        self._comes_to_rest()
        return self.observer.faults

    def _does(self, name: str) -> None:
        self.steps += 1
        self.told.append(name)
        getattr(self, f"_{name}")()
        self.observer.look()

    def _next(self) -> str:
        """What would do nothing at all is left out."""
        raw, owner = self.house.engine.raw, self.observer.owner
        idle = {
            "turn_begins": not raw.execute(_UNANSWERED).fetchone()[0],
            "turn_goes_on": not self.turns,
            "attempt_begins": not raw.execute(_UNSENT).fetchone()[0],
            "attempt_goes_on": not self.calls,
            "agent_replies": owner != Owner.AGENT,
            "agent_gives_back": owner not in {Owner.AGENT, Owner.QUEUED},
            "handed_to_us": owner != Owner.ELSEWHERE,
            "unpaused": not raw.execute(_PAUSED).fetchone()[0],
        }
        acts = {act: often for act, often in ACTS.items() if not idle.get(act)}
        return self.dice.choices(list(acts), list(acts.values()))[0]

    # the customer

    def _customer_writes(self) -> None:
        words = MaskedText(self.dice.choices(list(_SAYINGS), list(_SAYINGS.values()))[0])
        self._comes_in(Event(kind=EventKind.MESSAGE, content=Text(body=words), **self._meta()))

    def _customer_taps(self) -> None:
        tap = Tap(id=self.dice.choice(_TAPS), title=MaskedText("고름"))
        self._comes_in(Event(kind=EventKind.MESSAGE, content=tap, **self._meta()))

    def _comes_in(self, event: Event) -> None:
        was_closed = self.observer.owner == Owner.CLOSED
        with self.house.database.write() as tx:
            self.house.inbound(tx).message(event, found=())
            this = self._conversation()
            if was_closed and this is not None:
                self.observer.reopened(tx.conversations.get(this))

    def _meta(self, ago: int = 0) -> dict[str, Any]:
        self._keys += 1
        return {
            "field_name": "messages", "raw": {}, "phone_number_id": _NUMBER, "type": "text",
            "id": f"wamid.{self._keys}", "customer": _CUSTOMER,
            "at": (self.house.clock.now() - ago) // _SECOND * _SECOND,
        }  # fmt: skip

    # another system, or the phone app

    def _phone_app_echoes(self) -> None:
        ago = self.dice.choice((0, 0, 2_000, 10 * _MINUTE, 20 * _HOUR))
        words = Text(body=MaskedText("제가 볼게요"))
        event = Event(kind=EventKind.ECHO, content=words, **self._meta(ago))
        with self.house.database.write() as tx:
            self.house.inbound(tx).echo(event)

    def _stands_by(self) -> None:
        self._routed(Event(kind=EventKind.STANDBY, **self._meta(self.dice.choice((0, 5_000)))))

    def _handed_to_us(self) -> None:
        change = HandoverChange(type="control_passed")
        self._routed(Event(kind=EventKind.HANDOVER, handover=change, **self._meta()))

    def _handed_away(self) -> None:
        change = HandoverChange(type="control_taken")
        self._routed(Event(kind=EventKind.HANDOVER, handover=change, **self._meta()))

    def _routed(self, event: Event) -> None:
        with self.house.database.write() as tx:
            self.house.inbound(tx).routed(event)

    # the worker

    def _turn_begins(self) -> None:
        """Often as soon as the customer has said all they had to say."""
        self.house.clock.pass_by(self.dice.choice((0, 1_300, 5_000)))
        work = self.dice.choice(self.house.turns).claim()
        if work is not None:
            self.turns.append(work)

    def _turn_goes_on(self) -> None:
        if self.turns:
            self.turns.pop(self.dice.randrange(len(self.turns)))()

    def _laid_by(self, call: Callable[[], None]) -> bool:
        """Between an outcome and the turn's own call there is room for anything, death too."""
        laid_by = not self._calm and self.dice.random() < _LAID_BY
        if laid_by:
            self.calls.append(call)
        return laid_by

    def _attempt_begins(self) -> None:
        call = self.dice.choice(self.house.outboxes).claim()
        if isinstance(call, partial):
            self.calls.append(call)

    def _attempt_goes_on(self) -> None:
        if self.calls:
            self.calls.pop(self.dice.randrange(len(self.calls)))()

    def _answer_of_the_platform(self) -> SendResult:
        """Takes its time: other things happen meanwhile."""
        if self._calm:
            self._keys += 1
            return Accepted(wamid=f"wamid.out.{self._keys}")
        if self._depth < _DEEPEST:
            self._depth += 1
            for _ in range(self.dice.choice((0, 0, 1, 2))):
                self._does(self.dice.choice(MEANWHILE))
            self._depth -= 1
        self._keys += 1
        results: list[SendResult] = [
            Accepted(wamid=f"wamid.out.{self._keys}"),
            Unknown(details="reset"),
            NotStarted(details="no route"),
            Rejected(code=130429, remedy=Remedy.BACK_OFF, details="slow", http_status=400),
            Rejected(code=100, remedy=Remedy.FIX, details="no", http_status=400),
        ]
        return self.dice.choices(results, [60, 8, 10, 14, 3])[0]

    def _worker_dies(self) -> None:
        """Between a lease and its outcome, or during a call; a new one starts in its place."""
        self.turns.clear()
        self.calls.clear()
        with self.house.database.write() as tx:
            tx.workers.expire_dead(lambda _host, _pid, _started: True)
        self.house.beat()

    def _chores(self) -> None:
        for outbox in self.house.outboxes:
            outbox.settle_abandoned()
        self.house.waiting.look()
        self.house.resending.look()

    def _time_passes(self) -> None:
        self.house.clock.pass_by(self.dice.choices(list(_PASSING), list(_PASSING.values()))[0])

    # the desk

    def _agent_takes(self) -> None:
        if self._at_the_desk(lambda this, agent: self.house.desk.take(this, agent=agent)):
            self.observer.yours()

    def _agent_replies(self) -> None:
        self._keys += 1
        key = f"key {self._keys}"
        self._at_the_desk(
            lambda this, agent: self.house.desk.reply(
                this, agent=agent, text="확인했습니다", key=key
            )
        )

    def _agent_gives_back(self) -> None:
        self._at_the_desk(lambda this, agent: self.house.desk.give_back(this, agent=agent))

    def _agent_resolves(self) -> None:
        self._at_the_desk(lambda this, agent: self.house.desk.resolve(this, agent=agent))

    def _agent_passes_on(self) -> None:
        self._at_the_desk(lambda this, agent: self.house.desk.pass_on(this, agent=agent, to=None))

    def _agent_sits_down(self) -> None:
        self.house.desk.seen(agent=self.dice.choice(_AGENTS))

    def _paused(self) -> None:
        until = self.dice.choice((None, 3_000, 50_000, _HOUR))
        now = self.house.clock.now()
        who = self.dice.choice((_CUSTOMER.phone, _CUSTOMER.bsuid)) or ""
        self.house.pausing.pause(who, by="지우", until=until and now + until)

    def _unpaused(self) -> None:
        with suppress(NotAllowed):
            self.house.pausing.unpause(_CUSTOMER.phone or "", by="지우")

    def _at_the_desk(self, what: Callable[[str, str], object]) -> object:
        this = self._conversation()
        if this is None:
            return None
        try:
            return what(this, self.dice.choice(_AGENTS))
        except NotAllowed:
            return None

    # the end

    def _comes_to_rest(self) -> None:
        """Everything that was begun ends, the platform accepts, and a quiet hour passes."""
        self._calm = True
        for name in ("turn_goes_on",) * len(self.turns) + ("attempt_goes_on",) * len(self.calls):
            self._does(name)
        for passing in (5_000, 16_000, 50_000, 70_000, 70_000, 2 * _MINUTE, 3 * _MINUTE):
            self.house.clock.pass_by(passing)
            self._works_everything_off()
            if self.observer.faults or not self.house.engine.raw.execute(_OPEN).fetchone()[0]:
                break
        self.observer.at_rest()

    def _works_everything_off(self) -> None:
        self._does("chores")
        for begins, goes_on, work, there_is in (
            ("turn_begins", "turn_goes_on", self.turns, _UNANSWERED),
            ("attempt_begins", "attempt_goes_on", self.calls, _UNSENT),
        ):
            while self.house.engine.raw.execute(there_is).fetchone()[0]:
                self._does(begins)
                if not work:
                    break
                self._does(goes_on)

    def _conversation(self) -> str | None:
        return next((row[0] for row in self.house.engine.raw.execute(_THE_ONE)), None)
