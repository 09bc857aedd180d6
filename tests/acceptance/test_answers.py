"""What real customers tried, through the whole service."""

from tests.acceptance.service import Service


def test_a_mistyped_order_number_is_corrected_by_its_owner(service: Service) -> None:
    wrong = service.answer_to("daniel", "주문 2707 어디쯤이에요?")["text"]
    assert "확인되는 주문이 없습니다" in wrong
    assert "주문 2077" in service.answer_to("daniel", "주문 2077 어디쯤이에요?")["text"]


def test_a_wish_survives_the_questions_that_follow_it(service: Service) -> None:
    service.answer_to("mina", "그거 취소해주세요")
    orders = {"id": "purpose:orders", "title": "주문·배송", "kind": "button"}
    assert "어느 주문" in service.answer_to("mina", tap=orders)["text"]
    tap = {"id": "order:1058", "title": "1058", "kind": "list"}
    asked = service.answer_to("mina", tap=tap)
    assert "주문 1058" in asked["text"]
    assert [one["title"] for one in asked["buttons"]] == ["주문 취소", "취소하지 않음"]
    assert "접수번호" in service.answer_to("mina", "네")["text"]


def test_peoples_work_is_asked_for_in_words_before_it_is_handed_over(service: Service) -> None:
    tap = {"id": "purpose:support", "title": "제품·A/S", "kind": "button"}
    assert "한 줄로 적어 주세요" in service.answer_to("mina", tap=tap)["text"]
    assert service.house.queries.conversations(owner="queued") == []
    service.answer_to("mina", "상판 칠이 좀 벗겨졌네요")
    [queued] = service.house.queries.conversations(owner="queued")
    assert queued.handoff is not None
    assert queued.handoff.packet["purpose"] == "support"


def test_a_photo_with_its_story_is_not_asked_for_it_again(service: Service) -> None:
    heard = service.answer_to("mina", image={"caption": "이렇게 왔는데 원래 이런가 봐요"})
    assert "보내 주신 사진과 글을 상담원이 볼 수 있게 보관했습니다." in heard["text"]


def test_a_late_order_is_called_late(service: Service) -> None:
    heard = service.answer_to("821055505133", "주문 5133 어디쯤이에요?")
    assert "도착할 예정이었으나 배송 완료가 아직 확인되지 않았습니다." in heard["text"]
    assert [button["id"] for button in heard["buttons"]] == ["person"]


def test_hours_and_what_answers_are_told_truthfully(service: Service) -> None:
    assert "Mon–Thu 10:00–18:00" in service.answer_to("alex", "what are your hours?")["text"]
    assert "automated assistant" in service.answer_to("alex", "are you a human?")["text"]
