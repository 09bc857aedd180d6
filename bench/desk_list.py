"""How long the desk's list takes with many open conversations.

`python -m bench.desk_list --conversations 10000` prints n, median and p95 for each view and
order, on SQLite and, with `--postgres URL`, on that PostgreSQL (an empty database).
"""

import argparse
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from wa_support.bootstrap.world import SystemClock
from wa_support.domain.conversations import Conversation, Owner
from wa_support.domain.customers import Customer
from wa_support.domain.desk import Order, Snooze, View
from wa_support.domain.people import Handoff
from wa_support.domain.reasons import Reason
from wa_support.domain.text import MaskedText
from wa_support.domain.turns import StoredMessage
from wa_support.ports.database import Tx
from wa_support.storage import migrate
from wa_support.storage.case_queries import SqlCaseQueries
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine, open_engine

NOW: Final = 1_800_000_000_000
HOUR: Final = 3_600_000
AGENTS: Final = tuple(f"agent-{n}" for n in range(10))
# Most of them wait: a strike of the courier, the case that the list is for.
OWNERS: Final = (*(Owner.QUEUED,) * 6, Owner.AGENT, Owner.AGENT, Owner.AUTOMATED, Owner.ELSEWHERE)


def fill(engine: Engine, cipher: Cipher, count: int, *, now: int = NOW) -> None:
    database, chance = SqlDatabase(engine, cipher), random.Random(1)
    for first in range(0, count, 500):
        with database.write() as tx:
            for n in range(first, min(first + 500, count)):
                _one(tx, n, chance, now)


def _one(tx: Tx, n: int, chance: random.Random, now: int) -> None:
    written, owner = now - chance.randrange(40 * HOUR), chance.choice(OWNERS)
    here = f"con_{n:08}"
    tx.customers.create(
        Customer(id=f"cus_{n:08}", created_at=written, phone=f"8210{n:08}", name="김민아")
    )
    tx.conversations.create(
        Conversation(
            id=here,
            phone_number_id="1",
            customer_id=f"cus_{n:08}",
            created_at=written,
            owner=owner,
            agent=chance.choice(AGENTS) if owner is Owner.AGENT else None,
            last_message_at=written,
            window_closes_at=written + 24 * HOUR,
        )
    )
    for m in range(3):
        tx.messages.add(_message(here, f"msg_{n:08}_{m}", written - m * 1000), pending=False)
    if owner in {Owner.QUEUED, Owner.AGENT}:
        tx.handoffs.open(_handoff(here, written))
    if n % 20 == 0:
        tx.cases.snooze(here, Snooze(until=now + chance.randrange(HOUR), by=AGENTS[0]))
    if n % 10 == 0:
        tx.cases.tag(here, "택배 파업", now=now)


def _message(here: str, id_: str, at: int) -> StoredMessage:
    return StoredMessage(
        id=id_,
        conversation_id=here,
        author="customer",
        type="text",
        text=MaskedText("택배가 아직도 안 왔어요. 언제 오나요?"),
        at=at,
        received_at=at,
    )


def _handoff(here: str, at: int) -> Handoff:
    line = {"author": "customer", "text": "택배가 아직도 안 왔어요. 언제 오나요?", "at": at}
    # They have heard twice that they wait, which is all that the shipped policy tells them.
    packet = {"transcript": [line] * 20, "summary": "택배가 아직도 안 왔어요", "purpose": "orders"}
    return Handoff(
        id=f"hof_{here}",
        conversation_id=here,
        reason=Reason.ASKED,
        opened_at=at,
        packet=packet,
        told=2,
        told_at=at,
    )


def measure(call: Callable[[], object], times: int) -> dict[str, float]:
    """In ms; `cpu` is this thread's own, whatever else the machine does."""
    wall, cpu = [], []
    for _ in range(times):
        began, worked = time.perf_counter(), time.thread_time()
        call()
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.thread_time() - worked) * 1000)
    return {
        "median_ms": round(statistics.median(wall), 1),
        "p95_ms": round(statistics.quantiles(wall, n=20)[-1], 1),
        "cpu_median_ms": round(statistics.median(cpu), 1),
    }


def empty_databases(postgres: str | None) -> Iterator[tuple[str, Engine]]:
    """Its name and engine, one after the other; `postgres` is the URL of an empty one."""
    with tempfile.TemporaryDirectory() as folder:
        places = {"sqlite": f"sqlite:///{Path(folder) / 'wa-support.db'}"}
        if postgres:
            places["postgres"] = postgres
        for name, url in places.items():
            engine = open_engine(url, data_dir=Path(folder), clock=SystemClock())
            yield name, engine
            engine.close()


def run(name: str, engine: Engine, count: int, times: int) -> None:
    cipher = Cipher(b"k" * 32, os.urandom)
    migrate.prepare(engine)
    fill(engine, cipher, count)
    queries = SqlCaseQueries(engine, cipher)
    asked: list[tuple[View, Order, str | None, int]] = [
        *((view, order, None, 0) for view in View for order in Order),
        (View.WAITING, Order.WAIT, "택배 파업", 0),
        (View.EVERYTHING, Order.WAIT, None, count - 50),
    ]
    for view, order, tag, skip in asked:
        found = queries.page(view=view, order=order, tag=tag, agent=AGENTS[0], now=NOW, skip=skip)

        def call(
            view: View = view, order: Order = order, tag: str | None = tag, skip: int = skip
        ) -> object:
            return queries.page(
                view=view, order=order, tag=tag, agent=AGENTS[0], now=NOW, skip=skip
            )

        told = {
            "database": name, "view": view, "order": order, "tag": tag, "skip": skip,
            "total": found.total, "rows": len(found.lines), "n": times,
            **measure(call, times),
        }  # fmt: skip
        print(json.dumps(told, ensure_ascii=False), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.desk_list", description=__doc__)
    parser.add_argument("--conversations", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--postgres", metavar="URL", help="an empty database")
    args = parser.parse_args()
    for name, engine in empty_databases(args.postgres):
        run(name, engine, args.conversations, args.times)


if __name__ == "__main__":
    main()
