"""One worker on a real database and a Cloud API that answers at once; customers write at will."""

import contextlib
import random
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from sqlalchemy import text as sql

from bench.customers import NUMBERS, text
from wa_support.bootstrap.house import House, open_house
from wa_support.bootstrap.work import build_intake, build_worker, graph_client
from wa_support.config.settings import load_settings
from wa_support.flow.intake import Intake
from wa_support.flow.leased import Leased
from wa_support.ports.outside import Clock, InboxBatch, InboxRow
from wa_support.web.metrics import Metrics
from wa_support.web.metrics_folder import prepare_metrics
from wa_support.worker import Lane, Worker

_POLICY = Path(__file__).parents[2] / "policies.yaml"
_BURST_WAIT_MS = 5_000
_EVERYBODY = 10**8


@dataclass(slots=True)
class _Letterbox:
    """Implements `ports.outside.InboxReader`: the bodies that intake takes in next."""

    rows: tuple[InboxRow, ...] = ()
    seq: int = 0

    def put(self, bodies: Sequence[bytes], now: int) -> None:
        numbered = enumerate(bodies, self.seq + 1)
        self.rows = tuple(InboxRow(seq=n, received_at=now, body=body) for n, body in numbered)
        self.seq += len(bodies)

    def next_batch(self, limit: int) -> InboxBatch | None:
        taken, self.rows = self.rows[:limit], self.rows[limit:]
        return InboxBatch(source="bench", rows=taken) if taken else None

    def tidy(self) -> None:
        """Nothing is left behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Earlier:
    """What is taken in now came long enough ago for its turn to be due, and no time passes while a
    batch is taken in: it is never cut short."""

    clock: Clock

    def now(self) -> int:
        return self.clock.now() - _BURST_WAIT_MS

    def monotonic(self) -> float:
        return 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnHouse:
    """`leased_at` is when each turn's lease began, on the clock of `time.monotonic`; no turn begins
    while `held_back` is set."""

    house: House
    worker: Worker
    leased_at: dict[str, float]
    held_back: threading.Event
    _intake: Intake
    _letterbox: _Letterbox = field(default_factory=_Letterbox)
    _dice: random.Random = field(default_factory=lambda: random.Random(11))

    def customers_write(self, count: int) -> None:
        """So many customers, one message each, all due at once."""
        bodies = [text(self._dice, customers=_EVERYBODY) for _ in range(count)]
        self._letterbox.put(bodies, self.house.clock.now())
        while self._intake.run_once():
            pass

    def settle(self, seconds: float = 120) -> None:
        """Waits until every message is answered and every answer accepted."""
        deadline = time.monotonic() + seconds
        while self._open():
            if time.monotonic() > deadline:
                raise SystemExit(f"turns are still open after {seconds:g} s")
            time.sleep(0.02)

    def turn_of_attempt(self) -> dict[str, str]:
        query = "SELECT attempts.id, turn_id FROM attempts JOIN sends ON sends.id = send_id"
        with self.house.engine.read() as connection:
            return {row.id: row.turn_id for row in connection.execute(sql(query))}

    def _open(self) -> bool:
        query = (
            "SELECT EXISTS (SELECT 1 FROM conversations WHERE due_at IS NOT NULL) "
            "OR EXISTS (SELECT 1 FROM sends WHERE state IN ('ready', 'waiting')) "
            "OR EXISTS (SELECT 1 FROM attempts WHERE outcome = 'attempting')"
        )
        with self.house.engine.read() as connection:
            return bool(connection.execute(sql(query)).scalar())


@contextlib.contextmanager
def turn_house(
    folder: Path, cloud_url: str, database_url: str | None = None
) -> Iterator[TurnHouse]:
    """The worker does not run yet."""
    prepare_metrics(folder / "metrics")
    house = open_house(load_settings(_environment(folder, cloud_url, database_url), None))
    house.publish_first()
    house.seed_sample_shop()
    letterbox, leased_at = _Letterbox(), dict[str, float]()
    intake = replace(
        build_intake(house, "bench"), inbox=letterbox, clock=_Earlier(clock=house.clock)
    )
    worker = build_worker(house, graph_client(house), Metrics())
    held_back = threading.Event()
    worker.lanes = [
        _observed(lane, leased_at, held_back) for lane in worker.lanes if lane.name != "intake"
    ]
    try:
        yield TurnHouse(
            house=house,
            worker=worker,
            leased_at=leased_at,
            held_back=held_back,
            _intake=intake,
            _letterbox=letterbox,
        )
    finally:
        worker.stop()
        house.engine.close()


def _environment(folder: Path, cloud_url: str, database_url: str | None) -> dict[str, str]:
    named = {"DATABASE_URL": database_url} if database_url else {}
    return named | {
        "WHATSAPP_ACCESS_TOKEN": secrets.token_hex(16),
        "WHATSAPP_PHONE_NUMBER_ID": ",".join(NUMBERS),
        "GRAPH_API_BASE_URL": cloud_url,
        "WA_DATA_DIR": str(folder / "data"),
        "POLICIES_FILE": str(_POLICY),
    }


def _observed(lane: Lane, leased_at: dict[str, float], held_back: threading.Event) -> Lane:
    def claim() -> Callable[[], None] | None:
        work = None if held_back.is_set() else lane.claim()
        if isinstance(work, partial) and isinstance(work.args[0], Leased):
            leased_at[work.args[0].turn.id] = work.args[0].started
        return work

    return replace(lane, claim=claim) if lane.name == "turns" else lane
