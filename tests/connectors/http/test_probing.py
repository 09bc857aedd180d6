"""`doctor` asks each connected system one harmless question."""

from collections.abc import Iterator, Mapping

import pytest

from tests.connectors.http.connected import declared
from tests.connectors.http.shop import KEY, Shop, open_shop
from wa_support.bootstrap.world import SystemClock
from wa_support.connectors.http.exchange import Exchange
from wa_support.connectors.http.probing import look_at
from wa_support.domain.checkup.connectors import about_connectors
from wa_support.domain.checkup.finding import Finding, State
from wa_support.domain.connector_specs import HttpConnections


@pytest.fixture
def shop() -> Iterator[Shop]:
    with open_shop() as opened:
        yield opened


def findings(
    connections: HttpConnections, environment: Mapping[str, str] | None = None
) -> list[Finding]:
    exchange = Exchange(clock=SystemClock(), private_hosts=connections.private_hosts)
    given = {"SHOP_API_KEY": KEY} if environment is None else environment
    return about_connectors(look_at(connections, exchange, given))


def test_one_question_for_tools_that_share_a_host_and_one_for_a_declared_probe(shop: Shop) -> None:
    probed, greeted = findings(declared(shop.port))
    assert (probed.state, greeted.state) == (State.OK, State.OK)
    assert probed.found == f"get_order: http://127.0.0.1:{shop.port}: HTTP 200"
    assert greeted.found.startswith(
        "list_orders, cancel_order, request_refund, find_slots, book, record: "
    )
    assert [(method, path) for method, path, _, _ in shop.seen] == [
        ("GET", "/health"),
        ("HEAD", "/"),
    ]


def test_a_host_that_is_only_greeted_is_shown_no_key(shop: Shop) -> None:
    findings(declared(shop.port))
    assert KEY in str(shop.seen[0][2])
    assert KEY not in str(shop.seen[1][2])


@pytest.mark.parametrize(
    ("status", "cure"),
    [
        (401, "it refuses the key: see SHOP_API_KEY"),
        (302, "write the address that it leads to; none is followed"),
        (404, "ask who runs it, or correct the probe in the policy"),
        (500, "ask who runs it, or correct the probe in the policy"),
    ],
)
def test_a_probe_that_fails_has_its_cure(shop: Shop, status: int, cure: str) -> None:
    shop.fails("says", status=status, body={})
    probed = findings(declared(shop.port))[0]
    assert (probed.state, probed.cure) == (State.PROBLEM, cure)
    assert probed.found.endswith(f"HTTP {status}")


def test_what_is_not_there_and_what_may_not_be_there(shop: Shop) -> None:
    nobody = findings(declared(1))[0]
    assert nobody.state is State.PROBLEM
    assert nobody.cure is not None
    assert nobody.cure.endswith("curl -v http://127.0.0.1:1")
    private = findings(HttpConnections(tools=declared(shop.port).tools))[0]
    assert private.found.endswith("its address is not a public one")
    assert "private_hosts" in str(private.cure)
    assert shop.seen == []


@pytest.mark.parametrize("environment", [{}, {"SHOP_API_KEY": "broken\nkey"}])
def test_a_key_that_is_not_there_is_named_and_nobody_is_asked(
    shop: Shop, environment: dict[str, str]
) -> None:
    found = findings(declared(shop.port), environment)[0]
    assert found.state is State.PROBLEM
    assert "SHOP_API_KEY is not set" in found.found
    assert "broken" not in str(found)
    assert shop.seen == []
