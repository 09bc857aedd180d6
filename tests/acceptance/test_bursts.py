"""People write in bursts, and many at once."""

import time

from tests.acceptance.service import Service


def test_two_messages_200_ms_apart_get_one_answer(service: Service) -> None:
    service.phone.say("mina", "안녕하세요 문의가 있는데요")
    time.sleep(0.2)
    service.phone.say("mina", "주문 1042 어디쯤이에요?")
    service.wait_for(lambda: len(service.replies("mina")) == 1)
    assert "주문 1042" in service.replies("mina")[0]["text"]
    time.sleep(3)
    assert len(service.replies("mina")) == 1


def test_an_opener_and_two_halves_over_six_seconds_get_one_answer(service: Service) -> None:
    for words in ("저기요", "주문한 거", "안 왔어요"):
        service.phone.say("mina", words)
        time.sleep(3 if words != "안 왔어요" else 0)
    service.wait_for(lambda: len(service.replies("mina")) == 1)
    assert "주문" in service.replies("mina")[0]["text"]
    time.sleep(3)
    assert len(service.replies("mina")) == 1


def test_twenty_customers_at_once_get_twenty_answers_each_its_own(service: Service) -> None:
    phones = [f"8210555{number:05d}" for number in range(20)]
    for number, phone in enumerate(phones):
        service.phone.say(
            phone, "주문 1042 어디쯤이에요?" if number % 2 else "where is order 1042?"
        )
    service.wait_for(lambda: all(len(service.replies(phone)) == 1 for phone in phones), 30)
    for number, phone in enumerate(phones):
        said = service.replies(phone)[0]["text"]
        assert ("확인되는 주문이 없습니다" if number % 2 else "can't find an order") in said
