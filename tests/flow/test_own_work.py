"""Turns do not begin faster than the processors can work on them."""

import threading
from dataclasses import replace

from tests.flow.house import Home
from wa_support.flow.own_work import OwnWork


def test_who_waits_for_the_outside_gives_up_the_place() -> None:
    work = OwnWork(places=1)
    work.begin()
    with work.outside():
        other = threading.Thread(target=work.begin, daemon=True)
        other.start()
        other.join(5)
        assert not other.is_alive()
        work.end()
    assert not _has_room(work)


def test_a_turn_gives_its_place_back_however_it_ends(home: Home) -> None:
    work = OwnWork(places=1)
    turns = replace(home.turns, own_work=work)
    assert turns.claim() is None
    assert _has_room(work)
    home.say("주문 1042 어디쯤이에요?")
    home.clock.pass_by(2_000)
    answer = turns.claim()
    assert answer is not None
    assert not _has_room(work)
    answer()
    assert _has_room(work)


def _has_room(work: OwnWork) -> bool:
    """Puts back what it takes."""
    free = work._places.acquire(blocking=False)
    if free:
        work.end()
    return free
