"""Odd answers to the questions that doctor asks: told as they are, never as good news."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
import requests
import responses

from tests.whatsapp.graph import BASE, NUMBER, TOKEN, StillClock
from wa_support.domain.checkup.graph_facts import (
    Denied,
    NumberFacts,
    Silent,
    SubscribedApp,
    SubscriptionLook,
    TokenFacts,
)
from wa_support.whatsapp.account_reader import AccountReader

SECRET = "0123456789abcdef0123456789abcdef"
APP, ACCOUNT = "200000000000001", "100000000000001"
DATE = "Tue, 24 Nov 2026 09:00:00 GMT"


def reader() -> AccountReader:
    return AccountReader(base_url=BASE, version="v26.0", token=TOKEN, clock=StillClock())


def asked(body: Any, *, status: int = 200, path: str = NUMBER, **more: Any) -> Any:
    """What a reader makes of this answer to the question behind `path`."""
    text = body if isinstance(body, str) else json.dumps(body)
    one = reader()
    questions: dict[str, Callable[[], object]] = {
        NUMBER: lambda: one.number(NUMBER),
        "debug_token": one.token,
        f"{ACCOUNT}/phone_numbers": lambda: one.numbers_of(ACCOUNT),
        f"{ACCOUNT}/subscribed_apps": lambda: one.apps_of(ACCOUNT),
        f"{APP}/subscriptions": lambda: one.subscription(APP, SECRET),
    }
    with responses.RequestsMock() as graph:
        graph.get(f"{BASE}/v26.0/{path}", body=text, status=status, **more)
        return questions[path]()


PATHS = (
    NUMBER, "debug_token", f"{ACCOUNT}/phone_numbers", f"{ACCOUNT}/subscribed_apps",
    f"{APP}/subscriptions",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("<html>Bad Gateway</html>", 502),
        ("<html>Welcome to the hotel's network</html>", 200),
        ("", 200),
        ("[]", 200),
        ({}, 200),
        ({"data": "none"}, 200),
        ("", 302),
    ],
)
def test_what_is_no_answer_of_graph_is_silence(path: str, body: Any, status: int) -> None:
    look = asked(body, status=status, path=path, headers={"Location": "https://elsewhere.example"})
    assert isinstance(look, Silent)
    assert str(status) in look.why


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("status", [203, 302, 503])
def test_facts_beside_another_status_are_not_taken(path: str, status: int) -> None:
    body: dict[str, Any] = {"id": NUMBER, "data": [], "status": "CONNECTED"}
    if path == "debug_token":
        body["data"] = {"is_valid": True}
    assert isinstance(asked(body, status=status, path=path), Silent)


@pytest.mark.parametrize("path", PATHS)
def test_an_error_is_told_with_its_code(path: str) -> None:
    error = {"message": "Session has expired", "code": 190, "error_subcode": 463}
    look = asked({"error": error}, status=401, path=path)
    assert look == Denied(code=190, subcode=463, told="Session has expired")


def test_a_limit_and_an_error_without_a_code() -> None:
    assert asked({"error": {"code": 4}}, status=400) == Denied(code=4)
    assert asked({"error": {"code": "4"}}, status=400) == Denied(code=400)


def test_a_number_without_most_fields_is_a_number_of_which_little_is_known() -> None:
    assert asked({"id": NUMBER}) == NumberFacts()
    strange = {"id": NUMBER, "quality_rating": {"score": 1}, "throughput": "STANDARD", "status": []}
    assert asked(strange) == NumberFacts()


def test_a_number_shows_its_last_four_digits_alone() -> None:
    look = asked({"id": NUMBER, "display_phone_number": "+82 2-555-0134"})
    assert look.last_digits == "0134"
    assert "555" not in repr(look)


def test_the_number_s_own_address_counts_first() -> None:
    levels = {"application": "https://a.example", "phone_number": "https://n.example"}
    look = asked({"id": NUMBER, "webhook_configuration": levels})
    assert look.callback == "https://n.example"


def test_a_token_with_odd_fields_is_known_only_in_part() -> None:
    odd = {"is_valid": "yes", "expires_at": "soon", "scopes": "all", "app_id": 7}
    assert asked({"data": odd}, path="debug_token") == TokenFacts(app_id="7")
    never = asked({"data": {"expires_at": 0, "is_valid": True}}, path="debug_token")
    assert (never.expires_at, never.valid) == (0, True)
    ending = asked({"data": {"expires_at": 1_795_500_000}}, path="debug_token")
    assert ending.expires_at == 1_795_500_000_000


def test_apps_without_an_id_are_left_out() -> None:
    apps = [{"whatsapp_business_api_data": {"id": APP}}, {}, "app", {"override_callback_uri": "x"}]
    look = asked({"data": apps}, path=f"{ACCOUNT}/subscribed_apps")
    assert look == (SubscribedApp(id=APP),)


def test_a_further_page_of_numbers_is_noticed() -> None:
    page = {"data": [{"id": NUMBER}], "paging": {"next": "https://graph.example.com/more"}}
    look = asked(page, path=f"{ACCOUNT}/phone_numbers")
    assert (look.ids, look.whole) == (frozenset({NUMBER}), False)


def test_the_subscription_to_another_object_is_not_ours() -> None:
    page = {"data": [{"object": "page", "fields": ["messages"]}]}
    assert asked(page, path=f"{APP}/subscriptions") == SubscriptionLook(subscription=None)


@pytest.mark.parametrize("fields", [["messages"], [{"name": "messages", "version": "v26.0"}]])
def test_fields_come_as_objects_or_as_names(fields: list[Any]) -> None:
    ours = {"data": [{"object": "whatsapp_business_account", "fields": fields}]}
    look = asked(ours, path=f"{APP}/subscriptions")
    assert look.subscription.fields == frozenset({"messages"})
    assert look.subscription.active is None


def test_the_app_s_own_token_asks_for_its_subscriptions() -> None:
    with responses.RequestsMock() as graph:
        graph.get(f"{BASE}/v26.0/{APP}/subscriptions", json={"data": []})
        reader().subscription(APP, SECRET)
        assert graph.calls[0].request.headers["Authorization"] == f"Bearer {APP}|{SECRET}"


def test_graph_s_clock_is_read_only_from_what_graph_said() -> None:
    one = reader()
    with responses.RequestsMock() as graph:
        graph.get(f"{BASE}/v26.0/debug_token", body="<html>", headers={"Date": DATE})
        graph.get(f"{BASE}/v26.0/{NUMBER}", json={"error": {"code": 4}}, headers={"Date": "today"})
        graph.get(f"{BASE}/v26.0/{ACCOUNT}/subscribed_apps", json={"data": []},
                  headers={"Date": DATE})  # fmt: skip
        answered = []
        for ask in (one.token, lambda: one.number(NUMBER)):
            ask()
            answered.append(one.answered)
        assert answered == [False, True]
        assert _theirs(one) is None
        one.apps_of(ACCOUNT)
    assert _theirs(one) == 1_795_510_800_000


def test_nothing_secret_is_in_what_is_told_nor_in_a_log_of_debugging(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    message = f"Malformed access token {TOKEN} or {SECRET} of +82 2-555-0134"
    look = asked({"error": {"message": message, "code": 190}}, path="debug_token", status=401)
    assert look.told == "Malformed access token … or … of …"
    refused = requests.ConnectionError(f"/v26.0/debug_token?input_token={TOKEN}: refused")
    silent = _failing(refused)
    for secret in (TOKEN, SECRET, "5550134"):
        assert secret not in repr(silent) + caplog.text


def _theirs(one: AccountReader) -> int | None:
    return one.time.theirs if one.time else None


def _failing(error: Exception) -> Any:
    with responses.RequestsMock() as graph:
        graph.get(f"{BASE}/v26.0/debug_token", body=error)
        return reader().token()
