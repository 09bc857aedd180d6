"""The evaluation with a real model: what it refuses, how it plays, and how it counts."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bench.live_eval.__main__ import main, on_this_machine
from bench.live_eval.playing import Call, Run, fit_for_a_model, play
from bench.live_eval.results import artefact, cost_of, lines, pass_hat
from tests.flow.house import prepare
from tests.models.asking import model_at, serving
from tests.scenarios.reading import Scenario, Turn
from wa_support.ports.language_model import Usage
from wa_support.simulator.model.answers import Endpoint, Failure
from wa_support.simulator.model.demo_cases import demo_script
from wa_support.simulator.model.server import RunningModel

LUNA = "gpt-6-luna"
LATE = Scenario(
    name="late",
    language="ko",
    customer="mina",
    turns=(
        Turn(
            says="그 머시기 그거 왜 아직이죠",
            model=[{"understand": {}}],
            hears=["배송 중", "640012341042"],
            never_hears=["환불"],
        ),
    ),
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house") / "data"
    prepare(folder)
    return folder


@pytest.fixture(scope="module")
def server() -> Iterator[RunningModel]:
    """Stands in for a real model in these tests alone."""
    running = serving(demo_script)
    yield running
    running.stop()


# what it refuses


def refused(monkeypatch: pytest.MonkeyPatch, folder: Path, **env: str) -> int:
    for name in ("OPENAI_API_KEY", "OPENAI_MODEL", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["live_eval"])
    return main()


def test_without_a_key_it_names_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(monkeypatch, tmp_path) == 2
    told = capsys.readouterr().err
    assert "OPENAI_API_KEY: not set; " in told
    assert "OPENAI_MODEL: not set; " in told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/v1", "http://localhost/v1", "http://[::1]/v1"])
def test_a_server_on_this_machine_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    env = {"OPENAI_API_KEY": "sk-of-nobody", "OPENAI_MODEL": LUNA, "OPENAI_BASE_URL": url}
    assert refused(monkeypatch, tmp_path, **env) == 2
    assert "not one on this machine" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.8.0.1", True), ("0.0.0.0", True), ("::ffff:127.0.0.1", True), ("192.0.2.7", False)],
)
def test_this_machine_is_known_by_its_addresses(host: str, here: bool) -> None:
    assert on_this_machine(host) is here


# how it plays


def test_a_dialogue_that_goes_as_written_has_no_faults(
    server: RunningModel, prepared: Path, tmp_path: Path
) -> None:
    run = play(LATE, model_at(server.url, Endpoint.RESPONSES), tmp_path / "one", prepared)
    assert run.faults == []
    assert [call.turn for call in run.calls] == [1, 1, 1]
    assert all(call.usage.input > 0 for call in run.calls)
    assert len(run.turn_seconds) == 1


def test_what_the_model_does_not_bring_about_is_a_fault(
    server: RunningModel, prepared: Path, tmp_path: Path
) -> None:
    wanted = Scenario(name="other", language="ko", customer="daniel", turns=LATE.turns)
    run = play(wanted, model_at(server.url, Endpoint.CHAT), tmp_path / "one", prepared)
    assert any("640012341042" in fault for fault in run.faults)


def test_a_model_that_cannot_be_had_is_named_and_not_hidden(prepared: Path, tmp_path: Path) -> None:
    down = serving(lambda _asked: Failure.RATE_LIMITED)
    try:
        run = play(LATE, model_at(down.url, Endpoint.RESPONSES), tmp_path / "one", prepared)
    finally:
        down.stop()
    assert run.faults
    assert {call.failed for call in run.calls} == {"rate_limited"}
    assert "calls that failed: rate_limited 1" in list(lines({"late": [run]}, LUNA, 1))


@pytest.mark.parametrize(
    ("last", "fit"),
    [
        (Turn(says="네", model=[{"understand": {}}]), True),
        (Turn(says="네"), True),
        (Turn(says="네", model=[{"fail": "timeout"}]), False),
        (Turn(says="네", owner="queued", reason="answer_invalid"), False),
    ],
)
def test_dialogues_about_models_that_fail_or_lie_are_left_out(last: Turn, fit: bool) -> None:
    assert fit_for_a_model(replace(LATE, turns=(*LATE.turns, last))) is fit


def test_a_dialogue_that_asks_no_model_is_left_out() -> None:
    assert not fit_for_a_model(replace(LATE, turns=(Turn(says="안녕하세요"),)))


# how it counts


def ran(*went_well: bool) -> list[Run]:
    call = Call(turn=1, seconds=2.0, usage=Usage(input=1_000, output=1_000))
    return [
        Run(scenario="s", faults=() if well else ("no",), calls=(call, call)) for well in went_well
    ]


def test_pass_hat_k_is_the_chance_that_k_runs_all_go_well() -> None:
    runs = {"always": ran(True, True, True), "twice": ran(True, False, True)}
    assert pass_hat(runs, 1) == pytest.approx((1 + 2 / 3) / 2)
    assert pass_hat(runs, 2) == pytest.approx((1 + 1 / 3) / 2)
    assert pass_hat(runs, 3) == pytest.approx(1 / 2)


def test_costs_are_list_prices_or_said_to_be_unknown() -> None:
    (run,) = ran(True)
    assert cost_of(run, LUNA) == pytest.approx(2 * (1_000 * 0.10 + 1_000 * 0.50) / 1_000_000)
    assert cost_of(run, "a-model-of-nobody") is None
    assert "cost at list price: not known for a-model-of-nobody" in list(
        lines({"s": [run]}, "a-model-of-nobody", 1)
    )


def test_the_artefact_holds_every_run_with_its_faults() -> None:
    runs = {"s": ran(True, False)}
    told = artefact(runs, LUNA, 2, at="2026-11-25T00:00:00+00:00")
    assert told["pass_hat"] == {"1": 0.5, "2": 0.0}
    assert [one["faults"] for one in told["runs"]] == [(), ("no",)]
    assert told["runs"][0]["calls"][0]["seconds"] == 2.0
