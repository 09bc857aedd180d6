"""Every dialogue, from what is said to who has it in the end, with the model behind each API."""

from pathlib import Path
from typing import Any

import pytest

from tests.flow.house import at_home
from tests.scenarios.model import Call, served
from tests.scenarios.player import Player
from tests.scenarios.reading import Scenario, Turn, read_all
from tests.scenarios.spending import Spending
from wa_support.simulator.model.answers import Endpoint

SCENARIOS = read_all()
WITH_A_MODEL = [one for one in SCENARIOS if any(turn.model is not None for turn in one.turns)]
ASKED_ABOUT_2077: list[Any] = [{"get_order": {"order_id": "2077"}}]
WITHOUT = [one for one in SCENARIOS if one not in WITH_A_MODEL]


def play(scenario: Scenario, endpoint: Endpoint, folder: Path, prepared: Path) -> list[list[Call]]:
    """What each turn asked of the model; fails with all that was wrong."""
    with served(endpoint) as model, at_home(folder / "data", prepared) as home:
        faults = Player(home=home, scenario=scenario, model=model).play()
        assert not faults, "\n".join(faults)
        return model.turns


@pytest.mark.parametrize("scenario", WITHOUT, ids=lambda one: one.name)
def test_a_dialogue_without_a_model(scenario: Scenario, tmp_path: Path, prepared: Path) -> None:
    assert play(scenario, Endpoint.RESPONSES, tmp_path, prepared) == []


@pytest.mark.parametrize("endpoint", list(Endpoint))
@pytest.mark.parametrize("scenario", WITH_A_MODEL, ids=lambda one: one.name)
def test_a_dialogue_with_a_model(
    scenario: Scenario, endpoint: Endpoint, tmp_path: Path, prepared: Path, spending: Spending
) -> None:
    turns = play(scenario, endpoint, tmp_path, prepared)
    if endpoint is Endpoint.RESPONSES:
        spending.add(scenario.name, turns)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"hears": ["cancelled"]}, "is not told 'cancelled'"),
        ({"never_hears": ["2077"]}, "is told '2077'"),
        ({"tools": []}, "reaches [{'get_order': {'order_id': '2077'}}], not []"),
        ({"buttons": ["Yes"]}, "offers ['Cancel the order', 'Keep the order'], not ['Yes']"),
        ({"owner": "queued"}, "is with automated, not queued"),
        ({"reason": "rule"}, "a person has it for None, not rule"),
        ({"model": [{"fail": "refusal"}]}, "times too often; what it wrote before: ['You refused."),
    ],
)
def test_a_dialogue_that_goes_otherwise_is_told_with_its_name_turn_and_words(
    wrong: dict[str, Any], told: str, tmp_path: Path, prepared: Path
) -> None:
    wanted: dict[str, Any] = {"says": "cancel my order 2077", "tools": ASKED_ABOUT_2077} | wrong
    scenario = Scenario(
        name="a slip", language="en", customer="daniel", turns=(Turn(**wanted),), effects=[]
    )
    with pytest.raises(AssertionError) as raised:
        play(scenario, Endpoint.RESPONSES, tmp_path, prepared)
    assert "a slip, turn 1 (cancel my order 2077): " in str(raised.value)
    assert told in str(raised.value)
    assert "heard: This is Moment Living" in str(raised.value)


def test_an_effect_that_nobody_expected_is_told(tmp_path: Path, prepared: Path) -> None:
    asked = Turn(says="cancel my order 2077", tools=ASKED_ABOUT_2077)
    agreed = Turn(says="yes", tools=[*ASKED_ABOUT_2077, {"cancel_order": {"order_id": "2077"}}])
    scenario = Scenario(name="a slip", language="en", customer="daniel", turns=(asked, agreed))
    with pytest.raises(
        AssertionError, match=r"a slip, at the end: effects .*cancel_order.*not \[\]"
    ):
        play(scenario, Endpoint.RESPONSES, tmp_path, prepared)
