"""What real connections do to a send: before the first byte of the body nothing can have been
sent, after it nobody knows."""

import socket
import struct
import time

import pytest

from tests.whatsapp.graph import Behaviour, StillClock, client, request_on, server
from tests.whatsapp.test_client import send
from wa_support.domain.delivery import Accepted, NotStarted, Unknown


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def reset_after_request(connection: socket.socket) -> None:
    request_on(connection)
    reset(connection)


def close_after_request(connection: socket.socket) -> None:
    request_on(connection)


def silence(connection: socket.socket) -> None:
    request_on(connection)
    time.sleep(0.8)


def speaks(answer: bytes) -> Behaviour:
    def behave(connection: socket.socket) -> None:
        request_on(connection)
        connection.sendall(answer)

    return behave


OK = b'HTTP/1.1 200 OK\r\nContent-Length: 31\r\n\r\n{"messages":[{"id":"wamid.1"}]}'


def test_a_refused_connection_is_not_started() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    result = send(client(f"http://127.0.0.1:{port}"))
    assert isinstance(result, NotStarted)
    assert "refused" in result.details


def test_a_name_that_does_not_resolve_is_not_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown_name(*_: object, **__: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown_name)
    assert isinstance(send(client("https://graph.invalid")), NotStarted)


def test_a_failed_tls_handshake_is_not_started() -> None:
    def no_tls(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with server(no_tls) as address:
        result = send(client(address.replace("http://", "https://")))
    assert isinstance(result, NotStarted)


def test_a_whole_answer_is_accepted() -> None:
    with server(speaks(OK)) as address:
        assert send(client(address)) == Accepted(wamid="wamid.1")


@pytest.mark.parametrize(
    "behave",
    [
        reset_after_request,
        close_after_request,
        silence,
        speaks(b"garbage that is no HTTP\r\n\r\n"),
        speaks(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\nContent-Length: 7\r\n\r\n"),
        speaks(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n"),
        speaks(OK[:-8]),
        speaks(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        speaks(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"me'),
        speaks(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nnot gzip"),
        speaks(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (1 << 21)),
    ],
    ids=lambda each: getattr(each, "__name__", None),
)
def test_anything_lost_after_the_first_byte_is_unknown(behave: Behaviour) -> None:
    with server(behave) as address:
        assert isinstance(send(client(address)), Unknown)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    with server(speaks(OK)) as elsewhere:
        head = f"HTTP/1.1 {status} Moved\r\nLocation: {elsewhere}/\r\nContent-Length: 0\r\n\r\n"
        with server(speaks(head.encode())) as address:
            result = send(client(address))
    assert isinstance(result, Unknown)
    assert result.http_status == status


def test_a_dripping_answer_meets_the_deadline() -> None:
    def drip(connection: socket.socket) -> None:
        request_on(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(4):
            connection.sendall(b" ")
            time.sleep(0.05)

    with server(drip) as address:
        result = send(client(address, clock=StillClock(step=0.3)))
    assert isinstance(result, Unknown)
    assert "in time" in result.details


def test_each_send_has_a_connection_of_its_own() -> None:
    ports: list[int] = []

    def keeps_alive_then_dies(connection: socket.socket) -> None:
        ports.append(connection.getpeername()[1])
        request_on(connection)
        connection.sendall(OK)

    with server(keeps_alive_then_dies) as address:
        graph = client(address)
        assert [send(graph), send(graph)] == [Accepted(wamid="wamid.1")] * 2
    assert len(set(ports)) == 2


def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with server(speaks(OK)) as address:
        assert send(client(address)) == Accepted(wamid="wamid.1")
