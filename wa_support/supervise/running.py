"""Keeps children running until it is told to stop, then stops them all together.

Imports nothing but the standard library: the supervisor stays for good and should cost little.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Final

from wa_support.supervise.children import Child, Place

WRONG_CONFIGURATION: Final = 2
STOP_S: Final = 30.0
_LOOK_EVERY_S: Final = 0.1
_STOP_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


def on_stderr(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def supervise(
    children: Sequence[Child], *, say: Callable[[str], None] = on_stderr, stop_s: float = STOP_S
) -> int:
    """Runs until SIGTERM or SIGINT; call it in the main thread. Returns the exit code.

    0 after an orderly stop, 1 when a child had to be killed, 2 when a child refused its
    configuration before any of its lives lasted 30 s. A second signal kills at once.
    """
    signals: list[int] = []

    def remember(number: int, _frame: FrameType | None) -> None:
        signals.append(number)

    before = {number: signal.signal(number, remember) for number in _STOP_SIGNALS}
    lifeline, held = os.pipe()
    places = [Place(child, lifeline=lifeline, say=say) for child in children]
    try:
        code = _keep_running(places, signals)
        killed = _stop(places, signals, say=say, stop_s=stop_s)
        return code or int(killed)
    finally:
        os.close(held)
        os.close(lifeline)
        for number, handler in before.items():
            signal.signal(number, handler)


def _keep_running(places: Sequence[Place], signals: Sequence[int]) -> int:
    while not signals:
        for place in places:
            if place.tend(time.monotonic()) == WRONG_CONFIGURATION and not place.settled:
                return WRONG_CONFIGURATION
        time.sleep(_LOOK_EVERY_S)
    return 0


def _stop(
    places: Sequence[Place],
    signals: Sequence[int],
    *,
    say: Callable[[str], None],
    stop_s: float,
) -> bool:
    """True when one had to be killed."""
    say("stopping")
    asked, deadline = len(signals), time.monotonic() + stop_s
    for place in places:
        place.ask_to_stop()
    while any(place.alive() for place in places) and len(signals) <= max(asked, 1):
        if time.monotonic() > deadline:
            break
        time.sleep(_LOOK_EVERY_S / 2)
    killed = sum(place.end() for place in places)
    say("stopped")
    return killed > 0
