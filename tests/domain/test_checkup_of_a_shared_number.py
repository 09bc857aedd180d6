"""Who shares a number must be told of the others; without a sign of them nothing is said."""

from dataclasses import replace

import pytest

from tests.domain.checkups import APP, graph, states, subscribed
from tests.domain.test_checkup_of_machine import DATABASE, FOLDER, KEY
from wa_support.domain.checkup import examine
from wa_support.domain.checkup.finding import Finding
from wa_support.domain.checkup.graph_facts import GraphFacts, Silent, SubscribedApp
from wa_support.domain.checkup.machine_facts import MachineFacts, Traffic

TWO_APPS = (SubscribedApp(id=APP, name="Support"), SubscribedApp(id="2", name="Marketing"))
ROUTING = frozenset({"standby", "messaging_handovers"})
ECHOES = frozenset({"smb_message_echoes"})
ALONE = Traffic(last_beat=1, last_webhook=1)


def examined(seen: GraphFacts, traffic: Traffic) -> list[Finding]:
    database = replace(DATABASE, traffic=traffic)
    return examine(seen, MachineFacts(folder=FOLDER, key=KEY, database=database), None)


def missing(seen: GraphFacts, traffic: Traffic = ALONE) -> str | None:
    """The fields that `shared_number` names; None when nothing is said of it."""
    return next(
        (one.found for one in examined(seen, traffic) if one.check == "shared_number"), None
    )


def test_a_number_with_no_sign_of_others_is_asked_for_nothing() -> None:
    assert missing(graph()) is None
    assert missing(graph(apps=None)) is None
    assert missing(graph(apps=Silent(why="no answer"))) is None


@pytest.mark.parametrize(
    ("seen", "traffic", "wanted"),
    [
        (graph(apps=TWO_APPS), ALONE, ROUTING),
        (graph(), replace(ALONE, routed=True), ROUTING),
        (graph(), replace(ALONE, echoed=True), ECHOES),
        (graph(apps=TWO_APPS), replace(ALONE, echoed=True), ROUTING | ECHOES),
    ],
)
def test_each_sign_of_others_wants_its_fields(
    seen: GraphFacts, traffic: Traffic, wanted: frozenset[str]
) -> None:
    found = missing(seen, traffic)
    assert found is not None
    assert found.endswith(f"not subscribed: {', '.join(sorted(wanted))}")
    assert states(examined(seen, traffic))["shared_number"] == "warning"


def test_with_the_fields_all_is_well() -> None:
    there = subscribed(fields=ROUTING | ECHOES | {"messages", "user_preferences"})
    seen = replace(there, apps=TWO_APPS)
    assert states(examined(seen, replace(ALONE, echoed=True)))["shared_number"] == "ok"
