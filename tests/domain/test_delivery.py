"""Send, attempt and delivery: three small machines."""

from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wa_support.domain.delivery import (
    Accepted,
    DeliveryStatus,
    NotStarted,
    Rejected,
    Remedy,
    SendResult,
    SendState,
    Unknown,
    further,
    next_step,
)

S = DeliveryStatus


def reached(news: tuple[DeliveryStatus, ...]) -> DeliveryStatus | None:
    known = None
    for status in news:
        known = further(known, status)
    return known


@given(st.lists(st.sampled_from(DeliveryStatus), min_size=1, max_size=4))
def test_the_order_of_statuses_does_not_matter(news: list[DeliveryStatus]) -> None:
    assert len({reached(order) for order in permutations(news)}) == 1


@given(st.lists(st.sampled_from(DeliveryStatus), min_size=1))
def test_repeating_everything_changes_nothing(news: list[DeliveryStatus]) -> None:
    assert reached((*news, *news)) is reached(tuple(news))


@pytest.mark.parametrize(
    ("news", "end"),
    [
        ((S.SENT, S.DELIVERED, S.READ), S.READ),
        ((S.READ, S.SENT), S.READ),
        ((S.FAILED, S.SENT), S.FAILED),
        ((S.SENT, S.FAILED), S.FAILED),
        ((S.FAILED, S.DELIVERED), S.DELIVERED),
        ((S.DELIVERED, S.FAILED), S.DELIVERED),
        ((S.READ, S.PLAYED, S.DELIVERED), S.PLAYED),
    ],
)
def test_delivery_never_goes_back(news: tuple[DeliveryStatus, ...], end: DeliveryStatus) -> None:
    assert reached(news) is end


def rejected(remedy: Remedy) -> Rejected:
    return Rejected(code=130429, remedy=remedy, details="too many", http_status=400)


RESULTS: list[SendResult] = [
    Accepted(wamid="wamid.1"),
    Unknown(details="timeout"),
    NotStarted(details="refused"),
    *(rejected(remedy) for remedy in Remedy),
]


@pytest.mark.parametrize("tries", range(1, 8))
def test_an_unknown_outcome_is_never_tried_again(tries: int) -> None:
    for status in (None, 500, 503):
        assert next_step(Unknown(details="x", http_status=status), tries).state is SendState.HELD


def test_an_accepted_message_is_done() -> None:
    assert next_step(Accepted(wamid="wamid.1"), 6).state is SendState.DONE


@pytest.mark.parametrize(("result", "tries"), list(product(RESULTS, (1, 2, 5, 6, 9, 100, 10_000))))
def test_waits_are_bounded_however_often_it_was_tried(result: SendResult, tries: int) -> None:
    step = next_step(result, tries)
    assert 0 <= step.wait_ms <= 15 * 60_000
    assert (step.wait_ms > 0) == (step.state is SendState.WAITING)
    assert step.state is SendState.DONE or step.reason


def test_only_what_pairs_are_limited_by_waits_longer_than_a_minute() -> None:
    for result in (NotStarted(details="no route"), rejected(Remedy.BACK_OFF)):
        assert next_step(result, 50).wait_ms == 60_000
    assert next_step(rejected(Remedy.BACK_OFF_PAIR), 50).wait_ms == 15 * 60_000


@pytest.mark.parametrize("remedy", [Remedy.HOLD, Remedy.TEMPLATE, Remedy.STOP, Remedy.FIX])
def test_what_a_person_must_look_at_is_held_at_once(remedy: Remedy) -> None:
    assert next_step(rejected(remedy), 1).state is SendState.HELD


def test_rate_limits_back_off_further_each_time() -> None:
    for remedy in (Remedy.BACK_OFF, Remedy.BACK_OFF_PAIR):
        waits = [next_step(rejected(remedy), tries).wait_ms for tries in range(1, 6)]
        assert waits == sorted(set(waits))
    pair = [next_step(rejected(Remedy.BACK_OFF_PAIR), tries).wait_ms for tries in (1, 2, 3)]
    assert pair == [1_000, 4_000, 16_000]
