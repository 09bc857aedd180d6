import threading

import pytest

from wa_support.worker import Lane, Worker


@pytest.mark.parametrize(("left", "woken"), [(None, True), (True, True), (False, False)])
def test_a_lane_is_woken_unless_nothing_was_left_for_it(left: bool | None, woken: bool) -> None:
    worker = Worker(lanes=[], chores=[])
    worker._news = {"turns": threading.Event(), "outbox": threading.Event()}

    def work() -> bool | None:
        worker._stop.set()
        return left

    worker._serve(Lane(name="turns", claim=lambda: work, wakes="outbox"), threading.Lock())
    assert worker._news["outbox"].is_set() is woken


def test_a_lane_is_woken_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows what was left."""
    monkeypatch.setattr("wa_support.worker._AFTER_AN_ERROR_S", 0.0)
    worker = Worker(lanes=[], chores=[])
    worker._news = {"turns": threading.Event(), "outbox": threading.Event()}

    def work() -> bool | None:
        worker._stop.set()
        raise ValueError

    worker._serve(Lane(name="turns", claim=lambda: work, wakes="outbox"), threading.Lock())
    assert worker._news["outbox"].is_set()
