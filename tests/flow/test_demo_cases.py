"""The demo's scripted model in front of the sample shop, through the same adapter as a real one."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.flow.house import Home
from tests.flow.test_answering import tapped, taps
from tests.models.asking import model_at, serving
from wa_support.bootstrap.understanding import thinking_with
from wa_support.simulator.model.answers import Endpoint
from wa_support.simulator.model.demo_cases import demo_script
from wa_support.simulator.model.server import RunningModel


@pytest.fixture(scope="module")
def server() -> Iterator[RunningModel]:
    running = serving(demo_script)
    yield running
    running.stop()


@pytest.fixture(params=list(Endpoint))
def scripted(request: pytest.FixtureRequest, home: Home, server: RunningModel) -> Home:
    model = thinking_with(home.house, model_at(server.url, request.param))
    home.turns = replace(home.turns, model=model)
    return home


def _outcomes(home: Home) -> list[str]:
    return [step["outcome"] for kind, step in home.stories()[0].steps if kind == "model"]


@pytest.mark.parametrize(
    ("said", "heard", "outcomes"),
    [
        ("주문 1042 어디쯤이에요?", "배송 중입니다.", ["calls", "understood"]),
        ("그 머시기 그거 왜 아직이죠", "아직 받지 못하신", ["understood", "calls", "understood"]),
        ("that thingy still isn't here, why", "on its way", ["understood", "calls", "understood"]),
    ],
)  # fmt: skip
def test_a_sentence_of_the_demo_is_understood_looked_up_and_worded(
    scripted: Home, said: str, heard: str, outcomes: list[str]
) -> None:
    bubble = scripted.asks(said)
    assert heard in bubble
    assert "640012341042" in bubble
    assert _outcomes(scripted) == outcomes


@pytest.mark.parametrize(
    ("said", "done"),
    [
        ("1058 아직 안 보내셨으면 취소할게요", "접수번호"),
        ("if 1058 hasn't left yet, cancel it", "Your reference is"),
    ],
)
def test_the_cancellation_of_the_demo_is_confirmed_and_then_done(
    scripted: Home, said: str, done: str
) -> None:
    assert "389,000" in scripted.asks(said)
    assert _outcomes(scripted) == ["calls"]
    assert done in tapped(scripted, taps(scripted)[0])
    assert [kind for kind, _ in scripted.stories()[0].steps].count("effect_result") == 1


def test_a_sentence_it_does_not_know_is_answered_by_the_rules(home: Home, scripted: Home) -> None:
    said = "1042 주문 지금 어디까지 왔는지요"
    bubble = scripted.asks(said)
    assert "마루택배 640012341042" in bubble
    assert _outcomes(scripted) == ["understood"]
    home.turns = replace(home.turns, model=None)
    assert bubble.endswith(home.asks(said))


def test_somebody_elses_order_is_not_told_to_who_taps_the_sentence(scripted: Home) -> None:
    bubble = scripted.asks("주문 1042 어디쯤이에요?", "821099990000")
    assert "640012341042" not in bubble
