"""The same server and the same door with an inbox that stores nothing: PORT FOLDER THREADS."""

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wa_support.bootstrap.world import SystemClock
from wa_support.web.metrics import Metrics
from wa_support.web.metrics_folder import prepare_metrics
from wa_support.web.server import serve
from wa_support.web.webhook_app import create_webhook_app

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class _NoInbox:
    def append(self, body: bytes) -> None:
        """Forgets it."""

    def ready(self) -> bool:
        return True


def build(folder: Path) -> "WSGIApplication":
    prepare_metrics(folder / "metrics")
    return create_webhook_app(
        inbox=_NoInbox(),
        secrets=[os.environ["WHATSAPP_APP_SECRET"].encode()],
        verify_token=os.environ["WHATSAPP_VERIFY_TOKEN"],
        counts=None,
        worker_beat=lambda: None,
        metrics=Metrics(),
        notify=None,
        clock=SystemClock(),
    )


if __name__ == "__main__":
    port, folder, threads = int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    serve(partial(build, folder), host="127.0.0.1", port=port, threads=threads, name="bound")
