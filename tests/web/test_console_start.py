"""The printed link is one that opens."""

import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from wa_support.bootstrap import console
from wa_support.config.settings import load_settings
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


def test_no_link_is_printed_when_the_port_is_taken(
    taken: int, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = load_settings({"WA_CONSOLE_PORT": str(taken)}, None)
    with pytest.raises(ConfigurationError, match=f"port {taken}"):
        console.run_console(settings)
    assert "/enter/" not in capsys.readouterr().err


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
