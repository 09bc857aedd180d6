"""Days of a desk that opens and closes, agents who come, take, answer, forget and leave: whoever
waits for a person is answered, resolved, returned, or told another way in the promised time."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from tests.flow.house import DAY, MINUTE, Home
from tests.flow.watching import counted, waits_of
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author
from wa_support.domain.errors import NotAllowed
from wa_support.domain.hours import is_open
from wa_support.domain.people import Handoff
from wa_support.domain.policy import Hours
from wa_support.flow.assigning import Assigning
from wa_support.flow.waits import Waits

FRIDAY_9 = int(datetime(2026, 11, 27, tzinfo=UTC).timestamp() * 1000)
STEP, AT_NIGHT = 3 * MINUTE, 20 * MINUTE
DAYS = 4
CHECKED_EVERY = 7
CUSTOMERS = [f"8210999930{n:02}" for n in range(8)]
AGENTS = ("지우", "민수")
PROMISE = 10 * MINUTE
WAYS, NOTE = "02-555-0134", "24시간보다 늦어지면"


@dataclass(slots=True)
class Desk:
    """A world of chance; `seated` agents are seen every step."""

    home: Home
    draw: random.Random
    waits: Waits
    hours: Hours
    seated: set[str] = field(default_factory=set)
    did: Counter[str] = field(default_factory=Counter)
    keys: int = 0

    def step(self) -> None:
        self.home.clock.pass_by(STEP if self._open() else AT_NIGHT)
        self.home.beat()
        self._come_and_go()
        if self.draw.random() < 0.12:
            self._customer(self.draw.choice(CUSTOMERS))
        for agent in sorted(self.seated):
            self.home.house.desk().seen(agent=agent)
            if self.draw.random() < 0.4:
                self._work(agent)
        Assigning(database=self.home.house.database, clock=self.home.clock).look()
        while self.waits.look():
            pass
        self.home.waiting.look()
        self.home.deliver()

    def _come_and_go(self) -> None:
        open_now = self._open()
        for agent in AGENTS:
            likely = 0.06 if open_now else 0.001
            if agent in self.seated and self.draw.random() < (0.03 if open_now else 0.5):
                self.seated.discard(agent)
            elif agent not in self.seated and self.draw.random() < likely:
                self.seated.add(agent)

    def _open(self) -> bool:
        return is_open(self.hours, self.home.clock.now())

    def _customer(self, by: str) -> None:
        said = self.draw.choice(["상담원", "언제 되나요?", "주문 1042 취소해 주세요"])
        self.home.say(said, by)
        self.did["asked"] += 1
        while (work := self.home.turns.claim()) is not None:
            work()
        if self.draw.random() < 0.1:
            self.home.tap("wait:back", by=by)

    def _work(self, agent: str) -> None:
        queued = self.home.house.queries.conversations(owner=Owner.QUEUED)
        mine = self.home.house.queries.conversations(owner=Owner.AGENT)
        own = [one.conversation.id for one in mine if one.conversation.agent == agent]
        desk = self.home.house.desk()
        act = self.draw.choice(["take", "take", "reply", "reply", "resolve", "give_back"])
        try:
            if act == "take" and queued:
                desk.take(queued[-1].conversation.id, agent=agent)
            elif act == "reply" and own:
                self.keys += 1
                desk.reply(self.draw.choice(own), agent=agent, text="네", key=f"k{self.keys}")
            elif act == "resolve" and own:
                desk.resolve(self.draw.choice(own), agent=agent)
            elif act == "give_back" and own:
                desk.give_back(self.draw.choice(own), agent=agent)
            else:
                return
        except NotAllowed:
            return
        self.did[act] += 1


def open_ms(desk: Desk, since: int, until: int) -> int:
    """Counted minute by minute, by nothing but whether the desk is open."""
    return sum(MINUTE for at in range(since, until, MINUTE) if is_open(desk.hours, at))


def left(desk: Desk, handoff: Handoff) -> str | None:
    """Why the customer of this handoff has been left, if they have."""
    now = desk.home.clock.now()
    with desk.home.house.database.read() as tx:
        conversation = tx.conversations.get(handoff.conversation_id)
        if conversation.owner is not Owner.QUEUED:
            return None
        lines = tx.desk.transcript(conversation.id, limit=500)
        wait = tx.waits.open_of(handoff.id)
    if wait is None:
        return "nobody counts the time"
    if open_ms(desk, wait.since, now) <= PROMISE + AT_NIGHT:
        return None
    heard = [
        line for line in lines if line.author == Author.NOTICE and line.at >= handoff.opened_at
    ]
    told = any(WAYS in line.text or NOTE in line.text for line in heard)
    return None if told else f"nothing was said for {(now - wait.since) // MINUTE} minutes"


@pytest.mark.parametrize("seed", range(3))
def test_whoever_waits_is_answered_or_told_in_time(home: Home, seed: int) -> None:
    home.clock.time = FRIDAY_9
    with home.house.database.read() as tx:
        hours = home.house.book.current(tx).policy.people.hours
    desk = Desk(home=home, draw=random.Random(seed), waits=waits_of(home), hours=hours)
    steps = longest = 0
    while home.clock.now() < FRIDAY_9 + DAYS * DAY:
        desk.step()
        steps += 1
        if steps % CHECKED_EVERY:
            continue
        with home.house.database.read() as tx:
            waiting = tx.handoffs.waiting()
        longest = max(longest, len(waiting))
        for handoff in waiting:
            assert left(desk, handoff) is None, (seed, handoff.id)
    counts = counted(home)
    assert longest >= 2
    assert desk.did["asked"] > 15
    assert counts.told_only > 0
    assert counts.kept + counts.answered_late > 0
