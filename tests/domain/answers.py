"""The facts of a turn, for tables of answers that stand on them and answers that do not."""

import json

from wa_support.domain.answer_checks import Grounds

ORDER = json.dumps(
    {
        "order": {
            "id": "1042",
            "state": "shipped",
            "items": [
                {"name": {"ko": "오크 선반 Nordic", "en": "Nordic oak shelf"}, "quantity": 2}
            ],
            "amount": 129000,
            "currency": "KRW",
            "ordered_on": "2026-11-20",
            "expected_on": "2026-11-28",
            "carrier": {"ko": "한진택배", "en": "Hanjin"},
            "tracking": "6890-1234-5678",
            "paid_with": {"ko": "신용카드", "en": "credit card"},
            "refund_days": 3,
            "return_fee": 5000,
        }
    },
    ensure_ascii=False,
)
SLOTS = json.dumps(
    {"slots": [{"start": "2026-12-03T15:00", "left": 2}, {"start": "2026-12-04T10:30", "left": 1}]}
)
TICKET = json.dumps({"ticket": {"id": "T-205", "state": "in_progress", "opened_on": "2026-11-23"}})
PASSAGE_KO = (
    "배송비는 3,000원이며 50,000원 이상 주문하시면 무료입니다. 상담 시간은 평일 오전 10시부터 오후 7시까지입니다. "
    "제품은 받은 날부터 7일 이내에 반품하실 수 있으며 카드로 결제하신 금액은 3영업일 안에 환불됩니다. "
    "무상 수리 기간은 1년입니다. 자세한 안내는 https://shop.example/returns 를 보십시오. 전화 1588-1234, help@shop.example"
)
PASSAGE_EN = (
    "Shipping costs ₩3,000 and is free of charge for orders over ₩50,000. We are open on weekdays from 10 AM "
    "to 7 PM. You can return items within 7 days of delivery; card payments will be refunded within 3 "
    "business days. The warranty is 1 year. Details: https://shop.example/returns. Phone 1588-1234, "
    "help@shop.example"
)
SAID_KO = "주문 1042번 12월 1일 전에 오나요? 99,000원에 샀고 모델은 AS-77이에요. 4명이서 갈게요"
SAID_EN = (
    "Will order 1042 come before December 1? I paid $99 for it. Model AS-77. Table for 4 people"
)


def grounds(language: str, *done: str) -> Grounds:
    korean = language == "ko"
    return Grounds(
        facts=(ORDER, SLOTS, TICKET, PASSAGE_KO if korean else PASSAGE_EN),
        customer_words=SAID_KO if korean else SAID_EN,
        language=language,
        links=frozenset({"shop.example"}),
        done=frozenset(done),
    )
