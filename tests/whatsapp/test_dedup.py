import copy
from typing import Any

import pytest

from tests.whatsapp.fixtures import NAMES, events, tree
from wa_support.whatsapp.payloads import dedup_key, parse_tree


def keys(body: Any) -> list[str]:
    return [dedup_key(event) for event in parse_tree(body)]


@pytest.mark.parametrize("name", NAMES)
def test_a_second_delivery_has_the_same_keys(name: str) -> None:
    assert keys(tree(name)) == keys(copy.deepcopy(tree(name)))


def test_the_same_message_batched_differently_has_the_same_key() -> None:
    alone = {"entry": tree("batch_two_entries_three_changes")["entry"][1:]}
    assert keys(alone) == keys(tree("batch_two_entries_three_changes"))[-1:]


def test_no_two_updates_of_one_body_share_a_key() -> None:
    for name in NAMES:
        if name == "batch_malformed_between_good":
            continue
        found = [dedup_key(event) for event in events(name)]
        assert len(set(found)) == len(found), name


def change(name: str, key: str, value: object, *, items: str = "statuses") -> Any:
    body = tree(name)
    body["entry"][0]["changes"][0]["value"][items][0][key] = value
    return body


@pytest.mark.parametrize(("key", "value"), [("status", "delivered"), ("timestamp", "1795312801")])
def test_a_further_status_of_the_same_message_is_news(key: str, value: str) -> None:
    assert keys(change("status_sent", key, value)) != keys(tree("status_sent"))


def test_each_participant_of_a_group_has_a_status_of_their_own() -> None:
    other = change("status_in_group", "recipient_participant_user_id", "KR.6")
    assert keys(other) != keys(tree("status_in_group"))


def test_the_price_of_a_status_does_not_make_it_another() -> None:
    assert keys(change("status_sent", "pricing", {})) == keys(tree("status_sent"))


def test_the_same_message_id_on_another_number_is_another_message() -> None:
    body = tree("text")
    body["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = "2"
    assert keys(body) != keys(tree("text"))


def test_account_news_repeated_at_another_time_is_news_again() -> None:
    body = tree("template_status_approved")
    body["entry"][0]["time"] += 60
    assert keys(body) != keys(tree("template_status_approved"))


def test_both_ends_of_one_call_are_kept() -> None:
    assert keys(change("calls_connect", "event", "terminate", items="calls")) != keys(
        tree("calls_connect")
    )
