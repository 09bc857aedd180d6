"""No web page of somebody else can use the simulator."""

import pytest
import requests

from wa_support.simulator.server import RunningSimulator


@pytest.mark.parametrize(
    "path", ["/phone", "/static/phone.js", "/sim/chat?customer=mina", "/sim/ledger", "/v26.0/111"]
)
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", "localhost.:x"])
def test_a_name_that_is_not_ours_is_refused(
    simulator: RunningSimulator, path: str, host: str
) -> None:
    answer = requests.get(simulator.url + path, headers={"Host": host}, timeout=5)
    assert answer.status_code == 403
    assert "frame-ancestors" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8082", "127.0.0.1:1", "[::1]:8082"])
def test_our_own_names_are_served(simulator: RunningSimulator, host: str) -> None:
    answer = requests.get(f"{simulator.url}/phone", headers={"Host": host}, timeout=5)
    assert answer.status_code == 200


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize("path", ["say", "webhook", "faults", "customers"])
def test_a_post_that_needs_no_preflight_changes_nothing(
    simulator: RunningSimulator, path: str, kind: str | None
) -> None:
    wish = b'{"customer": "mina", "text": "hi", "name": "x"}'
    headers = {"Content-Type": kind} if kind else {}
    answer = requests.post(f"{simulator.url}/sim/{path}", data=wish, headers=headers, timeout=5)
    assert answer.status_code == 415
    assert simulator.chat("mina") == []


def test_nobody_is_allowed_by_a_preflight(simulator: RunningSimulator) -> None:
    asking = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    answer = requests.options(f"{simulator.url}/sim/say", headers=asking, timeout=5)
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]
