"""Calls of the model on both databases: who pays, who tries, and what a crash leaves."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import pytest
from sqlalchemy import select

from tests.storage.conftest import CountingIds, SettableClock
from wa_support.domain.breaker import FAILURES_BEFORE_OPEN, OPEN_MS
from wa_support.domain.spending import SpendLimits, day_of
from wa_support.flow.model_calls import ModelCalls
from wa_support.flow.retention import Retention
from wa_support.ports.language_model import (
    ModelReply,
    ModelRequest,
    ModelUnavailable,
    Usage,
)
from wa_support.storage.cipher import Cipher
from wa_support.storage.counts import counts
from wa_support.storage.database import SqlDatabase, SqlTx
from wa_support.storage.engine import Engine
from wa_support.storage.schema_models import model_spending

_REQUEST = ModelRequest(
    instructions="답합니다.", lines=(), tools=(), schema_name="answer", schema={}, safety_id="s"
)
_USED = Usage(input=60, output=40)
_RACERS = 16


@dataclass(slots=True)
class _Model:
    """Answers, or does what `fate` does; counts its calls."""

    fate: Callable[[], None] | None = None
    usage: Usage = _USED
    calls: int = 0
    name: str = "model"
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def reply(self, request: ModelRequest, *, within_s: float) -> ModelReply:  # noqa: ARG002
        with self._lock:
            self.calls += 1
        if self.fate is not None:
            self.fate()
        return ModelReply(model=self.name, usage=self.usage, text="{}")


def _fails(kind: str) -> Callable[[], None]:
    def fate() -> None:
        raise ModelUnavailable(kind)

    return fate


def _dies() -> None:
    raise SystemExit


def _cost(usage: Usage) -> int:
    return usage.input + usage.output


@pytest.fixture
def model() -> _Model:
    return _Model()


@pytest.fixture
def calls(
    engine: Engine, cipher: Cipher, clock: SettableClock, ids: CountingIds, model: _Model
) -> ModelCalls:
    return ModelCalls(
        model=model,
        database=SqlDatabase(engine, cipher),
        clock=clock,
        ids=ids,
        limits=SpendLimits(),
        cost=_cost,
    )


def _call(calls: ModelCalls, customer: str = "cus_1") -> str:
    try:
        calls.reply(_REQUEST, within_s=20, turn_id="trn_1", customer_id=customer)
    except ModelUnavailable as why:
        return why.kind
    return "replied"


def _spent(calls: ModelCalls, customer: str = "", *, always: bool = False) -> int:
    day = "" if always else day_of(calls.clock.now())
    here = (model_spending.c.spender == customer, model_spending.c.day == day)
    with calls.database.read() as tx:
        assert isinstance(tx, SqlTx)
        found = tx._connection.execute(select(model_spending.c.spent).where(*here))
        return found.scalar() or 0


def _reservation(calls: ModelCalls, model: _Model) -> int:
    """What one call sets aside, seen from within it."""
    seen: list[int] = []
    before = _spent(calls)
    model.fate = lambda: seen.append(_spent(calls) - before)
    _call(calls, "cus_measuring")
    model.fate = None
    return seen[0]


def test_a_call_costs_what_it_used(calls: ModelCalls) -> None:
    assert _call(calls) == "replied"
    assert _spent(calls) == _spent(calls, "cus_1") == _spent(calls, always=True) == 100


def test_a_call_is_set_aside_in_full_before_it_begins(calls: ModelCalls, model: _Model) -> None:
    assert _reservation(calls, model) > 2_000


def test_a_process_that_dies_in_a_call_leaves_it_spent(calls: ModelCalls, model: _Model) -> None:
    aside = _reservation(calls, model)
    before = _spent(calls)
    model.fate = _dies
    with pytest.raises(SystemExit):
        _call(calls)
    assert _spent(calls) - before == aside


@pytest.mark.parametrize(
    ("kind", "kept"),
    [
        ("timeout", True),
        ("server_error", True),
        ("unreadable", True),
        ("rate_limited", False),
        ("connection", False),
        ("refused_key", False),
        ("bad_request", False),
    ],
)
def test_only_what_the_server_may_have_worked_on_is_paid(
    calls: ModelCalls, model: _Model, kind: str, kept: bool
) -> None:
    model.fate = _fails(kind)
    assert _call(calls) == kind
    assert (_spent(calls) > 0) is kept


def test_a_server_that_counts_no_tokens_is_paid_as_reserved(
    calls: ModelCalls, model: _Model
) -> None:
    model.usage = Usage()
    assert _call(calls) == "replied"
    assert _spent(calls) > 2_000


@pytest.mark.parametrize("pocket", ["per_customer_per_day", "per_day", "in_all"])
def test_a_call_that_a_pocket_cannot_pay_is_not_made(
    calls: ModelCalls, model: _Model, pocket: str
) -> None:
    poor = replace(calls, limits=SpendLimits(**{pocket: 100}))
    assert _call(poor) == "over_budget"
    assert model.calls == 0
    assert _spent(poor) == _spent(poor, "cus_1") == _spent(poor, always=True) == 0


def test_a_customer_over_budget_stops_no_other_and_no_other_day(
    calls: ModelCalls, model: _Model, clock: SettableClock
) -> None:
    aside = _reservation(calls, model)
    limited = replace(calls, limits=SpendLimits(per_customer_per_day=aside))
    assert _call(limited) == "replied"
    assert _call(limited) == "over_budget"
    assert _call(limited, "cus_2") == "replied"
    clock.pass_by(24 * 3600 * 1000)
    assert _call(limited) == "replied"


def _race(calls: ModelCalls) -> list[str]:
    start = threading.Barrier(_RACERS)

    def one(number: int) -> str:
        start.wait()
        return _call(calls, f"cus_{number % 3}")

    with ThreadPoolExecutor(_RACERS) as pool:
        return list(pool.map(one, range(_RACERS)))


def test_racers_never_overspend(calls: ModelCalls, model: _Model) -> None:
    aside = _reservation(calls, model)
    before = _spent(calls)
    model.usage = Usage()
    model.calls = 0
    limited = replace(calls, limits=SpendLimits(per_day=before + 5 * aside + aside // 2))
    results = _race(limited)
    assert results.count("replied") == model.calls == 5
    assert results.count("over_budget") == _RACERS - 5
    assert _spent(calls) - before == 5 * aside


def _open(calls: ModelCalls, model: _Model) -> None:
    model.fate = _fails("server_error")
    for _ in range(FAILURES_BEFORE_OPEN):
        assert _call(calls) == "server_error"
    model.calls = 0


def test_after_failures_in_a_row_nobody_calls(calls: ModelCalls, model: _Model) -> None:
    _open(calls, model)
    before = _spent(calls)
    assert _race(calls) == ["circuit_open"] * _RACERS
    assert model.calls == 0
    assert _spent(calls) == before


def test_of_all_racers_one_tries_and_its_success_lets_all_in(
    calls: ModelCalls, model: _Model, clock: SettableClock
) -> None:
    _open(calls, model)
    clock.pass_by(OPEN_MS)
    others_are_done = threading.Event()
    model.fate = lambda: _wait(others_are_done)
    start = threading.Barrier(_RACERS)
    results: list[str] = []

    def one() -> None:
        start.wait()
        results.append(_call(calls))
        if results.count("circuit_open") == _RACERS - 1:
            others_are_done.set()

    racers = [threading.Thread(target=one) for _ in range(_RACERS)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(results) == ["circuit_open"] * (_RACERS - 1) + ["replied"]
    assert model.calls == 1
    model.fate = None
    assert _race(calls) == ["replied"] * _RACERS


def _wait(for_it: threading.Event) -> None:
    assert for_it.wait(30)


def test_a_trial_that_fails_keeps_everybody_out_again(
    calls: ModelCalls, model: _Model, clock: SettableClock
) -> None:
    _open(calls, model)
    clock.pass_by(OPEN_MS)
    assert _call(calls) == "server_error"
    assert _call(calls) == "circuit_open"
    assert model.calls == 1


def test_a_trial_whose_process_died_is_followed_by_another(
    calls: ModelCalls, model: _Model, clock: SettableClock
) -> None:
    _open(calls, model)
    clock.pass_by(OPEN_MS)
    model.fate = _dies
    with pytest.raises(SystemExit):
        _call(calls)
    model.fate = None
    assert _call(calls) == "circuit_open"
    clock.pass_by(60_000)
    assert _call(calls) == "replied"


def test_a_trial_over_budget_leaves_the_trial_to_others(
    calls: ModelCalls, model: _Model, clock: SettableClock
) -> None:
    _open(calls, model)
    clock.pass_by(OPEN_MS)
    model.fate = None
    assert _call(replace(calls, limits=SpendLimits(per_customer_per_day=1))) == "over_budget"
    assert _call(calls) == "replied"


def test_what_is_wrong_with_one_request_opens_nothing(calls: ModelCalls, model: _Model) -> None:
    model.fate = _fails("bad_request")
    for _ in range(FAILURES_BEFORE_OPEN + 1):
        assert _call(calls) == "bad_request"


def test_the_numbers_show_what_was_spent_and_what_is_shut_out(
    calls: ModelCalls, model: _Model, engine: Engine
) -> None:
    with engine.read() as connection:
        assert "model_spent_micro_usd" not in counts(connection)
    _call(calls)
    with engine.read() as connection:
        assert counts(connection)["model_spent_micro_usd"] == 100
        assert counts(connection)["models_shut_out"] == 0
    _open(calls, model)
    with engine.read() as connection:
        assert counts(connection)["models_shut_out"] == 1


def test_old_days_are_forgotten_and_the_sum_of_all_is_not(
    calls: ModelCalls, clock: SettableClock
) -> None:
    _call(calls)
    clock.pass_by(200 * 24 * 3600 * 1000)
    _call(calls)
    Retention(database=calls.database, clock=clock).forget()
    assert _spent(calls) == _spent(calls, "cus_1") == 100
    assert _spent(calls, always=True) == 200
    clock.pass_by(-200 * 24 * 3600 * 1000)
    assert _spent(calls) == _spent(calls, "cus_1") == 0
