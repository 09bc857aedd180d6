"""The dialogues cover what they are there to cover, and each can be read."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.scenarios.reading import ScenarioError, read_all, read_file
from wa_support.domain.tools import TOOL_SPECS

SCENARIOS = read_all()


def _calls() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for scenario in SCENARIOS:
        reached = [call for turn in scenario.turns for call in turn.tools]
        for call in (*reached, *scenario.effects):
            for tool, arguments in call.items():
                yield scenario.name, tool, arguments


def test_there_are_at_least_44_dialogues_and_20_in_each_language() -> None:
    languages = Counter(one.language for one in SCENARIOS)
    assert len(SCENARIOS) >= 44
    assert min(languages["ko"], languages["en"]) >= 20


def test_no_two_dialogues_have_the_same_name() -> None:
    assert [name for name, n in Counter(one.name for one in SCENARIOS).items() if n > 1] == []


def test_every_purpose_occurs() -> None:
    understood = {
        answer["understand"].get("purpose")
        for scenario in SCENARIOS for turn in scenario.turns for answer in turn.model or ()
        if "understand" in answer
    }  # fmt: skip
    assert {"orders", "booking", "support"} <= understood


def test_every_tool_occurs_and_no_other() -> None:
    assert {tool for _, tool, _ in _calls()} == set(TOOL_SPECS)


def test_every_call_has_the_arguments_that_its_tool_takes() -> None:
    faults = [(name, tool, TOOL_SPECS[tool].faults(given)) for name, tool, given in _calls()]
    assert [one for one in faults if one[2]] == []


def test_an_unknown_key_is_told_with_its_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "typo.yaml"
    path.write_text("# one\n- {name: a, language: ko, customer: mina, turn: []}\n")
    with pytest.raises(ScenarioError, match=r"typo\.yaml:2: unknown turn"):
        read_file(path)
