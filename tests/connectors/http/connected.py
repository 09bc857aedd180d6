"""The worked example, joined to a shop that listens on a port of this machine."""

import socket
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.config.policies import SMALL
from tests.connectors.http.shop import KEY
from wa_support.bootstrap.world import SystemClock
from wa_support.config.policy_parser import parse_policy
from wa_support.connectors.http.addresses import Resolve, resolve
from wa_support.connectors.http.connector import HttpConnector
from wa_support.connectors.http.exchange import Exchange
from wa_support.connectors.http.field_values import Readers
from wa_support.domain.connector_specs import HttpConnections
from wa_support.ports.tools import OnBehalf

EXAMPLE = Path(__file__).with_name("connect.yaml")
SKY = OnBehalf(customer="cus_1", phone="821023456789")


def declared(port: int, changes: Mapping[str, str] | None = None) -> HttpConnections:
    text = EXAMPLE.read_text("utf-8").replace("PORT", str(port))
    for old, new in (changes or {}).items():
        assert old in text, old
        text = text.replace(old, new)
    indented = "".join(f"    {line}\n" for line in text.splitlines())
    parsed = parse_policy(f"{SMALL}engineer:\n  connect:\n{indented}".encode(), file="p.yaml")
    assert parsed.policy is not None, [str(fault) for fault in parsed.faults]
    assert isinstance(parsed.policy.connect, HttpConnections)
    return parsed.policy.connect


def connected(
    connections: HttpConnections,
    *,
    environment: Mapping[str, str] | None = None,
    look_up: Resolve = resolve,
    sleep: Callable[[float], None] = time.sleep,
) -> HttpConnector:
    clock = SystemClock()
    return HttpConnector(
        calls=connections.tools,
        exchange=Exchange(clock=clock, private_hosts=connections.private_hosts, look_up=look_up),
        readers=Readers(languages=("ko", "en"), timezone="Asia/Seoul"),
        environment={"SHOP_API_KEY": KEY} if environment is None else environment,
        clock=clock,
        sleep=sleep,
    )


def answered_with(*addresses: str) -> Resolve:
    """A resolver that gives these addresses for every name."""

    def look_up(_host: str, port: int) -> list[tuple[Any, ...]]:
        return [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (each, port, 0, 0))
            if ":" in each
            else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port))
            for each in addresses
        ]

    return look_up
