"""A pipe whose only writing end the supervisor holds: when it closes, the supervisor is gone.

The kernel closes it however the supervisor ends, so no child outlives it, on any POSIX system.
"""

import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Final

LIFELINE_FD: Final = "WA_SUPPORT_LIFELINE_FD"
GRACE_S: Final = 1.5


def end_gracefully() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def watch_lifeline(on_loss: Callable[[], None] = end_gracefully) -> None:
    """Calls `on_loss` once the supervisor is gone, and ends this process 1.5 s later at the latest.

    Call it first thing in a child. Does nothing in a process that nobody supervises.
    """
    # Taken out, so that what this process starts does not read from a number that means nothing.
    number = os.environ.pop(LIFELINE_FD, None)
    if number is not None:
        watch = threading.Thread(target=_wait, args=(int(number), on_loss), name="lifeline")
        watch.daemon = True
        watch.start()


def _wait(lifeline: int, on_loss: Callable[[], None]) -> None:
    while os.read(lifeline, 1):
        pass
    on_loss()
    time.sleep(GRACE_S)
    os._exit(1)
