"""Waits for work no longer than it was given, whatever it hangs on."""

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TypeVar

from wa_support.ports.language_model import ModelUnavailable

T = TypeVar("T")


def within(seconds: float, work: Callable[[threading.Event], T]) -> T:
    """The result or the error of `work`; ModelUnavailable("timeout") when it is not there in time.

    An HTTP library's timeouts hold for each read and not for the whole, and none holds for a name
    lookup; so the work has a thread of its own. Its event is set when nobody waits any more.
    """
    if seconds <= 0:
        raise ModelUnavailable("timeout")
    done: SimpleQueue[tuple[T | None, BaseException | None]] = SimpleQueue()
    abandoned = threading.Event()

    def run() -> None:
        try:
            done.put((work(abandoned), None))
        except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
            done.put((None, error))

    threading.Thread(target=run, name="language-model", daemon=True).start()
    try:
        result, error = done.get(timeout=seconds)
    except Empty:
        abandoned.set()
        raise ModelUnavailable("timeout") from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value]  # without an error there is a result
