import json
from typing import Any

import pytest

from tests.whatsapp.fixtures import BSUID, NUMBER, PHONE, body, events, only, tree
from wa_support.domain.content import (
    CatalogOrder,
    Contacts,
    Content,
    FlowReply,
    Location,
    Media,
    MediaKind,
    Tap,
    Text,
    Unsupported,
)
from wa_support.domain.customers import CustomerRef
from wa_support.domain.errors import Unreadable
from wa_support.domain.events import EventKind
from wa_support.domain.text import MaskedText
from wa_support.whatsapp.payloads import parse_tree, parse_webhook

SHA = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="
CONTENTS: dict[str, Content] = {
    "text": Text(body=MaskedText("제 주문 어디쯤 왔어요?")),
    "image": Media(
        kind=MediaKind.IMAGE,
        media_id="900001",
        mime_type="image/jpeg",
        sha256=SHA,
        url="https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=900001",
        caption=MaskedText("찢어져서 왔어요"),
    ),
    "audio_voice": Media(
        kind=MediaKind.AUDIO,
        media_id="900001",
        mime_type="audio/ogg; codecs=opus",
        sha256=SHA,
        voice=True,
    ),
    "location": Location(
        latitude=37.5665,
        longitude=126.978,
        name=MaskedText("시청"),
        address=MaskedText("서울 중구"),
    ),
    "contacts": Contacts(names=(MaskedText("Lee Min"),)),
    "contacts_own_phone": Contacts(names=(), own_phone=PHONE),
    "interactive_button": Tap(id="person", title=MaskedText("상담원 연결")),
    "interactive_list": Tap(id="order:A-1", title=MaskedText("A-1")),
    "interactive_flow": FlowReply(name="flow", response=MaskedText('{"date":"2026-12-01"}')),
    "interactive_product": Unsupported(type="product"),
    "interactive_without_object": Unsupported(type="interactive"),
    "button": Tap(id="track", title=MaskedText("배송 조회")),
    "order": CatalogOrder(items=2, text=MaskedText("빨리 부탁해요")),
    "media_too_large": Unsupported(type="video", code=131052),
    "unsupported_unavailable": Unsupported(type="media_placeholder", code=131060),
    "errors_without_body": Unsupported(type="unknown", code=131051),
    "edit": Text(body=MaskedText("주문 A-2 말이에요")),
    "reaction": Text(body=MaskedText("👍")),
    "message_type_not_known": Unsupported(type="hologram"),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_content_is_read(name: str) -> None:
    assert only(name).content == CONTENTS[name]


def test_a_message_says_where_when_and_from_whom() -> None:
    event = only("text_parent_bsuid")
    assert (event.id, event.phone_number_id, event.entry_id) == (
        "wamid.text.1",
        NUMBER,
        "102290129300001",
    )
    assert event.at == 1_795_312_800_000
    assert event.customer == CustomerRef(
        bsuid=BSUID, phone=PHONE, parent="KR.ENT.77", name="김하늘"
    )


def test_contacts_are_joined_by_identity_not_by_position() -> None:
    names = [e.customer.name for e in events("text_contacts_in_other_order") if e.customer]
    assert names == ["First", "Second"]


def test_a_contact_of_somebody_else_with_the_same_phone_is_not_joined() -> None:
    body = tree("text")
    body["entry"][0]["changes"][0]["value"]["contacts"][0]["user_id"] = "KR.SOMEBODY"
    (event,) = parse_tree(body)
    assert event.customer == CustomerRef(bsuid=BSUID, phone=PHONE)


def test_a_phone_known_only_to_contacts_is_taken_from_there() -> None:
    body = tree("text")
    del body["entry"][0]["changes"][0]["value"]["messages"][0]["from"]
    (event,) = parse_tree(body)
    assert event.customer
    assert event.customer.phone == PHONE


@pytest.mark.parametrize("name", ["reaction_removed", "reaction_removed_by_empty_emoji"])
def test_a_removed_reaction_points_at_its_message_and_has_no_content(name: str) -> None:
    event = only(name)
    assert (event.kind, event.reply_to, event.content) == (
        EventKind.REACTION,
        "wamid.out.11",
        None,
    )


@pytest.mark.parametrize(
    ("name", "target"),
    [("text_reply", "wamid.out.7"), ("edit", "wamid.text.1"), ("revoke", "wamid.text.1")],
)
def test_reply_to_names_the_message_pointed_at(name: str, target: str) -> None:
    assert only(name).reply_to == target


def test_two_numbers_in_one_body_keep_apart() -> None:
    numbers = [event.phone_number_id for event in events("batch_two_numbers")]
    assert numbers == [NUMBER, "106540352000002"]


def test_a_malformed_item_costs_the_others_nothing() -> None:
    told = events("batch_malformed_between_good")
    assert [event.kind is EventKind.MESSAGE for event in told] == [True, *[False] * 4, True]
    assert [event.note for event in told if event.kind is EventKind.UNKNOWN] == [
        "text.body is missing",
        "messages holds something that is no object",
        "messages holds something that is no object",
        "message names no sender",
    ]


def test_a_list_of_the_wrong_type_is_told_beside_what_can_be_read() -> None:
    body = tree("batch_messages_and_statuses_together")
    body["entry"][0]["changes"][0]["value"]["messages"] = {"id": "wamid.1"}
    assert [event.kind for event in parse_tree(body)] == [EventKind.UNKNOWN, EventKind.STATUS]


def test_a_thousand_updates_in_one_body_all_come_out() -> None:
    body = tree("text")
    value = body["entry"][0]["changes"][0]["value"]
    value["messages"] = [{**value["messages"][0], "id": f"wamid.{n}"} for n in range(1000)]
    assert [event.id for event in parse_tree(body)] == [f"wamid.{n}" for n in range(1000)]


@pytest.mark.parametrize(
    "at", ["", "soon", "-1", "0", "1795312800.5", "²", "١٢", "9" * 30, None, True, [], {}]
)
def test_a_garbage_timestamp_is_no_time(at: Any) -> None:
    body = tree("text")
    body["entry"][0]["changes"][0]["value"]["messages"][0]["timestamp"] = at
    (event,) = parse_tree(body)
    assert event.at is None
    assert event.kind is EventKind.MESSAGE


@pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b"{}", b'{"entry":{}}', b"nonsense"])
def test_what_is_no_webhook_at_all_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        parse_webhook(body)


def test_a_tree_that_was_masked_before_gives_masked_content() -> None:
    masked = json.loads(body("text").replace("제 주문".encode(), b"[card]"))
    (event,) = parse_tree(masked)
    assert event.content == Text(body=MaskedText("[card] 어디쯤 왔어요?"))


@pytest.mark.parametrize("odd", [None, 7, "x", [], {}, {"id": "1"}, {"id": "1", "changes": []}])
def test_an_odd_entry_is_unknown_and_says_why(odd: Any) -> None:
    (event,) = parse_tree({"entry": [odd]})
    assert event.kind is EventKind.UNKNOWN
    assert event.note


@pytest.mark.parametrize("field", [None, "", "messages", "standby", "history", "security", "x"])
@pytest.mark.parametrize("value", [None, [], {}, {"messages": 1}])
def test_a_change_is_never_silent(field: Any, value: Any) -> None:
    assert parse_tree({"entry": [{"id": "1", "changes": [{"field": field, "value": value}]}]})
