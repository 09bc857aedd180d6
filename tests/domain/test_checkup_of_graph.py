"""What is said of the live connection: each state, and never an `ok` for what is not known."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.domain.checkups import (
    ACCOUNT,
    APP,
    DAY,
    GRAPH,
    HOUR,
    NOW,
    NUMBER,
    graph,
    number,
    states,
    subscribed,
    token,
)
from wa_support.domain.checkup.callback import about_callback
from wa_support.domain.checkup.clock import about_clock
from wa_support.domain.checkup.connection import about_connection
from wa_support.domain.checkup.finding import Finding
from wa_support.domain.checkup.graph_facts import (
    AccountNumbers,
    Denied,
    GraphFacts,
    ServerTime,
    Silent,
    SubscribedApp,
    SubscriptionLook,
)
from wa_support.domain.checkup.graph_version import about_version
from wa_support.domain.checkup.numbers import about_numbers
from wa_support.domain.checkup.subscriptions import about_account, about_fields
from wa_support.domain.checkup.token import about_secret, about_token

SILENT = Silent(why="HTTP 502, not in the shape that is documented")
EXPIRED = Denied(code=190, told="Session has expired")
LIMITED = Denied(code=4)
NO_RIGHT = Denied(code=10)
GONE = Denied(code=100, subcode=33)


def everything(seen: GraphFacts) -> list[Finding]:
    return [
        about_connection(seen), *about_token(seen), about_secret(seen), *about_numbers(seen),
        about_account(seen), *about_fields(seen, shared=frozenset()), about_callback(seen),
        about_version(seen), about_clock(seen.time),
    ]  # fmt: skip


def test_where_all_is_well_only_the_way_in_from_outside_is_not_known() -> None:
    told = states(everything(GRAPH))
    assert told.pop("callback") == "could_not_look"
    assert set(told.values()) == {"ok"}
    assert set(told) == {
        "connection", "token", "permissions", "app_secret", "number", "quality", "account",
        "subscription", "webhook_fields", "graph_version", "clock",
    }  # fmt: skip


@pytest.mark.parametrize("look", [SILENT, EXPIRED, LIMITED, NO_RIGHT, GONE, Denied(code=987)])
def test_nothing_that_was_not_answered_is_called_ok(look: Denied | Silent) -> None:
    seen = graph(
        answered=False, token=look, numbers=((NUMBER, look),), members=look, apps=look,
        subscription=look, time=None,
    )  # fmt: skip
    findings = everything(seen)
    assert "ok" not in {finding.state for finding in findings}
    assert all(finding.cure for finding in findings)


TOKENS: list[tuple[dict[str, Any], str, str]] = [
    ({"valid": False}, "problem", "no longer valid"),
    ({"valid": None}, "could_not_look", "does not say"),
    ({"expires_at": None}, "could_not_look", "does not say"),
    ({"kind": "APP"}, "problem", "cannot send"),
    ({"kind": "USER", "expires_at": NOW + 20 * HOUR}, "warning", "temporary token: it ends in 20"),
    ({"kind": "USER"}, "warning", "a person's token"),
    ({"expires_at": NOW + 14 * DAY - 1}, "warning", "ends in 13 days"),
    ({"expires_at": NOW + 14 * DAY}, "ok", "valid for 14 days"),
    ({"expires_at": NOW - HOUR}, "problem", "ended 60 minutes ago"),
    ({"data_access_expires_at": NOW + DAY}, "warning", "its access ends in 24 hours"),
]


@pytest.mark.parametrize(("changes", "state", "words"), TOKENS)
def test_a_token(changes: dict[str, Any], state: str, words: str) -> None:
    finding = about_token(token(**changes))[0]
    assert (str(finding.state), words in finding.found) == (state, True), finding


def test_a_token_that_may_not_look_at_itself_is_not_called_dead() -> None:
    [finding] = about_token(graph(token=Denied(code=100)))
    assert finding.state == "could_not_look"
    assert "it lives" in finding.found


@pytest.mark.parametrize(
    ("scopes", "state"),
    [
        (None, "could_not_look"),
        (frozenset({"whatsapp_business_management"}), "problem"),
        (frozenset({"whatsapp_business_messaging"}), "problem"),
    ],
)
def test_permissions(scopes: frozenset[str] | None, state: str) -> None:
    assert states(about_token(token(scopes=scopes)))["permissions"] == state


@pytest.mark.parametrize(
    ("look", "state"),
    [(None, "could_not_look"), (EXPIRED, "problem"), (LIMITED, "could_not_look")],
)
def test_the_app_secret(look: Denied | None, state: str) -> None:
    assert about_secret(graph(subscription=look)).state == state


NUMBERS: list[tuple[dict[str, Any], str, str]] = [
    ({"platform": "NOT_APPLICABLE"}, "number", "problem"),
    ({"platform": None}, "number", "could_not_look"),
    ({"status": "DISCONNECTED"}, "number", "problem"),
    ({"status": "FLAGGED"}, "number", "warning"),
    ({"status": "A_NEW_WORD"}, "number", "warning"),
    ({"status": None}, "number", "ok"),
    ({"verification": "NOT_VERIFIED"}, "number", "warning"),
    ({"verification": "EXPIRED"}, "number", "ok"),
    ({"quality": "YELLOW"}, "quality", "warning"),
    ({"quality": "RED"}, "quality", "problem"),
    ({"quality": "UNKNOWN"}, "quality", "ok"),
    ({"quality": None}, "quality", "could_not_look"),
]


@pytest.mark.parametrize(("changes", "check", "state"), NUMBERS)
def test_a_number(changes: dict[str, Any], check: str, state: str) -> None:
    assert states(about_numbers(number(**changes)))[check] == state


@pytest.mark.parametrize(
    ("look", "state"),
    [(GONE, "problem"), (Denied(code=33), "problem"), (NO_RIGHT, "problem"),
     (LIMITED, "could_not_look"), (SILENT, "could_not_look")],
)  # fmt: skip
def test_a_number_that_was_not_read(look: Denied | Silent, state: str) -> None:
    [finding] = about_numbers(graph(numbers=((NUMBER, look),)))
    assert finding.state == state
    assert NUMBER in finding.found


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"account_id": None, "members": None}, "could_not_look"),
        ({"members": AccountNumbers(ids=frozenset({"7"}), whole=True)}, "problem"),
        ({"members": AccountNumbers(ids=frozenset({"7"}), whole=False)}, "could_not_look"),
        ({"members": GONE}, "problem"),
        ({"members": LIMITED}, "could_not_look"),
    ],
)
def test_whose_account_a_number_is_of(changes: dict[str, Any], state: str) -> None:
    assert states(about_numbers(graph(**changes)))["account"] == state


OTHER = SubscribedApp(id="7", name="Reports")


@pytest.mark.parametrize(
    ("changes", "state", "cure"),
    [
        ({"apps": ()}, "problem", f"{ACCOUNT}/subscribed_apps"),
        ({"apps": (OTHER,)}, "problem", f"{ACCOUNT}/subscribed_apps"),
        ({"apps": (OTHER,), "token": LIMITED}, "could_not_look", "among them"),
        ({"apps": None}, "could_not_look", "set WHATSAPP_BUSINESS_ACCOUNT_ID"),
        ({"apps": LIMITED}, "could_not_look", "wait"),
    ],
)
def test_the_subscription_of_the_account(changes: dict[str, Any], state: str, cure: str) -> None:
    finding = about_account(graph(**changes))
    assert finding.state == state
    assert cure in (finding.cure or "")


FIELDS: list[tuple[GraphFacts, str, str]] = [
    (subscribed(active=False), "problem", "not active"),
    (subscribed(fields=frozenset({"user_preferences"})), "problem", "messages is not"),
    (subscribed(fields=frozenset({"messages"})), "warning", "opt-outs"),
    (subscribed(fields=None), "could_not_look", "no fields"),
    (subscribed(fields=frozenset({"messages", "user_preferences"})), "warning",
     "not subscribed: message_template_status_update"),
    (subscribed(), "ok", "templates"),
    (graph(subscription=SubscriptionLook(subscription=None)), "problem", "not subscribed"),
    (graph(subscription=None), "could_not_look", "not known"),
]  # fmt: skip


@pytest.mark.parametrize(("seen", "state", "words"), FIELDS)
def test_the_fields_of_the_app(seen: GraphFacts, state: str, words: str) -> None:
    [finding] = about_fields(seen, shared=frozenset())
    assert (str(finding.state), words in finding.found) == (state, True), finding


def test_a_number_that_others_use_needs_their_fields() -> None:
    wanted = frozenset({"smb_message_echoes", "standby"})
    missing = states(about_fields(subscribed(), shared=wanted))
    assert missing["shared_number"] == "warning"
    there = subscribed(fields=wanted | {"messages", "user_preferences"})
    assert states(about_fields(there, shared=wanted))["shared_number"] == "ok"


def test_the_number_s_own_address_counts_before_the_account_s_and_the_app_s() -> None:
    account = graph(apps=(SubscribedApp(id=APP, override="https://account.example/hook"),))
    assert "https://account.example/hook" in about_callback(account).found
    own = number(callback="https://user:pw@own.example/hook?key=secret")
    finding = about_callback(own)
    assert "https://own.example/hook;" in finding.found
    assert 'curl -s "https://own.example/hook?hub.mode' in (finding.cure or "")
    assert "secret" not in finding.found + (finding.cure or "")


def test_an_address_without_https_is_a_problem_only_for_meta() -> None:
    plain = {"callback": "http://127.0.0.1:8080/webhook"}
    assert about_callback(number(**plain)).state == "problem"
    local = graph(local=True, numbers=number(**plain).numbers)
    assert about_callback(local).state == "could_not_look"


@pytest.mark.parametrize(
    ("version", "day", "state"),
    [
        ("v26.0", "2026-11-24", "ok"),
        ("v27.0", "2026-11-24", "could_not_look"),
        ("v21.0", "2026-10-24", "warning"),
        ("v21.0", "2026-10-20", "ok"),
        ("v21.0", "2027-01-21", "warning"),
        ("v21.0", "2027-01-22", "problem"),
        ("v19.0", "2026-11-24", "problem"),
    ],
)
def test_the_version_of_the_graph_api(version: str, day: str, state: str) -> None:
    now = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() * 1000) + HOUR
    assert about_version(graph(version=version, now=now)).state == state


def test_a_version_that_nothing_was_told_under_is_not_said_to_serve() -> None:
    refused = graph(token=EXPIRED, numbers=((NUMBER, EXPIRED),))
    assert about_version(refused).state == "could_not_look"
    assert about_version(replace(refused, version="v19.0")).state == "problem"


def test_fields_behind_a_wrong_secret_wait_for_the_secret() -> None:
    [finding] = about_fields(graph(subscription=EXPIRED), shared=frozenset())
    assert (str(finding.state), finding.cure) == ("could_not_look", "first app_secret")


@pytest.mark.parametrize(
    ("ahead_s", "state", "words"),
    [
        (0, "ok", "within"),
        (-29, "ok", "within"),
        (31, "warning", "31 s ahead of"),
        (-45, "warning", "behind"),
        (299, "warning", "ahead"),
        (301, "problem", "5 minutes ahead"),
        (-86_400, "problem", "24 hours behind"),
    ],
)
def test_the_clock(ahead_s: int, state: str, words: str) -> None:
    ours = NOW + ahead_s * 1000
    finding = about_clock(ServerTime(theirs=NOW, before=ours + 400, after=ours + 600))
    assert (str(finding.state), words in finding.found) == (state, True), finding


def test_a_clock_that_nothing_was_heard_of_is_not_judged() -> None:
    assert about_clock(None).state == "could_not_look"


def test_no_answer_at_all_is_a_problem_of_its_own() -> None:
    finding = about_connection(graph(answered=False, token=SILENT))
    assert finding.state == "problem"
    assert "HTTP 502" in finding.found
