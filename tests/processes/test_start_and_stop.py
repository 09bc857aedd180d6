"""How `serve` refuses to start, and how it stops."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes.serving import Serving, serving, wait_for

_STOP_S = 10.0
_REFUSED_S = 6.0
"""A server that is told to stop while it starts must not wait out its eight seconds' grace."""


@pytest.fixture
def stopped(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path, start=False) as one:
        yield one


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("WHATSAPP_APP_SECRET", "", "WHATSAPP_APP_SECRET: not set; "),
        ("WHATSAPP_ACCESS_TOKEN", "", "WHATSAPP_ACCESS_TOKEN: not set; "),
        ("WHATSAPP_PHONE_NUMBER_ID", "+82 10", "WHATSAPP_PHONE_NUMBER_ID: found "),
        ("WA_PORT", "http", "WA_PORT: found 'http'; expected a port"),
        ("GRAPH_API_BASE_URL", "http://graph.example", "GRAPH_API_BASE_URL: found "),
        ("DATABASE_URL", "mysql://localhost/wa", "DATABASE_URL: found "),
        ("WA_DATA_KEY", "c2hvcnQ=", "WA_DATA_KEY: found 8 characters; "),
    ],
)
def test_a_wrong_setting_is_one_line_and_exit_2(
    stopped: Serving, name: str, value: str, told: str
) -> None:
    assert _refused(stopped, {name: value}).startswith(told)


def test_every_setting_that_is_missing_has_its_own_line(stopped: Serving) -> None:
    names = ["WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN", "WHATSAPP_ACCESS_TOKEN"]
    ended = _serve(stopped, dict.fromkeys(names, ""))
    assert ended.returncode == 2
    assert [line.partition(":")[0] for line in ended.stderr.splitlines()] == names


def test_no_line_shows_a_secret(stopped: Serving) -> None:
    ended = _serve(stopped, {"WA_DATA_KEY": "hunter2", "WA_CONSOLE_SECRET_KEY": "correct-horse"})
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 2
    assert "hunter2" not in ended.stderr
    assert "correct-horse" not in ended.stderr


@pytest.mark.parametrize(("part", "name"), [("web", "WA_PORT"), ("console", "WA_CONSOLE_PORT")])
def test_a_taken_port_is_said_and_exit_2(stopped: Serving, part: str, name: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        begun = time.monotonic()
        ended = _serve(stopped, {name: port})
    assert ended.returncode == 2, ended.stderr
    assert time.monotonic() - begun < _REFUSED_S
    assert f"{part}: cannot listen on 127.0.0.1 port {port}" in ended.stderr
    _no_traceback(ended.stderr)


def test_a_faulty_policy_is_told_in_full_and_exit_2(stopped: Serving) -> None:
    file = stopped.folder / "policies.yaml"
    words = file.read_text("utf-8")
    file.write_text(words.replace("declared_as: booking", "declared_as: chatting"), "utf-8")
    ended = _serve(stopped, {})
    assert ended.returncode == 2, ended.stderr
    assert "policies.yaml:" in ended.stderr
    assert "chatting" in ended.stderr
    _no_traceback(ended.stderr)


def test_a_policy_file_that_is_not_there_is_exit_2(stopped: Serving) -> None:
    ended = _serve(stopped, {"POLICIES_FILE": "/nowhere/policies.yaml"})
    assert ended.returncode == 2, ended.stderr
    assert "/nowhere/policies.yaml: cannot be read" in ended.stderr
    _no_traceback(ended.stderr)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_everything_within_ten_seconds(stopped: Serving, number: int) -> None:
    stopped.start()
    stopped.wait_until_up()
    parts = ["console", "console", "serve", "web", "web", "work"]
    wait_for(lambda: sorted(one.part for one in stopped.everyone()) == parts, "all of `serve`")
    asked = time.monotonic()
    stopped.supervisor.send_signal(number)
    assert stopped.supervisor.wait(_STOP_S) == 0, stopped.log
    assert stopped.left_behind() == []
    print(f"stopped after {time.monotonic() - asked:.2f} s")


def test_a_stop_in_the_midst_of_answers_loses_none(stopped: Serving) -> None:
    stopped.start()
    stopped.wait_until_up()
    phones = [f"8210790000{number:02}" for number in range(12)]
    for phone in phones:
        stopped.phone.say(phone, "배송 시작했나요?")
        time.sleep(0.1)
    assert stopped.stop(_STOP_S) == 0, stopped.log
    assert stopped.left_behind() == []
    stopped.start()
    stopped.wait_until_up()
    wait_for(lambda: all(stopped.heard(phone) for phone in phones), "an answer for each")
    time.sleep(1)
    assert [len(stopped.heard(phone)) for phone in phones] == [1] * len(phones)
    assert stopped.rows("outbox", "held") == []


def test_a_stop_while_it_starts_ends_it_too(stopped: Serving) -> None:
    for pause in (0.1, 0.4, 0.7, 1.0, 1.3):
        stopped.start()
        time.sleep(pause)
        stopped.everyone()
        os.kill(stopped.supervisor.pid, signal.SIGTERM)
        code = stopped.supervisor.wait(_REFUSED_S)
        assert code in {0, -signal.SIGTERM}, stopped.log
        wait_for(lambda: not stopped.left_behind(), "nothing left", 3)


def _refused(stopped: Serving, settings: dict[str, str]) -> str:
    """The one line it says."""
    ended = _serve(stopped, settings)
    assert ended.returncode == 2, ended.stderr
    (line,) = ended.stderr.splitlines()
    return line


def _serve(stopped: Serving, settings: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """Fails when it goes on running."""
    return subprocess.run(
        [sys.executable, "-m", "wa_support.cli", "serve"], env={**stopped.env, **settings},
        cwd=stopped.folder, timeout=20, capture_output=True, text=True, check=False,
    )  # fmt: skip


def _no_traceback(told: str) -> None:
    assert "Traceback" not in told
