import pytest
from click.testing import CliRunner

from wa_support.cli.simulate import simulate
from wa_support.simulator.server import RunningSimulator


def test_serve_names_each_missing_secret_and_exits_2(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WHATSAPP_APP_SECRET", "WHATSAPP_ACCESS_TOKEN", "WHATSAPP_PHONE_NUMBER_ID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WHATSAPP_VERIFY_TOKEN", "v")
    result = CliRunner().invoke(simulate, ["serve"])
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert lines == [
        "WHATSAPP_APP_SECRET is not set",
        "WHATSAPP_ACCESS_TOKEN is not set",
        "WHATSAPP_PHONE_NUMBER_ID (or --phone-number-id) is not set",
    ]


def test_say_prints_the_id_of_what_was_said(simulator: RunningSimulator) -> None:
    result = CliRunner().invoke(
        simulate, ["say", "안녕", "--customer", "daniel", "--simulator", simulator.url]
    )
    assert result.exit_code == 0
    (bubble,) = simulator.chat("daniel")
    assert (bubble["wamid"], bubble["text"]) == (result.stdout.strip(), "안녕")


def test_say_to_nobody_exits_2_with_the_reason(simulator: RunningSimulator) -> None:
    result = CliRunner().invoke(
        simulate, ["say", "hi", "--customer", "nobody", "--simulator", simulator.url]
    )
    assert result.exit_code == 2
    assert "nobody" in result.stderr


def test_say_without_a_simulator_tells_how_to_start_one() -> None:
    result = CliRunner().invoke(simulate, ["say", "hi", "--simulator", "http://127.0.0.1:9"])
    assert result.exit_code == 2
    assert "simulate serve" in result.stderr
