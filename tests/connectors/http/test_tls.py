"""TLS is verified for the declared name, also on a connection that is made by our own hand."""

import ssl
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import requests.adapters

from tests.certificates import self_signed
from tests.connectors.http.connected import SKY, answered_with, connected, declared
from tests.connectors.http.shop import Shop, handler_of
from wa_support.domain.tool_results import Failed, Succeeded, ToolResult

NAME = "shop.test"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return self_signed(NAME, tmp_path_factory.mktemp("tls") / "both.pem")


@pytest.fixture
def shop(certificate: Path) -> Iterator[Shop]:
    shop = Shop()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(shop))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    shop.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield shop
    server.shutdown()
    server.server_close()
    thread.join()


def order(port: int, name: str) -> ToolResult:
    changes = {"http://127.0.0.1": f"https://{name}", "[127.0.0.1]": f"[{name}]"}
    connector = connected(declared(port, changes), look_up=answered_with("127.0.0.1"))
    return connector.read("get_order", {"order_id": "1042"}, on_behalf=SKY, within_s=5)


def test_a_certificate_that_nobody_vouches_for_is_refused(shop: Shop) -> None:
    assert order(shop.port, NAME) == Failed(code="tls_not_verified")
    assert shop.seen == []


def test_a_verified_one_serves_its_own_name_and_no_other(
    shop: Shop, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(certificate))
    assert isinstance(order(shop.port, NAME), Succeeded)
    assert order(shop.port, "other.test") == Failed(code="tls_not_verified")
    assert len(shop.seen) == 1


def test_the_authorities_are_read_once(
    shop: Shop, certificate: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    once = tmp_path / "authorities.pem"
    once.write_bytes(certificate.read_bytes())
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(once))
    assert isinstance(order(shop.port, NAME), Succeeded)
    once.unlink()
    assert isinstance(order(shop.port, NAME), Succeeded)
