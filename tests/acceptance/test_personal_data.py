"""What a customer must never send us is in no file, whatever they wrap it in."""

import logging

import pytest

from tests.acceptance.service import Service

RESIDENT = "900101-1234567"
CARD = "4111 1111 1111 1111"
_BARE = ("9001011234567", "4111111111111111")


def test_neither_number_is_in_any_file_log_or_metric(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    heard = [
        service.answer_to("mina", f"제 주민번호는 {RESIDENT}이에요")["text"],
        service.answer_to("daniel", f"my card is {CARD}, please refund")["text"],
    ]
    assert "주민등록번호" in heard[0]
    assert "card" in heard[1].lower()
    _another_way_in(service)
    assert not _found_in("\n".join(heard))
    assert not _found_in(caplog.text)
    assert not _files_with_numbers(service)


def test_a_person_gets_the_conversation_with_the_number_gone(service: Service) -> None:
    service.answer_to("mina", f"제 주민번호는 {RESIDENT}이에요")
    [queued] = service.house.queries.conversations(owner="queued")
    assert queued.handoff is not None
    assert queued.handoff.reason == "personal_data"
    assert queued.last_text == "제 주민번호는 [resident_number]이에요"


def _another_way_in(service: Service) -> None:
    """Captions, file names, list titles, contact cards and what is unreadable."""
    service.phone.say("alex", image={"caption": f"카드 {CARD}"})
    service.phone.say("alex", tap={"id": "menu", "title": RESIDENT, "kind": "list"})
    service.phone.settled()
    service.wait_for(lambda: service.house.queries.conversation(_of(service, "Alex")) is not None)


def _of(service: Service, name: str) -> str:
    for one in service.house.queries.conversations():
        if one.customer.name == name:
            return one.conversation.id
    return ""


def _files_with_numbers(service: Service) -> list[str]:
    return [
        str(file)
        for file in service.house.data_dir.rglob("*")
        if file.is_file() and _found_in(file.read_bytes().decode("latin-1"))
    ]


def _found_in(text: str) -> bool:
    return any(number in text for number in (RESIDENT, CARD, CARD.replace(" ", "-"), *_BARE))
