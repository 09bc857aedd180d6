"""The process whose power is cut: the real inbox and the real main database, written all the time.

    python -m bench.proof.power_writer DATA_DIR ACKNOWLEDGED CYCLE

Every id that was acknowledged is appended to the file ACKNOWLEDGED, which lies on another disk. So
is, with the first commit to the main database that waits for the disk, what was written there
before without waiting.
"""

import itertools
import os
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, insert

from bench.proof.program import prepare
from wa_support.bootstrap.world import SystemClock
from wa_support.storage.all_tables import metadata
from wa_support.storage.cipher import Cipher
from wa_support.storage.engine import open_engine
from wa_support.storage.inbox_file import InboxFile
from wa_support.storage.schema import seen

KEY: Final = b"k" * 32
DATABASE: Final = "wa-support.db"
_AT_THE_DOOR: Final = 8
_AT_WORK: Final = 2
_NOTES: Final = 3


def main(data_dir: Path, acknowledged: Path, cycle: str) -> None:
    clock = SystemClock()
    engine = open_engine(f"sqlite:///{data_dir / DATABASE}", data_dir=data_dir, clock=clock)
    with engine.alone() as connection:
        metadata.create_all(connection)
    inbox = InboxFile(data_dir, Cipher(KEY, os.urandom), clock, lambda _source: 0)

    def receive(name: str) -> None:
        inbox.append(name.encode())

    def keep(writing: AbstractContextManager[Connection], name: str) -> None:
        with writing as connection:
            connection.execute(insert(seen), {"key": name.encode(), "at": clock.now()})

    def remember(name: str) -> None:
        keep(engine.write(), name)

    def note(name: str) -> None:
        keep(engine.write_unsynced(), name)

    told = os.open(acknowledged, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    receiving = [("inbox", receive)]
    working = [*[("before", note)] * _NOTES, ("main", remember)]
    threads = [
        threading.Thread(target=_write_for_ever, args=(steps, f"{cycle}:{n}", told))
        for n, steps in enumerate([receiving] * _AT_THE_DOOR + [working] * _AT_WORK)
    ]
    for thread in threads:
        thread.start()


def _write_for_ever(
    steps: Sequence[tuple[str, Callable[[str], None]]], who: str, told: int
) -> None:
    """The last step waits for the disk: all of them are acknowledged then."""
    numbers = itertools.count()
    while True:
        names = [f"{kind}:{who}:{next(numbers)}" for kind, _ in steps]
        for name, (_, store) in zip(names, steps, strict=True):
            store(name)
        os.write(told, "".join(f"{name}\n" for name in names).encode())


if __name__ == "__main__":
    prepare()
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
