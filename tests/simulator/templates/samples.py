"""Bodies that the platform accepts, to be broken one place at a time."""

from typing import Any

Body = dict[str, Any]

ACCOUNT = "100000000000001"
APP = "200000000000001"


def positional(**changes: Any) -> Body:
    body = {
        "type": "BODY",
        "text": "안녕하세요, {{1}} 고객님. 주문하신 {{2}} 상품을 오늘 보냈습니다.",
        "example": {"body_text": [["김민아", "원목 선반"]]},
    }
    buttons = [
        {"type": "QUICK_REPLY", "text": "상담원 연결"},
        {
            "type": "URL",
            "text": "배송 보기",
            "url": "https://shop.example/track/{{1}}",
            "example": ["https://shop.example/track/1042"],
        },
    ]
    header = {
        "type": "HEADER",
        "format": "TEXT",
        "text": "주문 {{1}} 안내",
        "example": {"header_text": ["1042"]},
    }
    whole = {
        "name": "order_shipped",
        "language": "ko",
        "category": "UTILITY",
        "components": [
            header,
            body,
            {"type": "FOOTER", "text": "모먼트리빙"},
            {"type": "BUTTONS", "buttons": buttons},
        ],
    }
    return whole | changes


def named(**changes: Any) -> Body:
    params = [
        {"param_name": "customer", "example": "Mina"},
        {"param_name": "visit_time", "example": "3 pm"},
    ]
    body = {
        "type": "BODY",
        "text": "Hello {{customer}}, your visit at {{visit_time}} is confirmed.",
        "example": {"body_text_named_params": params},
    }
    whole = {
        "name": "booking_reminder",
        "language": "en_US",
        "category": "UTILITY",
        "parameter_format": "NAMED",
        "components": [body],
    }
    return whole | changes


def with_body(text: str, example: Any = None, **changes: Any) -> Body:
    part: Body = {"type": "BODY", "text": text}
    if example is not None:
        part["example"] = example
    return positional(components=[part], **changes)


def with_header(**header: Any) -> Body:
    components = [{"type": "HEADER"} | header, *positional()["components"][1:]]
    return positional(components=components)


def with_footer(text: str) -> Body:
    return positional(components=[positional()["components"][1], {"type": "FOOTER", "text": text}])


def with_buttons(*buttons: Body) -> Body:
    body = positional()["components"][1]
    return positional(components=[body, {"type": "BUTTONS", "buttons": list(buttons)}])


def quick(text: str = "네") -> Body:
    return {"type": "QUICK_REPLY", "text": text}


def url(address: str = "https://shop.example/", text: str = "보기", **more: Any) -> Body:
    return {"type": "URL", "text": text, "url": address} | more


def phone(number: str = "+8225550134", text: str = "전화") -> Body:
    return {"type": "PHONE_NUMBER", "text": text, "phone_number": number}


def coupon(example: Any = "WELCOME10") -> Body:
    return {"type": "COPY_CODE", "example": example}


PLAIN = {"type": "BODY", "text": "새 소식이 있습니다."}
