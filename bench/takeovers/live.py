"""The running service against agents who take conversations at random moments.

`serve` runs as processes with SQLite as shipped; the simulated platform takes up to a second for
each call; the agents sit in this process. What the bot had begun is read inside the takeover's own
transaction, so "after" is the order of commits and no clock's. Conversations are never returned:
whatever the bot begins in them later is one violation too many.
"""

import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from bench.machine import described, percentile
from bench.proof import plants
from bench.proof.stage import temporary_folder
from tests.acceptance.service import NUMBER
from tests.processes.serving import Serving, now_ms, serving, wait_for
from wa_support.bootstrap.house import House
from wa_support.domain.customers import AliasKind
from wa_support.domain.delivery import Author
from wa_support.flow.desk import Desk
from wa_support.ports.database import Tx
from wa_support.simulator.configuration import Delays
from wa_support.simulator.ledger import AcceptedSend, Ledger
from wa_support.storage.database import SqlDatabase
from wa_support.storage.schema import attempts, sends

_PROGRAM: Final = (sys.executable, "-m", "bench.proof.program")
_AT_ONCE: Final = 40
_AGENTS: Final = 4
_FROM_S, _UNTIL_S = 0.9, 4.5
"""A burst ends 1.2 s after it began; forty answers then queue for eight slow calls."""
_DELAYS: Final = Delays(sent=50, delivered=200, read=None)
_SAYINGS: Final = (
    "주문 1042 어디쯤이에요?", "쇼룸 몇 시까지 해요?", "감사합니다", "where is order 1042?",
)  # fmt: skip
_REFUSED: Final = 6
"""Calls of a wave that the platform refuses for now, so that they are owed once more."""
_BEGUN: Final = select(attempts.c.id, attempts.c.outcome).join(
    sends, sends.c.id == attempts.c.send_id
)


