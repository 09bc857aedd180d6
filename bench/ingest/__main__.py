"""How many signed webhooks a second are stored durably, and how long Meta waits for its 200.

    python -m bench.ingest --seconds 10 --runs 3

`paced` is an open-loop sender at Meta's rate, a quarter of it messages, with a worker that takes
them in and answers them beside (turns run) or without one (turns at rest). `saturation` is wrk with
all its connections busy and turns at rest. Sender, servers, database and disk share this machine.
Runs are interleaved: each round starts every contender afresh.
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.cloud_stub import running_cloud_stub
from bench.ingest.contest import Asked, pace, saturate_once
from bench.ingest.results import print_paced, print_saturation
from bench.ingest.servers import BOUND, PYWA_IS_HERE, Contender, ours, pywa
from bench.ingest.wrk import WRK
from bench.machine import described, fdatasync_ms


def main() -> None:
    asked = _asked()
    print(described())
    _print_disk(asked.folder)
    with running_cloud_stub() as cloud:
        paced = [
            pace(contender, cloud.url, asked, turns=turns)
            for _ in range(asked.runs)
            for turns in (True, False)
            for contender in _databases(asked)
        ]
        print_paced(paced)
        if WRK is None:
            print("saturation is left out: wrk is not installed")
        else:
            print_saturation(
                [
                    saturate_once(contender, cloud.url, asked)
                    for _ in range(asked.runs)
                    for contender in (*_databases(asked), BOUND, *_peers(asked))
                ]
            )
    _print_disk(asked.folder)


def _asked() -> Asked:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rate", type=float, default=3300, help="webhooks a second when paced")
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--connections", type=int, default=128)
    parser.add_argument("--postgres", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--pywa", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--folder", type=Path, help="where the databases lie; else temporary")
    return Asked(**vars(parser.parse_args()))


def _databases(asked: Asked) -> Iterator[Contender]:
    """Ours, on a fresh database each."""
    yield ours("SQLite", None)
    if asked.postgres:
        from tests.postgres import create_database

        yield ours("PostgreSQL", create_database("bench_ingest"))


def _peers(asked: Asked) -> tuple[Contender, ...]:
    if not asked.pywa:
        return ()
    if not PYWA_IS_HERE:
        print("pywa is left out: it is not installed (the dependency group `bench` has it)")
        return ()
    return pywa("granian"), pywa("flask")


def _print_disk(folder: Path | None) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as name:
        median, p99 = fdatasync_ms(Path(name))
    print(f"disk: fdatasync of 1 KB median {median:.2f} ms, p99 {p99:.2f} ms")


if __name__ == "__main__":
    main()
