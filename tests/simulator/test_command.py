import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.simulator.templates.samples import positional
from wa_support.cli.simulate import simulate
from wa_support.simulator import server
from wa_support.simulator.configuration import SimulatorConfig
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


def test_serve_takes_the_account_that_the_service_is_told_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN", "WHATSAPP_ACCESS_TOKEN"):
        monkeypatch.setenv(name, "s")
    monkeypatch.setenv("WHATSAPP_BUSINESS_ACCOUNT_ID", "102290129340398")
    served: list[SimulatorConfig] = []
    monkeypatch.setattr(server, "serve_simulator", lambda config, *_, **__: served.append(config))
    assert CliRunner().invoke(simulate, ["serve", "--phone-number-id", "1"]).exit_code == 0
    assert [config.waba_id for config in served] == ["102290129340398"]


def test_serve_reads_the_env_file_as_every_command_does(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("APP_SECRET", "VERIFY_TOKEN", "ACCESS_TOKEN", "PHONE_NUMBER_ID"):
        monkeypatch.delenv(f"WHATSAPP_{name}", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "token").write_text("from a file\n")
    (tmp_path / ".env").write_text(
        "WHATSAPP_APP_SECRET=new, old\nWHATSAPP_VERIFY_TOKEN=v\n"
        "WHATSAPP_ACCESS_TOKEN_FILE=token\nWHATSAPP_PHONE_NUMBER_ID=1, 2\n"
    )
    monkeypatch.setenv("WHATSAPP_VERIFY_TOKEN", "the environment wins")
    served: list[SimulatorConfig] = []
    monkeypatch.setattr(server, "serve_simulator", lambda config, *_, **__: served.append(config))
    for words in ([], ["--phone-number-id", "3", "--phone-number-id", "4"]):
        assert CliRunner().invoke(simulate, ["serve", *words]).exit_code == 0
    first, second = served
    assert (first.app_secret, first.verify_token, first.access_token) == (
        "new", "the environment wins", "from a file",
    )  # fmt: skip
    assert [number.id for number in first.phone_numbers] == ["1", "2"]
    assert [number.id for number in second.phone_numbers] == ["3", "4"]


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


def test_review_does_to_a_template_what_meta_does(simulator: RunningSimulator) -> None:
    simulator.cloud.templates.seed([positional()])

    def review(*words: str) -> Result:
        command = ["review", "order_shipped", *words, "--simulator", simulator.url]
        return CliRunner().invoke(simulate, command)

    rejected = review("reject", "--with", "reason=SCAM")
    assert (rejected.exit_code, rejected.stdout) == (0, "REJECTED\n")
    unknown = review("bless")
    assert unknown.exit_code == 2
    assert "no review does 'bless': approve, reject" in unknown.stderr
    assert review("approve", "--language", "en").exit_code == 2


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{", "Expecting"),
        ("{}", "list"),
        (json.dumps([positional(), positional()]), "2 times in ko"),
        (json.dumps([positional(language="ko_KR")]), "order_shipped"),
        (json.dumps([{}]), "name is required"),
    ],
)
def test_serve_says_what_is_wrong_with_the_templates_it_should_begin_with(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, word: str
) -> None:
    for name in ("WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN", "WHATSAPP_ACCESS_TOKEN"):
        monkeypatch.setenv(name, "x")
    file = tmp_path / "templates.json"
    file.write_text(text, encoding="utf-8")
    words = ["serve", "--phone-number-id", "1", "--port", "0", "--templates", str(file)]
    result = CliRunner().invoke(simulate, words)
    assert result.exit_code == 2
    assert word in result.stderr


def test_say_without_a_simulator_tells_how_to_start_one() -> None:
    result = CliRunner().invoke(simulate, ["say", "hi", "--simulator", "http://127.0.0.1:9"])
    assert result.exit_code == 2
    assert "simulate serve" in result.stderr
