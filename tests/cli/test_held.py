"""What a person decides about held messages, from outside."""

from pathlib import Path

import pytest

from tests.cli.program import Ran, wa_support
from tests.flow.house import Home, at_home, prepare
from tests.flow.test_held_sends import held_by_agent, held_send


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("held") / "data"
    prepare(folder)
    return folder


def run(home: Home, *words: str, stdin: str = "") -> Ran:
    folder = home.house.data_dir
    return wa_support("outbox", *words, folder=folder.parent, stdin=stdin, WA_DATA_DIR=str(folder))


def test_what_surely_was_not_sent_is_dropped_with_a_line(tmp_path: Path, prepared: Path) -> None:
    with at_home(tmp_path / "data", prepared) as home:
        send = held_by_agent(home)
        ran = run(home, "drop", send, "--json", "--reason", "by phone")
        assert (ran.code, ran.lines) == (0, [{"send": send, "state": "cancelled", "why": None}])
        again = run(home, "drop", send)
        assert (again.code, again.out) == (1, f"{send} is cancelled, not held\n")


def test_what_may_be_doubled_is_asked_about_and_the_others_are_decided(
    tmp_path: Path, prepared: Path
) -> None:
    with at_home(tmp_path / "data", prepared) as home:
        send = held_send(home)
        refused = run(home, "release", send, "snd_none", "--json", stdin="n\n")
        assert refused.code == 1
        assert [line["state"] for line in refused.lines] == [None, None]
        assert "--yes" in refused.lines[0]["why"]
        assert "no send snd_none" in refused.lines[1]["why"]
        assert "may have arrived already" in refused.err
        assert home.house.queries.held()


def test_a_decision_without_an_id_is_wrong_use(tmp_path: Path) -> None:
    assert wa_support("outbox", "release", folder=tmp_path).code == 2