class SlowLedger(Ledger):
    """A platform that takes its time before and after it accepts."""

    def __init__(self, path: Path, dice: random.Random) -> None:
        super().__init__(path)
        self._dice = dice

    def record(self, send: AcceptedSend) -> None:
        time.sleep(self._dice.uniform(0, 0.5))
        super().record(send)
        time.sleep(self._dice.uniform(0, 0.5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeover:
    """`begun` maps the bot's attempts to their outcome as the takeover's transaction saw them;
    `yours_at` is the wall clock in ms, `took_s` from the click to "yours"."""

    phone: str
    conversation_id: str
    begun: dict[str, str]
    yours_at: int
    took_s: float


@dataclass(slots=True)
class _Witness:
    """The agent's database: each write transaction also reads what the bot has begun."""

    database: SqlDatabase
    conversation_id: str
    begun: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def write(self) -> Iterator[Tx]:
        with self.database.write() as tx:
            yield tx
            rows = tx._connection.execute(_by_the_bot(self.conversation_id))  # type: ignore[attr-defined]  # noqa: SLF001
            self.begun = {row.id: row.outcome for row in rows}

    def read(self) -> AbstractContextManager[Tx]:
        return self.database.read()

    def lease_named(self, name: str, **more: Any) -> bool:
        return self.database.lease_named(name, **more)


@dataclass(slots=True)
class Race:
    serving: Serving
    house: House
    dice: random.Random
    takeovers: list[Takeover] = field(default_factory=list)
    _customers: int = 0

    def wave(self, count: int) -> None:
        phones = [f"8210{self._customers + n:08}" for n in range(count)]
        self._customers += count
        moments = [self.dice.uniform(_FROM_S, _UNTIL_S) for _ in phones]
        sayings = [self.dice.choice(_SAYINGS) for _ in phones]
        with ThreadPoolExecutor(count) as agents:
            raced = [
                agents.submit(self._ask_and_take, *each)
                for each in zip(phones, sayings, moments, strict=True)
            ]
            self.takeovers += [one.result() for one in raced]

    def violations(self) -> list[str]:
        """By the order of commits, and by what the platform was asked after "yours"."""
        late = []
        with self.house.engine.read() as connection:
            for one in self.takeovers:
                rows = connection.execute(_by_the_bot(one.conversation_id))
                after = {row.id for row in rows} - set(one.begun)
                late += [f"{one.phone}: attempt {each} begun after it was taken" for each in after]
        yours = {one.phone: one.yours_at for one in self.takeovers}
        for send in self.serving.phone.cloud.ledger.sends():
            phone = send.to.removeprefix("+")
            if send.at > yours.get(phone, send.at):
                late.append(f"{phone}: the platform accepted {send.id} after yours")
        return late

    def _ask_and_take(self, phone: str, words: str, moment: float) -> Takeover:
        self.serving.phone.say(phone, words)
        time.sleep(moment)
        wait_for(lambda: self._conversation_of(phone), f"the words of {phone} taken in", 60)
        conversation = self._conversation_of(phone)
        assert conversation is not None
        witness = _Witness(self.house.database, conversation)
        desk: Desk = replace(self.house.desk(), database=witness)
        clicked = time.monotonic()
        yours = desk.take(conversation, agent=f"agent {int(phone) % _AGENTS}")
        begun = dict(witness.begun)
        wait_for(lambda: yours or desk.settled(conversation), "nothing in flight", 60)
        return Takeover(
            phone=phone,
            conversation_id=conversation,
            begun=begun,
            yours_at=now_ms(),
            took_s=time.monotonic() - clicked,
        )

    def _conversation_of(self, phone: str) -> str | None:
        with self.house.database.read() as tx:
            customer = tx.customers.find(AliasKind.PHONE, phone)
            found = tx.conversations.between(NUMBER, customer.id) if customer else None
        return found.id if found else None


def run_live(count: int, seed: int, plant: str = "") -> int:
    """`plant` names a fault of `bench.proof.plants` that the service is started with."""
    began = time.monotonic()
    program: dict[str, Any] = {"program": _PROGRAM, plants.NAMES: plant} if plant else {}
    print(f"{described()}; platform 0 to 1 s a call, {_AT_ONCE} customers at once", flush=True)
    with temporary_folder() as folder, serving(folder, delays=_DELAYS, **program) as started:
        started.phone.cloud.ledger.close()
        started.phone.cloud.ledger = SlowLedger(folder / "ledger.jsonl", random.Random(seed))
        with started.house() as house:
            race = Race(started, house, random.Random(seed))
            while len(race.takeovers) < count:
                started.phone.fault(error_130429=_REFUSED)
                race.wave(min(_AT_ONCE, count - len(race.takeovers)))
                print(f"{len(race.takeovers):>6} taken", flush=True)
            time.sleep(8)
            late = race.violations()
    print(report(race.takeovers, late, time.monotonic() - began))
    return int(bool(late))


def report(takeovers: Sequence[Takeover], late: Sequence[str], seconds: float) -> str:
    when = Counter(_moment(one) for one in takeovers)
    took = [one.took_s * 1000 for one in takeovers]
    lines = [
        f"takeovers                         {len(takeovers):>8,}",
        f"  before the bot began a word     {when['before']:>8,}",
        f"  while a call was under way      {when['during']:>8,}",
        f"  after its word had ended        {when['after']:>8,}",
        f"begun after the takeover          {len(late):>8,}",
        f"from the click to yours, median   {statistics.median(took):>8,.0f} ms",
        f"                         p99      {percentile(took, 0.99):>8,.0f} ms",
        f"                         longest  {max(took):>8,.0f} ms",
        f"seconds                           {seconds:>8,.0f}",
    ]
    return "\n".join([*lines, *late[:10]])


def _moment(one: Takeover) -> str:
    if not one.begun:
        return "before"
    return "during" if "attempting" in one.begun.values() else "after"


def _by_the_bot(conversation_id: str) -> Any:
    return _BEGUN.where(attempts.c.conversation_id == conversation_id, sends.c.author == Author.BOT)
