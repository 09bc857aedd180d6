"""Many workers at once, on both databases."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from tests.storage import given
from tests.storage.given import NOW
from wa_support.domain.delivery import AttemptOutcome, Author, SendState
from wa_support.domain.sends import Attempt, Send
from wa_support.ports.database import Database, Tx
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine

WORKERS = 8


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(engine, cipher)


class Watch:
    """Stands for the Cloud API: sees which conversations are being sent to, and in which order."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._busy: set[str] = set()
        self.doubles = 0
        self.lanes: dict[tuple[str, Author], list[str]] = defaultdict(list)

    @contextmanager
    def calling(self, send: Send) -> Iterator[None]:
        with self._lock:
            self.doubles += send.conversation_id in self._busy
            self._busy.add(send.conversation_id)
            self.lanes[send.conversation_id, send.author].append(send.id)
        time.sleep(0.002)
        yield
        with self._lock:
            self._busy.discard(send.conversation_id)

    def sent(self) -> list[str]:
        with self._lock:
            return [send for lane in self.lanes.values() for send in lane]


def in_threads(work: Callable[[int], None]) -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        for done in [pool.submit(work, n) for n in range(WORKERS)]:
            done.result(timeout=60)


def test_eight_workers_lease_200_conversations_once_each_and_the_longest_due_first(
    db: Database,
) -> None:
    with db.write() as tx:
        ids = [given.conversation(tx, due_at=NOW - 200 + n).id for n in range(200)]
    order: dict[int, list[str]] = defaultdict(list)

    def work(n: int) -> None:
        while True:
            with db.write() as tx:
                leased = tx.conversations.lease_due(
                    holder=f"w{n}", token=f"w{n}", now=NOW, until=NOW + 45_000
                )
            if leased is None:
                return
            order[n].append(leased.id)

    in_threads(work)
    leased = [found for one in order.values() for found in one]
    assert sorted(leased) == sorted(ids)
    assert all(one == sorted(one, key=ids.index) for one in order.values())


def _due(tx: Tx, n: int, talk: str) -> Send | None:
    """Half of them take what is due anywhere, the others act as who has written something there."""
    if n % 2:
        return tx.sends.claim_due(NOW)
    return tx.sends.claim_due_of(tx.conversations.get(talk).id, NOW)


def test_eight_senders_never_have_two_attempts_of_one_conversation_and_keep_each_lanes_order(
    db: Database,
) -> None:
    with db.write() as tx:
        talks = [given.conversation(tx).id for _ in range(6)]
        planned = [
            given.send(talk, author)
            for _ in range(3)
            for talk in talks
            for author in (Author.BOT, Author.AGENT)
        ]
        for made in planned:
            tx.sends.add(made)
    watch, patience = Watch(), time.monotonic() + 30

    def claim(n: int) -> tuple[Send, Attempt] | None:
        with db.write() as tx:
            claimed = _due(tx, n, talks[len(watch.sent()) % len(talks)])
            if claimed is None:
                return None
            begun = given.attempt(claimed, holder=f"w{n}")
            tx.sends.begin(begun)
        return claimed, begun

    def work(n: int) -> None:
        while len(watch.sent()) < len(planned) and time.monotonic() < patience:
            claimed = claim(n)
            if claimed is None:
                continue
            with watch.calling(claimed[0]):
                pass
            with db.write() as tx:
                assert tx.sends.end(given.ended(claimed[1], AttemptOutcome.ACCEPTED))
                tx.sends.move(claimed[0].id, SendState.DONE)

    in_threads(work)
    assert watch.doubles == 0
    assert sorted(watch.sent()) == sorted(made.id for made in planned)
    for lane in watch.lanes.values():
        assert lane == sorted(lane)
