"""`python -m bench.opt_out --races N`: an opt-out against a queued marketing send, threads over a
real SQLite file. Exit code 1 when an attempt began after an opt-out's commit.

What came first is counted inside the transactions, which SQLite lets in one after another.
`--plant`: the fence is asked before the transaction, which must be seen.
"""

import argparse
import itertools
import os
import random
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from bench.takeovers.light_house import HeldClock, SlowCloud, policy_book
from tests.flow.given_templates import MARKETING, approve
from wa_support.bootstrap.world import SystemClock, UlidIds
from wa_support.domain.consents import ConsentCategory, ConsentSource
from wa_support.domain.customers import Consent, CustomerRef
from wa_support.domain.templates.template import Trigger
from wa_support.flow import outbox as outbox_module
from wa_support.flow.consent import hear, record
from wa_support.flow.identity import recognise
from wa_support.flow.outbox import Outbox
from wa_support.flow.reaching import conversation_with
from wa_support.flow.template_outcomes import STOPPED_MARKETING, refused
from wa_support.flow.template_sending import Planned, TemplateSending, Wish
from wa_support.ports.database import Tx
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import open_engine
from wa_support.storage.migrate import prepare

_NUMBER: Final = "100000000000042"
_AT_ONCE: Final = 50
_FOR_ONE_MS: Final = 20
_SOURCE: Final = (
    "category: marketing\nwhat_for: 할인\nfired_by: [list]\n"
    "body: (광고) 모먼트리빙의 여름 할인을 알려 드립니다.\n"
).encode()


@dataclass(slots=True)
class Ordered:
    """A database that numbers what it commits; `mine` is the number of this thread's last one."""

    database: SqlDatabase
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _of: threading.local = field(default_factory=threading.local)

    @contextmanager
    def write(self) -> Iterator[Tx]:
        with self.database.write() as tx:
            yield tx
            self._of.number = next(self._numbers)

    def read(self) -> Any:
        return self.database.read()

    @property
    def mine(self) -> int:
        number: int = self._of.number
        return number


@dataclass(slots=True, kw_only=True)
class Queued:
    customer_id: str
    send_id: str
    begun: int | None = None
    stopped: int = 0


