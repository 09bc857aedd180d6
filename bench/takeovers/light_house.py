"""The real flow over real SQLite in memory, with a held clock and no thread of its own."""

# ruff: noqa: ARG002 - what stands in for the outside listens to nothing

import itertools
import os
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, StaticPool, create_engine, event

from wa_support.config.catalogue import make_catalogue
from wa_support.config.policy_parser import parse_policy
from wa_support.config.template_reading import ReadVersions
from wa_support.domain.content import Media
from wa_support.domain.delivery import Accepted, SendResult
from wa_support.domain.knowledge import Found
from wa_support.domain.outbound import Outbound
from wa_support.flow.desk import Desk
from wa_support.flow.inbound import Inbound
from wa_support.flow.outbox import Begun, Outbox
from wa_support.flow.outcomes import Outcomes
from wa_support.flow.own_work import OwnWork
from wa_support.flow.pauses import Pausing
from wa_support.flow.policy_book import PolicyBook
from wa_support.flow.resending import Resending
from wa_support.flow.turns import Turns
from wa_support.flow.waiting import Waiting
from wa_support.models.weights import load_weights
from wa_support.ports.database import Tx
from wa_support.ports.outside import ParsedPolicy
from wa_support.storage.all_tables import metadata
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.migrate import prepare
from wa_support.storage.schema import policy_versions
from wa_support.storage.transactions import Engine

MONDAY_11: Final = 1_795_399_200_000
"""2026-11-23, 11:00 in Seoul."""
_POLICY: Final = Path(__file__).parents[2] / "policies.yaml"
_KEPT: Final = {policy_versions.name, "meta", "alembic_version"}


@cache
def _parsed(source: bytes, *, file: str) -> ParsedPolicy:
    return parse_policy(source, file=file)


def policy_book() -> PolicyBook:
    return PolicyBook(
        parse=_parsed,
        make_catalogue=make_catalogue,
        load_weights=load_weights,
        read_template=ReadVersions(),
    )


class MemoryEngine(Engine):
    """One connection for everybody, one at a time; nothing is ever written to a disk."""

    is_sqlite = True

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._alchemy = create_engine(
            "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
        )

        @event.listens_for(self._alchemy, "connect")
        def by_hand(raw: sqlite3.Connection, _record: object) -> None:
            raw.isolation_level = None

        @event.listens_for(self._alchemy, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN")

        with self._alchemy.connect() as connection:
            self.raw: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with self._lock, self._alchemy.begin() as connection:
            yield connection

    alone = read = write

    def erase_checkpoint(self) -> None:
        """Nothing lies anywhere else."""

    def cut(self) -> None:
        """It always answers."""

    def close(self) -> None:
        self._alchemy.dispose()


@dataclass(slots=True)
class HeldClock:
    time: int = MONDAY_11

    def now(self) -> int:
        return self.time

    def monotonic(self) -> float:
        return self.time / 1000

    def pass_by(self, ms: int) -> None:
        self.time += ms


@dataclass(slots=True)
class CountedIds:
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def new(self, prefix: str) -> str:
        return f"{prefix}_{next(self._numbers):012}"


@dataclass(slots=True)
class SlowCloud:
    """`answers` gives what comes of a call, after whatever happens while it is under way."""

    answers: Callable[[], SendResult] = lambda: Accepted(wamid="wamid.0")

    def send(
        self,
        phone_number_id: str,
        *,
        phone: str | None,
        bsuid: str | None,
        message: Outbound,
        attempt_id: str,
    ) -> SendResult:
        return self.answers()

    def mark_read(self, phone_number_id: str, wamid: str, *, typing: bool) -> None:
        """Best effort."""

    def download(self, phone_number_id: str, media: Media) -> bytes:
        return b""


@dataclass(slots=True, kw_only=True)
class SeenOutbox(Outbox):
    """Tells of each attempt when it has been committed, and may lay a turn's own call by."""

    seen: Callable[[Begun], None] = lambda _begun: None
    laid_by: Callable[[Callable[[], None]], bool] = lambda _call: False

    def committed(self, begun: Begun) -> Begun:
        self.seen(begun)
        return Outbox.committed(self, begun)

    def call(self, begun: Begun) -> None:
        call = partial(Outbox.call, self, begun)
        if not self.laid_by(call):
            call()


class _NoArticles:
    def search(
        self, text: str, *, documents: Collection[str], language: str, today: date, limit: int
    ) -> Sequence[Found]:
        return ()


@dataclass(slots=True, kw_only=True)
class LightHouse:
    """Two processes' shares of turns and outbox: turns of the second call by themselves."""

    engine: MemoryEngine = field(default_factory=MemoryEngine)
    clock: HeldClock = field(default_factory=HeldClock)
    ids: CountedIds = field(default_factory=CountedIds)
    cloud: SlowCloud = field(default_factory=SlowCloud)
    database: SqlDatabase = field(init=False)
    book: PolicyBook = field(init=False)
    desk: Desk = field(init=False)
    pausing: Pausing = field(init=False)
    turns: list[Turns] = field(init=False)
    outboxes: list["SeenOutbox"] = field(init=False)
    waiting: Waiting = field(init=False)
    resending: Resending = field(init=False)

    def __post_init__(self) -> None:
        prepare(self.engine)
        self.database = SqlDatabase(self.engine, Cipher(bytes(32), os.urandom), os.urandom)
        self.book = policy_book()
        with self.database.write() as tx:
            tx.policies.publish(_POLICY.read_bytes(), weights_key=None, by="bench", now=0)
        parts: dict[str, Any] = {
            "database": self.database, "clock": self.clock, "ids": self.ids, "book": self.book,
        }  # fmt: skip
        self.desk, self.waiting = Desk(**parts), Waiting(**parts)
        self.pausing = Pausing(**parts)
        self.outboxes = [
            SeenOutbox(**parts, cloud=self.cloud, holder=f"wrk_{n}", own_calls=n) for n in range(2)
        ]
        self.turns = [self._turns(outbox) for outbox in self.outboxes]
        self.resending = Resending(
            database=self.database, clock=self.clock, book=self.book, counted=lambda: None
        )

    def inbound(self, tx: Tx) -> Inbound:
        rulebook = self.book.current(tx)
        return Inbound(tx=tx, ids=self.ids, rulebook=rulebook, now=self.clock.now())

    def beat(self) -> None:
        with self.database.write() as tx:
            for n in range(2):
                tx.workers.beat(f"wrk_{n}", host="here", pid=n, pid_started=1, now=self.clock.now())

    def empty(self) -> None:
        """Everybody and everything is forgotten, but for the policy in force."""
        for table in metadata.sorted_tables:
            if table.name not in _KEPT:
                self.engine.raw.execute(f"DELETE FROM {table.name}")  # noqa: S608
        self.clock.time = MONDAY_11
        for outbox in self.outboxes:
            outbox._granted.clear()  # noqa: SLF001 - the clock went back

    def _turns(self, outbox: Outbox) -> Turns:
        return Turns(
            database=self.database,
            clock=self.clock,
            ids=self.ids,
            book=self.book,
            shop_for=lambda _rulebook: None,
            knowledge=_NoArticles(),
            mark_read=lambda *_: None,
            outcomes=Outcomes(
                database=self.database,
                clock=self.clock,
                ids=self.ids,
                outbox=outbox,
                counted=lambda *_: None,
            ),
            holder=outbox.holder,
            own_work=OwnWork(1_000),
        )
