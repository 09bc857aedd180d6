"""Resident numbers and cards reach no row, and the customer is told so without repeating them."""

from typing import Any

import pytest

from tests.flow.house import MINA, Home, contact, webhook
from wa_support.domain.conversations import Owner
from wa_support.domain.reasons import Reason

RESIDENT = "900101-1234567"
CARD = "4111 1111 1111 1111"
SAID: dict[str, dict[str, Any]] = {
    "text": {"type": "text", "text": {"body": f"제 번호는 {RESIDENT}이에요"}},
    "caption": {"type": "image", "image": {"id": "1", "caption": RESIDENT}},
    "file name": {"type": "document", "document": {"id": "1", "filename": f"{RESIDENT}.pdf"}},
    "contact name": {"type": "contacts", "contacts": [{"name": {"formatted_name": RESIDENT}}]},
    "list title": {"type": "interactive", "interactive": {
        "type": "list_reply", "list_reply": {"id": "order:1042", "title": RESIDENT}}},
    "flow": {"type": "interactive", "interactive": {
        "type": "nfm_reply", "nfm_reply": {"response_json": f'{{"번호":"{RESIDENT}"}}'}}},
}  # fmt: skip


@pytest.mark.parametrize("where", SAID)
def test_a_resident_number_goes_to_a_person_wherever_it_stands(home: Home, where: str) -> None:
    home.send(SAID[where])
    (bubble,) = home.answer()
    assert "주민등록번호" in bubble
    assert not {"900101", "1234567"} & set(bubble.replace("-", " ").split())
    assert home.conversation().owner is Owner.QUEUED
    assert home.outcome()["reason"] == Reason.PERSONAL_DATA


def test_the_reply_names_every_kind_in_the_customers_language(home: Home) -> None:
    home.say(f"my card is {CARD} and my id {RESIDENT}")
    (bubble,) = home.answer()
    assert "4111" not in bubble
    with home.house.database.read() as tx:
        rulebook = home.house.book.current(tx)
    kinds = (rulebook.catalogue.word(f"pii_{kind}", "en") for kind in ("card", "resident_number"))
    assert all(kind in bubble for kind in kinds)


def test_the_digits_are_in_no_row_and_no_file(home: Home) -> None:
    body = SAID["text"] | {"text": {"body": f"{RESIDENT} {CARD}"}}
    home.send(body)
    home.answer()
    assert home.transcript()[0].text == "[resident_number] [card]"
    home.house.engine.close()
    stored = b"".join(p.read_bytes() for p in home.house.data_dir.rglob("*") if p.is_file())
    assert not [one for one in (b"1234567", b"4111 1111", b"4111111111111111") if one in stored]


def test_the_handoff_carries_masked_words_only(home: Home) -> None:
    home.send(SAID["text"])
    with home.house.database.read() as tx:
        handoff = tx.handoffs.current(home.conversation().id)
    assert handoff is not None
    assert "[resident_number]" in handoff.packet["summary"]
    assert "1234567" not in str(handoff.packet)


def test_a_profile_name_is_masked_and_starts_nothing(home: Home) -> None:
    message = home.message({"type": "text", "text": {"body": "주문 1042 어디쯤이에요?"}})
    home.take(webhook(messages=[message], contacts=[contact(MINA, RESIDENT)]))
    assert "배송 중" in home.answer()[0]
    (known,) = home.house.queries.conversations()
    assert known.customer.name == "[resident_number]"


def test_only_the_message_with_the_number_goes_to_a_person(home: Home) -> None:
    other = home.message({"type": "text", "text": {"body": "쇼룸 어디에 있어요?"}}, "821055502077")
    home.take(webhook(messages=[home.message(SAID["text"]), other]))
    assert home.conversation().owner is Owner.QUEUED
    assert home.conversation("821055502077").owner is Owner.AUTOMATED


def test_typing_the_mark_itself_is_no_personal_data(home: Home) -> None:
    home.asks("[card] 주문 1042 어디쯤이에요?")
    assert home.conversation().owner is Owner.AUTOMATED
