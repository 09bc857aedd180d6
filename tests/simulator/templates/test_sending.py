"""Sends of approved templates: what fits, what is refused, what the phone shows."""

import copy
from collections import Counter
from typing import Any

import pytest

from tests.simulator.conftest import Send
from tests.simulator.receiver import Callback
from tests.simulator.templates.conftest import Graph, error_of
from tests.simulator.templates.samples import (
    Body,
    coupon,
    named,
    phone,
    positional,
    quick,
    url,
    with_body,
    with_buttons,
    with_header,
)
from wa_support.simulator.refusals import Refused
from wa_support.simulator.server import RunningSimulator
from wa_support.simulator.templates.seeds import seed_draft
from wa_support.simulator.templates.sending import bubble_from
from wa_support.simulator.templates.template import Template

_WORDS = "안녕하세요, 민아 고객님. 주문하신 원목 선반 상품을 오늘 보냈습니다."


def _text(text: Any, name: str | None = None) -> Body:
    return {"type": "text", "text": text} | ({"parameter_name": name} if name else {})


def _part(kind: str, *parameters: Any) -> Body:
    return {"type": kind, "parameters": list(parameters)}


def _button(sub_type: str, index: Any, kind: str, value: Any) -> Body:
    return {
        "type": "button",
        "sub_type": sub_type,
        "index": index,
        "parameters": [{"type": kind, kind: value}],
    }


_HEADER = _part("header", _text("1042"))
_BODY = _part("body", _text("민아"), _text("원목 선반"))
_TRACK = _button("url", "1", "text", "1042%3Fa")
_PERSON = _button("quick_reply", 0, "payload", "p:person")


def _shipped(*components: Body, language: str = "ko", name: str = "order_shipped") -> Body:
    return {"name": name, "language": {"code": language}, "components": list(components)}


def _template(body: Body) -> Template:
    draft = seed_draft(body)
    return Template(
        id="1",
        order=1,
        name=draft.name,
        language=draft.language,
        category=draft.category,
        parameter_format=draft.parameter_format,
        components=draft.components,
        status="APPROVED",
    )


def _bubble(body: Body, *components: Any) -> dict[str, Any]:
    sent = {"components": list(components)}
    return bubble_from(_template(body), sent, is_upload=lambda upload: upload == "123")


def test_an_approved_one_goes_out_though_the_customer_never_wrote(
    graph: Graph, send: Send, callback: Callback
) -> None:
    graph.simulator.cloud.templates.seed([positional()])
    template = _shipped(_HEADER, _BODY, _TRACK, _PERSON)
    answer = send(type="template", text=None, template=template)
    (message,) = answer.json()["messages"]
    assert message["message_status"] == "accepted"
    (bubble,) = graph.simulator.chat("mina")
    assert {key: bubble[key] for key in ("type", "header", "text", "footer", "buttons")} == {
        "type": "template",
        "header": "주문 1042 안내",
        "text": _WORDS,
        "footer": "모먼트리빙",
        "buttons": [
            {"kind": "template", "title": "상담원 연결", "id": "p:person"},
            {"kind": "url", "title": "배송 보기", "url": "https://shop.example/track/1042%3Fa"},
        ],
    }
    assert graph.simulator.settled()
    charged = [s["pricing"]["category"] for s in callback.statuses() if "pricing" in s]
    assert charged == ["utility", "utility"]


@pytest.mark.parametrize(
    ("do", "status", "code"),
    [
        (None, 404, 132001),
        ("reject", 404, 132001),
        ("archive", 404, 132001),
        ("limit_exceeded", 404, 132001),
        ("pend_deletion", 404, 132001),
        ("delete", 404, 132001),
        ("pause", 400, 132015),
        ("disable", 400, 132016),
        ("approve", 200, None),
        ("flag", 404, 132001),
    ],
)
def test_only_an_approved_one_is_sent(
    graph: Graph, send: Send, do: str | None, status: int, code: int | None
) -> None:
    graph.created(positional())
    if do:
        graph.simulator.review("order_shipped", do)
    answer = send(type="template", text=None, template=_shipped(_HEADER, _BODY, _TRACK))
    assert answer.status_code == status
    if code:
        assert answer.json()["error"]["code"] == code
        assert graph.simulator.ledger() == []
        assert graph.simulator.chat("mina") == []


@pytest.mark.parametrize(("name", "language"), [("order_sent", "ko"), ("order_shipped", "en")])
def test_an_unknown_name_or_language_is_132001(
    graph: Graph, send: Send, name: str, language: str
) -> None:
    graph.simulator.cloud.templates.seed([positional()])
    template = _shipped(_HEADER, _BODY, _TRACK, name=name, language=language)
    answer = send(type="template", text=None, template=template)
    assert error_of(answer) == (404, 132001, None)
    assert name in answer.json()["error"]["error_data"]["details"]