@dataclass(slots=True, kw_only=True)
class Score:
    races: int = 0
    begun_before: int = 0
    cancelled: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Race:
    folder: Path
    seed: int
    clock: HeldClock = field(default_factory=HeldClock)
    database: Ordered = field(init=False)
    outbox: Outbox = field(init=False)
    score: Score = field(default_factory=Score)

    def __post_init__(self) -> None:
        url = f"sqlite:///{self.folder / 'wa-support.db'}"
        engine = open_engine(url, data_dir=self.folder, clock=SystemClock())
        prepare(engine)
        cipher = Cipher(bytes(32), os.urandom)
        self.database = Ordered(SqlDatabase(engine, cipher, os.urandom))
        self.outbox = Outbox(
            database=self.database,  # type: ignore[arg-type]
            clock=self.clock,
            ids=UlidIds(clock=SystemClock(), random=os.urandom),
            cloud=SlowCloud(),  # type: ignore[arg-type]
            book=policy_book(),
            holder="wrk_bench",
        )
        with self.database.write() as tx:
            _publish(tx, self.clock.now())
            tx.workers.beat("wrk_bench", host="here", pid=1, pid_started=1, now=self.clock.now())

    def run(self, races: int) -> Score:
        for first in range(0, races, _AT_ONCE):
            self._some(first, min(_AT_ONCE, races - first))
        return self.score

    def _some(self, first: int, count: int) -> None:
        with self.database.write() as tx:
            queued = [self._queue(tx, first + n) for n in range(count)]
        for each, one in enumerate(queued, first):
            self.clock.pass_by(_FOR_ONE_MS)
            self._race(each, one)
            self._judge(each, one)

    def _race(self, number: int, one: Queued) -> None:
        """Both are let go at once; chance gives one of them a little start."""
        draw = random.Random(f"{self.seed}:{number}")
        gate = threading.Barrier(2)
        lead = draw.uniform(-1, 1) / 1000
        stop = _WAYS[draw.randrange(len(_WAYS))]

        def send() -> None:
            gate.wait()
            threading.Event().wait(max(lead, 0))
            call = self.outbox.claim()
            if call is not None:
                number = self.database.mine
                with self.database.read() as tx:
                    one.begun = number if tx.sends.get(one.send_id).tries else None
                call()

        def opt_out() -> None:
            gate.wait()
            threading.Event().wait(max(-lead, 0))
            with self.database.write() as tx:
                stop(tx, one, self.clock.now())
            one.stopped = self.database.mine

        threads = [threading.Thread(target=each) for each in (send, opt_out)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _judge(self, number: int, one: Queued) -> None:
        self.score.races += 1
        if one.begun is None:
            self.score.cancelled += 1
        elif one.begun < one.stopped:
            self.score.begun_before += 1
        else:
            told = f"{self.seed}:{number}: began at {one.begun}, after the stop at {one.stopped}"
            self.score.faults.append(told)

    def _queue(self, tx: Tx, number: int) -> Queued:
        now, ids = self.clock.now(), self.outbox.ids
        ref = CustomerRef(phone=f"8210{number:08}")
        customer = recognise(tx, ref, ids=ids, now=now).customer
        record(
            tx, customer.id, ConsentCategory.MARKETING, given=True, source=ConsentSource.IMPORT,
            now=now, at=now - 1000,
        )  # fmt: skip
        conversation = conversation_with(tx, customer.id, _NUMBER, ids=ids, now=now)
        read = self.outbox.book.current(tx).read_template
        wish = Wish(name="offer", trigger=Trigger.LIST, values={}, cause=f"race:{number}")
        planned = TemplateSending(tx=tx, ids=ids, read=read, now=now).plan(conversation, wish)
        if not isinstance(planned, Planned):
            raise TypeError(planned.why)
        return Queued(customer_id=customer.id, send_id=planned.send.id)


def _publish(tx: Tx, now: int) -> None:
    policy = Path(__file__).parents[1] / "policies.yaml"
    tx.policies.publish(policy.read_bytes(), weights_key=None, by="bench", now=now)
    approve(tx, "offer", given=_SOURCE, category=MARKETING, now=now)


def _in_words(tx: Tx, one: Queued, now: int) -> None:
    hear(tx, one.customer_id, Consent.PROMOTIONS_STOPPED, now=now)


def _everything(tx: Tx, one: Queued, now: int) -> None:
    hear(tx, one.customer_id, Consent.ALL_STOPPED, now=now)


def _in_whatsapp(tx: Tx, one: Queued, now: int) -> None:
    source = ConsentSource.WHATSAPP
    record(tx, one.customer_id, ConsentCategory.MARKETING, given=False, source=source, now=now)


def _by_meta(tx: Tx, one: Queued, now: int) -> None:
    refused(tx, one.send_id, STOPPED_MARKETING, now)


_WAYS: Final[tuple[Callable[[Tx, Queued, int], None], ...]] = (
    _in_words, _everything, _in_whatsapp, _by_meta,
)  # fmt: skip


@contextmanager
def fence_read_before() -> Iterator[None]:
    """Planted: what the fence says is read in a transaction of its own, before the attempt's."""
    honest_claim, honest_fence = Outbox.claim, outbox_module.stands_before
    told = threading.local()

    def claim(self: Outbox) -> Any:
        with self.database.read() as tx:
            send = tx.sends.claim_due(self.clock.now())
            told.step = None
            if send is not None:
                conversation = tx.conversations.get(send.conversation_id)
                customer = tx.customers.get(conversation.customer_id)
                told.step = honest_fence(tx, send, conversation, customer, self.clock.now())
        return honest_claim(self)

    with (
        patch.object(Outbox, "claim", claim),
        patch.object(outbox_module, "stands_before", lambda *_: told.step),
    ):
        yield


def run(races: int, seed: int, *, plant: bool = False) -> Score:
    with tempfile.TemporaryDirectory(prefix="wa-support-opt-out-") as folder:
        race = Race(Path(folder), seed)
        if not plant:
            return race.run(races)
        with fence_read_before():
            return race.run(races)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.opt_out", description=__doc__)
    parser.add_argument("--races", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=None, help="that of an earlier run repeats it")
    parser.add_argument("--plant", action="store_true")
    given = parser.parse_args()
    seed = random.randrange(1_000_000) if given.seed is None else given.seed
    print(f"seed {seed}", flush=True)
    score = run(given.races, seed, plant=given.plant)
    print(
        f"{score.races:,} races: {score.begun_before:,} begun before the opt-out, "
        f"{score.cancelled:,} never begun, {len(score.faults)} begun after it"
    )
    for fault in score.faults[:10]:
        print(fault)
    return 1 if score.faults else 0


if __name__ == "__main__":
    sys.exit(main())
