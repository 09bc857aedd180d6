from datetime import date
from typing import Any

import pytest

from wa_support.flow.masking import make_masker
from wa_support.flow.masking_tree import MESSAGE, mask_tree

mask = make_masker(r"\d{4,8}", lambda: date(2026, 11, 22))
NUMBER = "4111111111111111"
"""A phone, an id or a card, by where it stands."""


def webhook(**value: Any) -> dict[str, Any]:
    change = {"field": "messages", "value": {"messaging_product": "whatsapp", **value}}
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": NUMBER, "time": 1_764_000_000, "changes": [change]}],
    }


def message(**parts: Any) -> dict[str, Any]:
    head = {"from": NUMBER, "id": f"wamid.{NUMBER}", "timestamp": "1764000000"}
    return webhook(messages=[{**head, **parts}])


@pytest.mark.parametrize(
    "tree",
    [
        webhook(metadata={"display_phone_number": NUMBER, "phone_number_id": NUMBER}),
        webhook(contacts=[{"profile": {"name": "김민아"}, "wa_id": NUMBER, "user_id": NUMBER}]),
        message(from_user_id=f"KR.{NUMBER}", context={"id": NUMBER, "from": NUMBER}),
        message(image={"id": NUMBER, "sha256": NUMBER, "url": f"https://media.example/{NUMBER}"}),
        message(reaction={"message_id": NUMBER, "emoji": "👍"}),
        message(system={"wa_id": NUMBER, "user_id": NUMBER, "previous_user_id": NUMBER}),
        message(edit={"original_message_id": NUMBER, "message": {"image": {"id": NUMBER}}}),
        message(location={"latitude": 37.56661, "longitude": 126.978388}),
        webhook(statuses=[{"id": NUMBER, "recipient_id": NUMBER, "conversation": {"id": NUMBER}}]),
        webhook(standby={"messages": [{"id": NUMBER, "from": NUMBER}]}),
        webhook(history=[{"threads": [{"id": NUMBER, "messages": [{"id": NUMBER}]}]}]),
        webhook(message_template_id=int(NUMBER), event="APPROVED"),
        message(text={"body": "주문 1042"}, spam=False, referral=None),
    ],
)
def test_what_only_meta_writes_stays_as_it_is(tree: dict[str, Any]) -> None:
    assert mask_tree(tree, mask) == (tree, ())


@pytest.mark.parametrize(
    "parts",
    [
        {"text": {"body": f"카드 {NUMBER}"}},
        {"text": {"body": "카드", "id": NUMBER}},
        {"image": {"id": "1", "caption": NUMBER, "mime_type": f"image/{NUMBER}"}},
        {"document": {"filename": f"{NUMBER}.pdf"}},
        {"location": {"name": NUMBER, "url": f"https://a.example/{NUMBER}"}},
        {"location": {"latitude": float(NUMBER)}},
        {"contacts": [{"phones": [{"phone": NUMBER, "wa_id": NUMBER}], "id": NUMBER}]},
        {"contacts": [{"vcard": f"BEGIN:VCARD\nNOTE:{NUMBER}\nEND:VCARD"}]},
        {"interactive": {"button_reply": {"id": NUMBER, "title": NUMBER}}},
        {"interactive": {"nfm_reply": {"response_json": f'{{"id": {NUMBER}}}'}}},
        {"order": {"product_items": [{"product_retailer_id": NUMBER}]}},
        {"button": {"payload": NUMBER}},
        {"anything": {NUMBER: 1}},
        {"number": int(NUMBER)},
        {"number": float(NUMBER)},
        {"from": {"id": NUMBER}},
        {"id": {"from": [NUMBER]}},
        {"entry": [{"id": NUMBER}]},
    ],
)
def test_what_a_customer_can_write_is_masked_whatever_it_is_called(parts: dict[str, Any]) -> None:
    tree = webhook(messages=[parts])
    tree["entry"][0]["id"] = "1"
    masked, kinds = mask_tree(tree, mask)
    assert NUMBER not in str(masked)
    assert kinds == ("card",)


def test_profile_name_is_the_customers_own_word() -> None:
    tree = webhook(contacts=[{"profile": {"name": "900101-1234567"}, "wa_id": NUMBER}])
    masked, kinds = mask_tree(tree, mask)
    contact = masked["entry"][0]["changes"][0]["value"]["contacts"][0]
    assert contact == {"profile": {"name": "[resident_number]"}, "wa_id": NUMBER}
    assert kinds == ("resident_number",)


def test_ids_at_the_right_name_but_the_wrong_place_are_masked() -> None:
    masked, _ = mask_tree({"messages": [{"id": NUMBER}], "id": NUMBER, "wa_id": NUMBER}, mask)
    assert masked == {"messages": [{"id": "[card]"}], "id": "[card]", "wa_id": "[card]"}


def test_single_message_is_masked_by_its_own_shape() -> None:
    item = {"id": NUMBER, "from": NUMBER, "text": {"body": NUMBER}}
    masked, _ = mask_tree(item, mask, MESSAGE)
    assert masked == {"id": NUMBER, "from": NUMBER, "text": {"body": "[card]"}}


def test_coordinates_keep_a_tenth_of_a_metre() -> None:
    item = {"location": {"latitude": 37.37144963539843, "longitude": -126.97838821111111}}
    masked, kinds = mask_tree(item, mask, MESSAGE)
    assert masked == {"location": {"latitude": 37.37145, "longitude": -126.978388}}
    assert kinds == ()


def test_input_is_left_alone() -> None:
    tree = message(text={"body": NUMBER})
    mask_tree(tree, mask)
    assert tree == message(text={"body": NUMBER})