_MISFITS: list[tuple[str, int, tuple[Any, ...]]] = [
    ("one value too few", 132000, (_HEADER, _part("body", _text("a")), _TRACK)),
    ("one value too many", 132000, (_HEADER, _part("body", *[_text("a")] * 3), _TRACK)),
    ("no body", 132000, (_HEADER, _TRACK)),
    ("no header", 132000, (_BODY, _TRACK)),
    ("two bodies", 132012, (_HEADER, _BODY, _BODY, _TRACK)),
    ("unknown part", 132012, (_HEADER, _BODY, _TRACK, _part("carousel"))),
    ("upper-case part", 132012, (_part("HEADER", _text("a")), _BODY, _TRACK)),
    ("empty value", 131008, (_HEADER, _part("body", _text(""), _text("b")), _TRACK)),
    ("blank value", 131008, (_HEADER, _part("body", _text("  "), _text("b")), _TRACK)),
    ("number as a value", 131008, (_HEADER, _part("body", _text(7), _text("b")), _TRACK)),
    ("new line", 132018, (_HEADER, _part("body", _text("a\nb"), _text("b")), _TRACK)),
    ("tab", 132018, (_HEADER, _part("body", _text("a\tb"), _text("b")), _TRACK)),
    ("four spaces", 132018, (_HEADER, _part("body", _text("a    b"), _text("b")), _TRACK)),
    ("new line in the header", 132018, (_part("header", _text("a\nb")), _BODY, _TRACK)),
    ("body too long", 132005, (_HEADER, _part("body", _text("가" * 1000), _text("b")), _TRACK)),
    ("header too long", 132005, (_part("header", _text("가" * 60)), _BODY, _TRACK)),
    ("photo as a word", 132012, (_HEADER, _part("body", {"type": "image"}, _text("b")), _TRACK)),
    ("named by name", 132012, (_HEADER, _part("body", _text("a", "x"), _text("b")), _TRACK)),
    ("no suffix", 131008, (_HEADER, _BODY)),
    ("empty suffix", 131008, (_HEADER, _BODY, _button("url", 1, "text", ""))),
    ("suffix with blanks", 131009, (_HEADER, _BODY, _button("url", 1, "text", "a b"))),
    ("suffix in Korean", 131009, (_HEADER, _BODY, _button("url", 1, "text", "주문"))),
    ("address too long", 132005, (_HEADER, _BODY, _button("url", 1, "text", "x" * 2000))),
    ("no such button", 132012, (_HEADER, _BODY, _TRACK, _button("url", 2, "text", "a"))),
    ("button given twice", 132012, (_HEADER, _BODY, _TRACK, _TRACK)),
    ("button of another kind", 132012, (_HEADER, _BODY, _button("quick_reply", 1, "payload", "a"))),
    ("index that is none", 132012, (_HEADER, _BODY, _button("url", "-1", "text", "a"))),
    ("text as a payload", 132012, (_HEADER, _BODY, _TRACK, _button("quick_reply", 0, "text", "a"))),
    ("payload", 100, (_HEADER, _BODY, _TRACK, _button("quick_reply", 0, "payload", "a" * 129))),
    ("no object", 131009, ("header",)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "components"), [(c, p) for _, c, p in _MISFITS], ids=[n for n, _, _ in _MISFITS]
)
def test_what_does_not_fit_the_template_has_its_code(
    code: int, components: tuple[Any, ...]
) -> None:
    with pytest.raises(Refused) as refused:
        _bubble(positional(), *components)
    assert refused.value.code == code


def test_named_values_come_in_any_order() -> None:
    body = _part("body", _text("3 pm", "visit_time"), _text("Mina", "customer"))
    assert _bubble(named(), body)["text"] == "Hello Mina, your visit at 3 pm is confirmed."


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("customer", None), 100),
        (("customer", "other"), 132012),
        (("customer", "customer"), 132012),
        (("customer",), 132000),
    ],
)
def test_named_values_want_their_names(names: tuple[str | None, ...], code: int) -> None:
    with pytest.raises(Refused) as refused:
        _bubble(named(), _part("body", *[_text("a", name) for name in names]))
    assert refused.value.code == code


def test_money_and_dates_are_read_by_their_fallback() -> None:
    money = {"fallback_value": "₩29,000", "code": "KRW", "amount_1000": 29_000_000}
    body = _part(
        "body",
        {"type": "currency", "currency": money},
        {"type": "date_time", "date_time": {"fallback_value": "12월 1일"}},
    )
    shown = _bubble(with_body("가 나 {{1}} 다 {{2}} 라", {"body_text": [["a", "b"]]}), body)
    assert shown["text"] == "가 나 ₩29,000 다 12월 1일 라"


def _file(kind: str, **file: Any) -> Body:
    return _part("header", {"type": kind, kind: file})


