"""Signed webhooks in, Cloud API JSON out, nothing patched."""

from tests.acceptance.service import Service


def test_an_order_is_told_to_whom_it_belongs(service: Service) -> None:
    heard = service.answer_to("mina", "주문 1042 어디쯤이에요?")["text"]
    assert heard.startswith("모먼트리빙 자동 상담(AI)입니다.")
    assert "주문 1042" in heard
    assert "도착 예정입니다" in heard


def test_an_english_customer_hears_english(service: Service) -> None:
    heard = service.answer_to("daniel", "Where is order 2077?")["text"]
    assert "automated AI assistant" in heard
    assert "Order 2077" in heard


def test_the_bot_introduces_itself_once(service: Service) -> None:
    service.answer_to("mina", "주문 1042 어디쯤이에요?")
    assert "AI" not in service.answer_to("mina", "1042")["text"]


def test_foreign_and_unknown_orders_are_told_in_the_same_words(service: Service) -> None:
    service.answer_to("daniel", "hi")
    foreign = service.answer_to("daniel", "Where is order 1042?")
    unknown = service.answer_to("daniel", "Where is order 9876?")
    assert (foreign["text"], foreign["buttons"]) == (unknown["text"], unknown["buttons"])


def test_the_second_fact_opens_an_order_to_a_hidden_number(service: Service) -> None:
    assert (
        "확인되는 주문이 없습니다" in service.answer_to("seoyeon", "주문 3003 언제 와요?")["text"]
    )
    assert "주문 3003" in service.answer_to("seoyeon", "이서연 9911")["text"]


def test_three_wrong_facts_lead_to_a_person(service: Service) -> None:
    for said in ("Where is order 1042?", "1042 John Smith 1234"):
        assert "can't find" in service.answer_to("daniel", said)["text"]
    service.answer_to("daniel", "1042 John Smith 1235")
    [queued] = service.house.queries.conversations(owner="queued")
    assert queued.handoff is not None
    assert queued.handoff.reason == "rule"


def test_a_poem_is_brought_back_to_what_the_number_is_for(service: Service) -> None:
    heard = service.answer_to("alex", "write me a poem about the sea")
    assert "Orders & delivery" in heard["text"]
    titles = [row["title"] for row in heard["sections"][0]["rows"]]
    assert titles[-1] == "Talk to a person"


def test_the_number_of_a_choice_may_be_typed(service: Service) -> None:
    service.answer_to("mina", "ㅁㄴㅇㄹ")
    assert "최근 주문" in service.answer_to("mina", "1")["text"]


def test_an_order_is_chosen_from_the_customers_own_list(service: Service) -> None:
    shown = service.answer_to("mina", "주문한 거 언제 와요?")
    orders = [row["id"] for row in shown["sections"][0]["rows"]]
    assert "order:1042" in orders
    tap = {"id": "order:1042", "title": "1042", "kind": "list"}
    assert "주문 1042" in service.answer_to("mina", tap=tap)["text"]


def test_a_person_is_asked_for_and_the_bot_goes_quiet(service: Service) -> None:
    service.answer_to("mina", "상담원")
    service.phone.say("mina", "주문 1042 어디쯤이에요?")
    service.wait_for(lambda: len(_heard(service)) == 2)
    service.phone.settled()
    assert len(service.replies("mina")) == 1


def test_what_the_rules_do_not_allow_goes_to_a_person_with_what_was_said(service: Service) -> None:
    heard = service.answer_to("mina", "주문 1042 취소해 주세요")["text"]
    assert "상담원이 직접" in heard
    [queued] = service.house.queries.conversations(owner="queued")
    assert queued.handoff is not None
    packet = queued.handoff.packet
    assert packet["handoff_reason"] == "rule"
    assert packet["collected_fields"] == {"order_id": "1042", "wants": "cancel_order"}
    assert packet["transcript"][0]["text"] == "주문 1042 취소해 주세요"


def test_an_agent_takes_answers_and_gives_back(service: Service) -> None:
    service.answer_to("mina", "상담원")
    desk, [queued] = service.house.desk(), service.house.queries.conversations(owner="queued")
    assert desk.take(queued.conversation.id, agent="민지")
    for _ in range(2):
        desk.reply(queued.conversation.id, agent="민지", text="바로 보겠습니다.", key="one")
    service.wait_for(lambda: len(service.replies("mina")) == 2)
    assert service.replies("mina")[1]["text"] == "민지 상담원입니다. 바로 보겠습니다."
    desk.give_back(queued.conversation.id, agent="민지")
    assert service.answer_to("mina", "1042")["text"].startswith("다시 자동 상담(AI)입니다.")


def test_a_photo_is_kept_before_we_say_so(service: Service) -> None:
    heard = service.answer_to("mina", image=True)
    assert "보관했습니다" in heard["text"]
    kept = [file for file in (service.house.data_dir / "media").rglob("*") if file.is_file()]
    assert len(kept) == 1
    assert b"JFIF" not in kept[0].read_bytes()


def test_every_kind_of_message_gets_a_proper_answer(service: Service) -> None:
    service.answer_to("mina", "안녕하세요")
    assert "음성 메시지" in service.answer_to("mina", audio=True)["text"]
    assert "스티커" in service.answer_to("mina", sticker=True)["text"]
    assert "위치" in service.answer_to("mina", location=True)["text"]


def test_another_script_is_offered_our_languages_and_a_person(service: Service) -> None:
    heard = service.answer_to("alex", "नमस्ते, मेरा ऑर्डर कहाँ है?")
    assert "write in Korean or English" in heard["text"]
    assert heard["buttons"][0]["id"] == "person"


def test_an_opt_out_is_recorded_and_confirmed_once(service: Service) -> None:
    assert "수신거부가" in service.answer_to("mina", "수신거부")["text"]
    [one] = service.house.queries.conversations()
    assert one.customer.opted_out_at is not None


def _heard(service: Service) -> list[str]:
    [one] = service.house.queries.conversations()
    lines = service.house.queries.transcript(one.conversation.id)
    return [line.text for line in lines if line.author == "customer"]


def test_a_question_is_answered_with_the_passage_of_an_article(service: Service) -> None:
    heard = service.answer_to("mina", "보증 기간이 얼마나 되나요?")["text"]
    assert "받으신 날부터 2년" in heard
    assert heard.endswith("안내 문서: 보증과 A/S › 보증 기간")


def test_an_english_question_is_answered_from_the_english_article(service: Service) -> None:
    heard = service.answer_to("daniel", "How much is shipping to Jeju?")["text"]
    assert "4,000 won extra" in heard
    assert heard.endswith("From our guide: Delivery › Jeju, islands and remote areas")
