from wa_support.domain.breaker import FAILURES_BEFORE_OPEN, OPEN_MS, Breaker

_NOW = 1_000_000


def _opened() -> Breaker:
    breaker = Breaker()
    for _ in range(FAILURES_BEFORE_OPEN):
        breaker = breaker.after_failure("call", now=_NOW)
    return breaker


def test_it_opens_after_failures_in_a_row_only() -> None:
    breaker = Breaker()
    for _ in range(FAILURES_BEFORE_OPEN - 1):
        breaker = breaker.after_failure("call", now=_NOW)
    assert breaker.open_until is None
    mended = breaker.after_success("call")
    assert mended.after_failure("call", now=_NOW).open_until is None
    assert breaker.after_failure("call", now=_NOW).open_until == _NOW + OPEN_MS


def test_it_stays_open_as_long_as_the_server_asked() -> None:
    breaker = Breaker(failures=FAILURES_BEFORE_OPEN - 1)
    assert (
        breaker.after_failure("call", now=_NOW, retry_after_ms=90_000).open_until == _NOW + 90_000
    )


def test_open_admits_nobody_then_one_trial() -> None:
    breaker = _opened()
    later = _NOW + OPEN_MS
    assert breaker.admitting("a", now=later - 1, until=later) is None
    trying = breaker.admitting("a", now=later, until=later + 30_000)
    assert trying is not None
    assert trying.admitting("b", now=later + 1, until=later + 30_000) is None


def test_a_trial_that_died_is_followed_by_another() -> None:
    later = _NOW + OPEN_MS
    trying = _opened().admitting("a", now=later, until=later + 30_000)
    assert trying is not None
    second = trying.admitting("b", now=later + 30_000, until=later + 60_000)
    assert second is not None
    assert second.trial == "b"
    assert second.after_success("a") == second


def test_the_trial_closes_it_or_opens_it_again_and_nobody_else_does() -> None:
    later = _NOW + OPEN_MS
    trying = _opened().admitting("a", now=later, until=later + 30_000)
    assert trying is not None
    assert trying.after_success("a") == Breaker()
    assert trying.after_success("old") == trying
    assert trying.after_failure("old", now=later) == trying
    again = trying.after_failure("a", now=later)
    assert again.open_until == later + OPEN_MS
    assert again.trial is None


def test_a_trial_that_told_nothing_leaves_room_for_the_next() -> None:
    later = _NOW + OPEN_MS
    trying = _opened().admitting("a", now=later, until=later + 30_000)
    assert trying is not None
    assert trying.without_trial("a").admitting("b", now=later, until=later + 1) is not None
    assert trying.without_trial("b") == trying
