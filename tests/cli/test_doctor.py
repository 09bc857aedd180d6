"""`wa-support doctor` as a person and a program meet it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import ROOT, wa_support
from wa_support.simulator.accounts import Number
from wa_support.simulator.configuration import SimulatorConfig
from wa_support.simulator.server import RunningSimulator, start_simulator

SECRETS = {"WHATSAPP_APP_SECRET": "app-secret", "WHATSAPP_ACCESS_TOKEN": "EAAG-the-token"}


@pytest.fixture
def cloud() -> Iterator[RunningSimulator]:
    running = start_simulator(
        SimulatorConfig(
            callback_url="http://127.0.0.1:9/webhook",
            app_secret=SECRETS["WHATSAPP_APP_SECRET"],
            verify_token="verify",
            access_token=SECRETS["WHATSAPP_ACCESS_TOKEN"],
            phone_numbers=(Number(id="111", name="Moment\x1b[2J\nLiving"),),
        )
    )
    yield running
    running.stop()


@pytest.fixture
def env(cloud: RunningSimulator) -> dict[str, str]:
    return {
        **SECRETS,
        "WHATSAPP_PHONE_NUMBER_ID": "111",
        "GRAPH_API_BASE_URL": cloud.url,
        "POLICIES_FILE": str(ROOT / "policies.yaml"),
    }


def test_without_a_problem_it_exits_with_0_one_line_a_finding(
    tmp_path: Path, env: dict[str, str]
) -> None:
    ran = wa_support("doctor", folder=tmp_path, **env)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0].split()[:2] == ["ok", "connection"]
    assert all(line.startswith(("ok ", "warning ", "could not look ")) for line in lines)
    assert all("→" in line for line in lines if not line.startswith("ok "))
    assert "\x1b" not in ran.out
    assert not (tmp_path / "data").exists()


def test_json_lines_name_check_state_found_and_cure(
    tmp_path: Path, env: dict[str, str], cloud: RunningSimulator
) -> None:
    cloud.stand(token_valid=False)
    ran = wa_support("doctor", "--json", folder=tmp_path, **env)
    assert ran.code == 1
    assert {tuple(line) for line in ran.lines} == {("check", "state", "found", "cure")}
    token = next(line for line in ran.lines if line["check"] == "token")
    assert (token["state"], token["found"]) == ("problem", "no longer valid")


def test_a_wrong_configuration_is_2_and_asks_nobody(tmp_path: Path) -> None:
    ran = wa_support("doctor", folder=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    names = [line.partition(":")[0] for line in ran.err.splitlines()]
    assert names == [*SECRETS, "WHATSAPP_PHONE_NUMBER_ID"]


@pytest.mark.parametrize("code", [0, 4, 190])
def test_no_secret_is_printed(
    code: int, tmp_path: Path, env: dict[str, str], cloud: RunningSimulator
) -> None:
    cloud.stand(graph_answers=code)
    for words in (["doctor"], ["doctor", "--json"]):
        ran = wa_support(*words, folder=tmp_path, **env)
        for secret in (*SECRETS.values(), "8225550134", "555013"):
            assert secret not in ran.out + ran.err
