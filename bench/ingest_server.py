"""The real door on the real inbox, for `bench.ingest`: PORT FOLDER THREADS."""

import os
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wa_support.web.server import serve

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class SystemClock:
    def now(self) -> int:
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        return time.monotonic()


def build(folder: Path) -> "WSGIApplication":
    from wa_support.storage.cipher import Cipher
    from wa_support.storage.inbox_file import InboxFile
    from wa_support.web.metrics import Metrics, prepare_metrics
    from wa_support.web.webhook_app import create_webhook_app

    prepare_metrics(folder / "metrics")
    clock = SystemClock()
    cipher = Cipher(os.urandom(32), os.urandom)
    return create_webhook_app(
        inbox=InboxFile(folder, cipher, clock, cursor_of=lambda _source: 0),
        secrets=[bytes.fromhex(os.environ["BENCH_SECRET"])],
        verify_token=os.urandom(16).hex(),
        queries=None,
        worker_beat=lambda: None,
        metrics=Metrics(),
        clock=clock,
    )


if __name__ == "__main__":
    port, folder, threads = int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    serve(partial(build, folder), host="127.0.0.1", port=port, threads=threads, name="bench")
