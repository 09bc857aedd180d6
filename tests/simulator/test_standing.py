"""The read endpoints that tell how token, number, account and app stand."""

from typing import Any

import pytest
import requests

from wa_support.simulator.server import RunningSimulator

APP = "200000000000001"
ACCOUNT = "100000000000001"


def get(simulator: RunningSimulator, path: str, bearer: str = "token") -> requests.Response:
    headers = {"Authorization": f"Bearer {bearer}"}
    return requests.get(f"{simulator.url}/v26.0/{path}", headers=headers, timeout=5)


@pytest.mark.parametrize(
    ("path", "bearer"),
    [
        ("debug_token?input_token=token", "token"),
        (f"{ACCOUNT}/phone_numbers", "token"),
        (f"{ACCOUNT}/subscribed_apps", "token"),
        (f"{APP}/subscriptions", f"{APP}|app-secret"),
        ("111", "token"),
    ],
)
def test_each_wants_its_own_token(simulator: RunningSimulator, path: str, bearer: str) -> None:
    assert get(simulator, path, bearer).status_code == 200
    refused = get(simulator, path, "another")
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, 190)


def test_another_token_is_told_to_be_invalid(simulator: RunningSimulator) -> None:
    data = get(simulator, "debug_token?input_token=stolen").json()["data"]
    assert data["is_valid"] is False
    assert get(simulator, "debug_token?input_token=token").json()["data"]["is_valid"] is True


def test_of_a_number_only_what_was_asked_for_is_told(simulator: RunningSimulator) -> None:
    told = get(simulator, "111?fields=verified_name,status").json()
    assert told == {"id": "111", "verified_name": "Moment Living", "status": "CONNECTED"}


def test_the_account_tells_its_numbers_and_apps(simulator: RunningSimulator) -> None:
    numbers = get(simulator, f"{ACCOUNT}/phone_numbers").json()["data"]
    assert [each["id"] for each in numbers] == ["111", "222"]
    apps = get(simulator, f"{ACCOUNT}/subscribed_apps").json()["data"]
    assert APP in {each["whatsapp_business_api_data"]["id"] for each in apps}


@pytest.mark.parametrize("path", ["999/phone_numbers", "999/subscribed_apps", "999/subscriptions"])
def test_what_does_not_exist_is_refused(simulator: RunningSimulator, path: str) -> None:
    error = get(simulator, path).json()["error"]
    assert (error["code"], error["error_subcode"]) == (100, 33)


def test_standing_is_set_by_name_over_http(simulator: RunningSimulator) -> None:
    def stand(wish: dict[str, Any]) -> requests.Response:
        return requests.post(f"{simulator.url}/sim/standing", json=wish, timeout=5)

    assert stand({"fields": ["messages"], "graph_answers": 4}).json()["fields"] == ["messages"]
    assert get(simulator, "111").json()["error"]["code"] == 4
    assert stand({"token_ends_in_s": None, "account_numbers": ["7"]}).status_code == 200
    for wrong in ({"fields": "messages"}, {"graph_answers": True}, {"token_ends_in_s": "soon"}):
        assert stand(wrong).status_code == 400
    unknown = stand({"moon": 1})
    assert unknown.status_code == 400
    assert "no standing is called 'moon'" in unknown.json()["error"]


def test_answers_carry_the_platform_s_own_time(simulator: RunningSimulator) -> None:
    here = get(simulator, "111").headers["Date"]
    simulator.stand(clock_ahead_s=-DAY_S)
    assert get(simulator, "111").headers["Date"] != here
    assert "," in here


DAY_S = 24 * 3600
