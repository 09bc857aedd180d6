"""What is printed at the start is true, and says how to come in."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from tests.cli.program import ROOT, wa_support
from wa_support.bootstrap import console
from wa_support.config.settings import Settings, load_settings
from wa_support.domain.errors import ConfigurationError
from wa_support.web import server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_no_address_is_printed_when_the_port_is_taken(
    taken: int, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = load_settings({"WA_CONSOLE_PORT": str(taken)}, None)
    with pytest.raises(ConfigurationError, match=f"port {taken}"):
        console.run_console(settings)
    assert capsys.readouterr().err == ""


def test_while_nobody_has_an_account_the_command_that_makes_one_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = _settings(tmp_path)
    console.build_console_app(settings)
    told = capsys.readouterr().err
    assert told == f"console: nobody has an account yet; the first admin: {console.FIRST_ADMIN}\n"
    words = console.FIRST_ADMIN.replace("E-MAIL", "minji@shop.example").split()
    assert wa_support(*words[1:], folder=tmp_path, WA_DATA_DIR="data").code == 0
    console.build_console_app(settings)
    assert capsys.readouterr().err == ""


def test_cookies_are_signed_with_a_key_that_outlives_a_restart(tmp_path: Path) -> None:
    keys = set()
    for _ in range(2):
        app = console.build_console_app(_settings(tmp_path))
        assert isinstance(app, Flask)
        keys.add(app.secret_key)
    assert len(keys) == 1


def _settings(folder: Path) -> Settings:
    env = {
        "WA_DATA_DIR": str(folder / "data"),
        "POLICIES_FILE": str(ROOT / "policies.yaml"),
        "KNOWLEDGE_DIR": str(ROOT / "knowledge"),
    }
    return load_settings(env, None)


def test_the_server_tells_once_the_port_is_free_and_before_it_waits() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def tell() -> None:
        raise _ToldError

    with pytest.raises(_ToldError):
        server.serve(_never, host="127.0.0.1", port=port, threads=1, name="web", claimed=tell)


class _ToldError(Exception):
    pass


def _never() -> "WSGIApplication":
    raise AssertionError
