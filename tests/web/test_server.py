import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.live import SECRET
from tests.web.wire import (
    LiveServer,
    alive,
    answer_on,
    ask,
    children_of,
    chunked,
    connect,
    head,
    signed_post,
    status_of,
    until,
)
from wa_support.domain.errors import ConfigurationError
from wa_support.web.door import MAX_BODY
from wa_support.web.server import serve
from wa_support.whatsapp.signature import sign

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    server = LiveServer(tmp_path_factory.mktemp("live"))
    yield server
    server.close()


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[LiveServer]:
    server = LiveServer(tmp_path, "slow")
    yield server
    server.close()


def without_date(answer: bytes) -> bytes:
    lines = answer.split(b"\r\n")
    return b"\r\n".join(line for line in lines if not line.lower().startswith(b"date:"))


def test_every_bad_signature_gets_the_same_bytes(live: LiveServer) -> None:
    body = b'{"object":"whatsapp_business_account"}'
    good = sign(body, SECRET)
    bad = [
        None,
        "",
        sign(body, b"another secret"),
        good.upper(),
        good.removeprefix("sha256="),
        good[:-1],
        "sha256=" + "\xe9" * 64,
        f"{good}, {good}",
    ]
    length = f"Content-Length: {len(body)}"
    answers = {without_date(ask(live.port, head(length, signature=s) + body)) for s in bad}
    assert len(answers) == 1
    assert status_of(answers.pop()) == 401


def test_three_megabytes_are_stored(live: LiveServer) -> None:
    assert status_of(ask(live.port, signed_post(b"x" * MAX_BODY))) == 200
    assert live.stored()[-1] == MAX_BODY


def test_three_megabytes_in_chunks_are_stored(live: LiveServer) -> None:
    body = b"y" * MAX_BODY
    top = head("Transfer-Encoding: chunked", signature=sign(body, SECRET))
    assert status_of(ask(live.port, top + b"".join(chunked(body)))) == 200
    assert live.stored()[-1] == MAX_BODY


def test_one_byte_more_is_refused_before_it_is_sent(live: LiveServer) -> None:
    with connect(live.port) as connection:
        connection.sendall(head(f"Content-Length: {MAX_BODY + 1}", signature="sha256=" + "0" * 64))
        assert status_of(answer_on(connection)) == 413


def test_one_byte_more_in_chunks_is_refused(live: LiveServer) -> None:
    body = b"z" * (MAX_BODY + 1)
    top = head("Transfer-Encoding: chunked", signature=sign(body, SECRET))
    assert status_of(ask(live.port, top + b"".join(chunked(body)))) == 413


def test_endless_chunks_are_not_read_to_their_end(live: LiveServer) -> None:
    with connect(live.port) as connection:
        connection.sendall(head("Transfer-Encoding: chunked"))
        sent = _send_until_refused(connection, b"10000\r\n" + b"e" * 65536 + b"\r\n", 64 << 20)
        assert sent < 32 << 20


def _send_until_refused(connection: socket.socket, piece: bytes, limit: int) -> int:
    sent = 0
    try:
        while sent < limit:
            connection.sendall(piece)
            sent += len(piece)
    except OSError:
        pass
    return sent


def test_a_client_that_leaves_early_stores_nothing(live: LiveServer) -> None:
    body = b"left early"
    before = live.stored() if live.inbox.exists() else []
    with connect(live.port) as connection:
        connection.sendall(signed_post(body)[:-3])
        connection.shutdown(socket.SHUT_WR)
        assert status_of(answer_on(connection)) == 400
    assert status_of(ask(live.port, signed_post(b"the next one"))) == 200
    assert live.stored() == [*before, len(b"the next one")]


def test_clients_that_never_finish_do_not_hold_up_the_others(live: LiveServer) -> None:
    stalled = [connect(live.port) for _ in range(300)]
    for connection in stalled:
        connection.sendall(head("Content-Length: 100") + b"half")
    began = time.monotonic()
    assert status_of(ask(live.port, signed_post(b"a quick one"))) == 200
    assert time.monotonic() - began < 1
    for connection in stalled:
        connection.close()


def test_a_refusing_inbox_is_503_with_retry_after(tmp_path: Path) -> None:
    server = LiveServer(tmp_path, "refusing")
    try:
        answer = ask(server.port, signed_post(b"hello"))
        assert status_of(answer) == 503
        assert b"retry-after: 2" in answer.lower()
    finally:
        server.close()


def test_sigterm_finishes_the_request_in_flight(slow: LiveServer) -> None:
    with connect(slow.port) as connection:
        connection.sendall(signed_post(b"in flight"))
        time.sleep(0.3)
        slow.process.terminate()
        assert status_of(answer_on(connection)) == 200
    assert slow.process.wait(10) == 0
    assert slow.stored() == [len(b"in flight")]


def test_killing_the_main_process_ends_its_worker(tmp_path: Path) -> None:
    server = LiveServer(tmp_path)
    (worker,) = children_of(server.process.pid)
    server.process.send_signal(signal.SIGKILL)
    server.process.wait()
    assert until(lambda: not alive(worker), 3)


def test_a_taken_port_is_one_clear_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(
            ConfigurationError, match=f"web: cannot listen on 127.0.0.1 port {port}"
        ):
            serve(_never, host="127.0.0.1", port=port, threads=1, name="web")


def _never() -> "WSGIApplication":
    raise AssertionError


def test_a_worker_that_refuses_its_configuration_exits_2(tmp_path: Path) -> None:
    script = tmp_path / "refuses.py"
    script.write_text(
        "from tests.web.wire import free_port\n"
        "from wa_support.domain.errors import ConfigurationError\n"
        "from wa_support.web.server import serve\n"
        "def build(): raise ConfigurationError(['WHATSAPP_APP_SECRET is missing'])\n"
        "serve(build, host='127.0.0.1', port=free_port(), threads=2, name='web')\n"
    )
    ended = subprocess.run(
        [sys.executable, script],
        capture_output=True,
        timeout=20,
        check=False,
        env={"PYTHONPATH": "."},
    )
    assert ended.returncode == 2
    assert b"WHATSAPP_APP_SECRET is missing\n" in ended.stderr
    assert b"Traceback" not in ended.stderr
