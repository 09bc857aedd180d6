"""Every dialogue, from what is said to who has it in the end, with the model behind each API."""

from pathlib import Path

import pytest

from tests.flow.house import at_home
from tests.scenarios.model import Call, served
from tests.scenarios.player import Player
from tests.scenarios.reading import Scenario, read_all
from tests.scenarios.spending import Spending
from wa_support.simulator.model.answers import Endpoint

SCENARIOS = read_all()
WITH_A_MODEL = [one for one in SCENARIOS if any(turn.model is not None for turn in one.turns)]
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
