"""Nothing in these tests may leave this machine, and no setting of this machine gets in."""

import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tests.fitted import fitting_once

_LOOPBACK = {"127.0.0.1", "::1", "localhost", "0.0.0.0"}
_connect = socket.socket.connect


def _only_loopback(self: socket.socket, address: Any) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in _LOOPBACK:
        raise AssertionError(f"a test tried to reach {address[0]}")
    _connect(self, address)


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _only_loopback)
        yield


@pytest.fixture(autouse=True, scope="session")
def _fits_once() -> Iterator[None]:
    with fitting_once():
        yield


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = ("WHATSAPP_", "WA_", "OPENAI_", "SLACK_", "GRAPH_API_")
    for name in list(os.environ):
        if name.startswith(ours) and not name.startswith("WA_TEST_"):
            monkeypatch.delenv(name)
