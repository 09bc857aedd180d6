"""The process whose power is cut: the real inbox and the real main database, written all the time.

    python -m bench.proof.power_writer DATA_DIR ACKNOWLEDGED CYCLE

Every id that was acknowledged is appended to the file ACKNOWLEDGED, which lies on another disk.
"""

import itertools
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlalchemy import insert

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


def main(data_dir: Path, acknowledged: Path, cycle: str) -> None:
    clock = SystemClock()
    engine = open_engine(f"sqlite:///{data_dir / DATABASE}", data_dir=data_dir, clock=clock)
    with engine.alone() as connection:
        metadata.create_all(connection)
    inbox = InboxFile(data_dir, Cipher(KEY, os.urandom), clock, lambda _source: 0)

    def receive(name: str) -> None:
        inbox.append(name.encode())

    def remember(name: str) -> None:
        with engine.write() as connection:
            connection.execute(insert(seen), {"key": name.encode(), "at": clock.now()})

    told = os.open(acknowledged, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    writers: list[tuple[str, Callable[[str], None]]] = [
        *((f"inbox:{cycle}:{n}", receive) for n in range(_AT_THE_DOOR)),
        *((f"main:{cycle}:{n}", remember) for n in range(_AT_WORK)),
    ]
    threads = [
        threading.Thread(target=_write_for_ever, args=(name, store, told))
        for name, store in writers
    ]
    for thread in threads:
        thread.start()


def _write_for_ever(name: str, store: Callable[[str], None], told: int) -> None:
    for number in itertools.count():
        store(f"{name}:{number}")
        os.write(told, f"{name}:{number}\n".encode())


if __name__ == "__main__":
    prepare()
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
