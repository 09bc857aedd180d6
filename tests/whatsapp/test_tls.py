"""The token goes to whom an authority vouches for, and the authorities are read once."""

import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import requests.adapters

from tests.certificates import self_signed
from tests.whatsapp.graph import client, request_on, server
from tests.whatsapp.test_client import send
from tests.whatsapp.test_client_sockets import OK
from wa_support.domain.delivery import Accepted, NotStarted


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return self_signed("localhost", tmp_path_factory.mktemp("tls") / "both.pem")


def graph(certificate: Path, seen: list[bytes]) -> Callable[[socket.socket], None]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def behave(connection: socket.socket) -> None:
        with suppress(ssl.SSLError), context.wrap_socket(connection, server_side=True) as tls:
            seen.append(request_on(tls))
            tls.sendall(OK)

    return behave


def test_nobody_unvouched_for_sees_the_token(certificate: Path) -> None:
    seen: list[bytes] = []
    with server(graph(certificate, seen)) as address:
        result = send(client(f"https://localhost:{address.rpartition(':')[2]}"))
    assert isinstance(result, NotStarted)
    assert "verify" in result.details
    assert seen == []


def test_a_verified_one_serves_its_own_name_and_no_other(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(certificate))
    seen: list[bytes] = []
    with server(graph(certificate, seen)) as address:
        port = address.rpartition(":")[2]
        assert isinstance(send(client(f"https://127.0.0.1:{port}")), NotStarted)
    with server(graph(certificate, seen)) as address:
        port = address.rpartition(":")[2]
        assert send(client(f"https://localhost:{port}")) == Accepted(wamid="wamid.1")
    assert len(seen) == 1


def test_the_authorities_are_read_once(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    once = tmp_path / "authorities.pem"
    once.write_bytes(certificate.read_bytes())
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(once))
    for _ in range(2):
        with server(graph(certificate, [])) as address:
            port = address.rpartition(":")[2]
            assert send(client(f"https://localhost:{port}")) == Accepted(wamid="wamid.1")
        once.unlink(missing_ok=True)