@pytest.mark.parametrize(
    ("kind", "file", "media"),
    [
        ("image", {"id": "123"}, {"media_id": "123"}),
        ("video", {"link": "https://a.example/v.mp4"}, {"link": "https://a.example/v.mp4"}),
        ("document", {"id": "123", "filename": "a.pdf"}, {"media_id": "123", "name": "a.pdf"}),
    ],
)
def test_a_file_above_the_words(kind: str, file: Body, media: Body) -> None:
    template = with_header(format=kind, example={"header_handle": ["4::h"]})
    assert _bubble(template, _file(kind, **file), _BODY, _TRACK)["media"] == {"kind": kind} | media


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, 132012),
        (_part("header"), 132012),
        (_part("header", _text("a")), 132012),
        (_file("video", id="123"), 132012),
        (_file("image"), 131008),
        (_file("image", id="123", link="https://a.example"), 131008),
        (_file("image", id="404"), 100),
        (_file("image", link="a.jpg"), 131009),
        (_file("image", id="123", filename="a.jpg"), 100),
    ],
)
def test_a_file_that_does_not_fit(header: Body | None, code: int) -> None:
    template = with_header(format="IMAGE", example={"header_handle": ["4::h"]})
    with pytest.raises(Refused) as refused:
        _bubble(template, *([header] if header else []), _BODY, _TRACK)
    assert refused.value.code == code


def test_a_place_above_the_words() -> None:
    place = {"latitude": 37.5, "longitude": 127.0, "name": "매장", "address": "서울"}
    template = with_header(format="LOCATION")
    shown = _bubble(template, _file("location", **place), _BODY, _TRACK)
    assert shown["place"] == {"name": "매장", "address": "서울"}
    with pytest.raises(Refused) as refused:
        _bubble(template, _file("location", name="매장"), _BODY, _TRACK)
    assert refused.value.code == 131008


def test_buttons_as_the_phone_shows_them() -> None:
    template = with_buttons(quick("네"), quick("아니요"), url(), phone(), coupon())
    assert _bubble(
        template,
        _BODY,
        _button("quick_reply", 1, "payload", "no"),
        _button("copy_code", 4, "coupon_code", "WELCOME"),
    )["buttons"] == [
        {"kind": "template", "title": "네", "id": "네"},
        {"kind": "template", "title": "아니요", "id": "no"},
        {"kind": "url", "title": "보기", "url": "https://shop.example/"},
        {"kind": "phone", "title": "전화", "phone": "+8225550134"},
        {"kind": "code", "title": "WELCOME"},
    ]


@pytest.mark.parametrize(
    ("button", "code"),
    [
        (None, 131008),
        (_button("copy_code", 0, "coupon_code", "x" * 21), 131009),
        (_button("url", 0, "text", "x"), 132012),
    ],
)
def test_a_coupon_wants_its_code(button: Body | None, code: int) -> None:
    with pytest.raises(Refused) as refused:
        _bubble(with_buttons(coupon()), _BODY, *([button] if button else []))
    assert refused.value.code == code


def test_a_fixed_address_takes_no_suffix_and_a_template_without_header_none() -> None:
    for extra in (_button("url", 0, "text", "x"), _HEADER):
        with pytest.raises(Refused) as refused:
            _bubble(with_buttons(url()), _BODY, extra)
        assert refused.value.code == 132000


_ODD: tuple[Any, ...] = (None, 7, [], {}, ["x"], [None], [{}], "가" * 3000)


def test_whatever_stands_anywhere_in_a_send_is_answered() -> None:
    whole = [_HEADER, _BODY, _TRACK, _PERSON]
    codes: Counter[int | None] = Counter()
    for n, part in enumerate(whole):
        for key in part:
            for odd in _ODD:
                broken: list[Any] = copy.deepcopy(whole)
                broken[n][key] = odd
                codes[_code_of(broken)] += 1
    assert codes.keys() <= {None, 100, 131008, 131009, 132000, 132005, 132012}
    assert codes[None] < 5


def _code_of(components: list[Any]) -> int | None:
    try:
        _bubble(positional(), *components)
    except Refused as refusal:
        return refusal.code
    return None


@pytest.mark.parametrize(
    "template", [{"name": "a"}, {"language": {"code": "ko"}}, {"name": "a", "language": "ko"}]
)
def test_a_send_names_template_and_language(send: Send, template: Body) -> None:
    answer = send(type="template", text=None, template=template)
    assert answer.json()["error"]["code"] in {131008, 131009}


def test_a_tap_on_a_quick_reply_says_its_payload_and_what_it_answers(
    simulator: RunningSimulator, send: Send, callback: Callback
) -> None:
    simulator.cloud.templates.seed([positional()])
    template = _shipped(_HEADER, _BODY, _TRACK, _PERSON)
    sent = send(type="template", text=None, template=template).json()["messages"][0]["id"]
    choice = simulator.chat("mina")[0]["buttons"][0]
    simulator.say("mina", tap=choice, reply_to=sent)
    assert simulator.settled()
    (message,) = callback.messages()
    assert (message["type"], message["context"]["id"]) == ("button", sent)
    assert message["button"] == {"payload": "p:person", "text": "상담원 연결"}
