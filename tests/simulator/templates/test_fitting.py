"""What fits an approved template, and what is refused."""

import copy
from collections import Counter
from typing import Any

import pytest

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
from tests.simulator.templates.sends import (
    BODY,
    HEADER,
    PERSON,
    TRACK,
    bubble_from_send,
    button,
    part,
    text,
)
from wa_support.simulator.refusals import Refused

_POOR = {"type": "currency", "currency": {"fallback_value": "1"}}

_MISFITS: list[tuple[str, int, tuple[Any, ...]]] = [
    ("one value too few", 132000, (HEADER, part("body", text("a")), TRACK)),
    ("one value too many", 132000, (HEADER, part("body", *[text("a")] * 3), TRACK)),
    ("no body", 132000, (HEADER, TRACK)),
    ("no header", 132000, (BODY, TRACK)),
    ("two bodies", 132012, (HEADER, BODY, BODY, TRACK)),
    ("unknown part", 132012, (HEADER, BODY, TRACK, part("carousel"))),
    ("upper-case part", 132012, (part("HEADER", text("a")), BODY, TRACK)),
    ("empty value", 131008, (HEADER, part("body", text(""), text("b")), TRACK)),
    ("blank value", 131008, (HEADER, part("body", text("  "), text("b")), TRACK)),
    ("number as a value", 131008, (HEADER, part("body", text(7), text("b")), TRACK)),
    ("new line", 132018, (HEADER, part("body", text("a\nb"), text("b")), TRACK)),
    ("tab", 132018, (HEADER, part("body", text("a\tb"), text("b")), TRACK)),
    ("four spaces", 132018, (HEADER, part("body", text("a    b"), text("b")), TRACK)),
    ("new line in the header", 132018, (part("header", text("a\nb")), BODY, TRACK)),
    ("body too long", 132005, (HEADER, part("body", text("가" * 1000), text("b")), TRACK)),
    ("header too long", 132005, (part("header", text("가" * 60)), BODY, TRACK)),
    ("money without code", 132012, (HEADER, part("body", _POOR, text("b")), TRACK)),
    ("photo as a word", 132012, (HEADER, part("body", {"type": "image"}, text("b")), TRACK)),
    ("named by name", 132012, (HEADER, part("body", text("a", "x"), text("b")), TRACK)),
    ("no suffix", 131008, (HEADER, BODY)),
    ("empty suffix", 131008, (HEADER, BODY, button("url", 1, "text", ""))),
    ("suffix with blanks", 131009, (HEADER, BODY, button("url", 1, "text", "a b"))),
    ("suffix in Korean", 131009, (HEADER, BODY, button("url", 1, "text", "주문"))),
    ("address too long", 132005, (HEADER, BODY, button("url", 1, "text", "x" * 2000))),
    ("no such button", 132012, (HEADER, BODY, TRACK, button("url", 2, "text", "a"))),
    ("button given twice", 132012, (HEADER, BODY, TRACK, TRACK)),
    ("button of another kind", 132012, (HEADER, BODY, button("quick_reply", 1, "payload", "a"))),
    ("index that is none", 132012, (HEADER, BODY, button("url", "-1", "text", "a"))),
    ("text as a payload", 132012, (HEADER, BODY, TRACK, button("quick_reply", 0, "text", "a"))),
    ("payload", 100, (HEADER, BODY, TRACK, button("quick_reply", 0, "payload", "a" * 129))),
    ("no object", 131009, ("header",)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "components"), [(c, p) for _, c, p in _MISFITS], ids=[n for n, _, _ in _MISFITS]
)
def test_what_does_not_fit_the_template_has_its_code(
    code: int, components: tuple[Any, ...]
) -> None:
    with pytest.raises(Refused) as refused:
        bubble_from_send(positional(), *components)
    assert refused.value.code == code


def test_named_values_come_in_any_order() -> None:
    body = part("body", text("3 pm", "visit_time"), text("Mina", "customer"))
    assert bubble_from_send(named(), body)["text"] == "Hello Mina, your visit at 3 pm is confirmed."


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
        bubble_from_send(named(), part("body", *[text("a", name) for name in names]))
    assert refused.value.code == code


def test_money_and_dates_are_read_by_their_fallback() -> None:
    money = {"fallback_value": "₩29,000", "code": "KRW", "amount_1000": 29_000_000}
    body = part(
        "body",
        {"type": "currency", "currency": money},
        {"type": "date_time", "date_time": {"fallback_value": "12월 1일"}},
    )
    shown = bubble_from_send(
        with_body("가 나 {{1}} 다 {{2}} 라", {"body_text": [["a", "b"]]}), body
    )
    assert shown["text"] == "가 나 ₩29,000 다 12월 1일 라"


def _file(kind: str, **file: Any) -> Body:
    return part("header", {"type": kind, kind: file})


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
    assert (
        bubble_from_send(template, _file(kind, **file), BODY, TRACK)["media"]
        == {"kind": kind} | media
    )


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, 132012),
        (part("header"), 132012),
        (part("header", text("a")), 132012),
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
        bubble_from_send(template, *([header] if header else []), BODY, TRACK)
    assert refused.value.code == code


def test_a_place_above_the_words() -> None:
    place = {"latitude": 37.5, "longitude": 127.0, "name": "매장", "address": "서울"}
    template = with_header(format="LOCATION")
    shown = bubble_from_send(template, _file("location", **place), BODY, TRACK)
    assert shown["place"] == {"name": "매장", "address": "서울"}
    with pytest.raises(Refused) as refused:
        bubble_from_send(template, _file("location", name="매장"), BODY, TRACK)
    assert refused.value.code == 131008


def test_buttons_as_the_phone_shows_them() -> None:
    template = with_buttons(quick("네"), quick("아니요"), url(), phone(), coupon())
    assert bubble_from_send(
        template,
        BODY,
        button("quick_reply", 1, "payload", "no"),
        button("copy_code", 4, "coupon_code", "WELCOME"),
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
        (button("copy_code", 0, "coupon_code", "x" * 21), 131009),
        (button("url", 0, "text", "x"), 132012),
    ],
)
def test_a_coupon_wants_its_code(button: Body | None, code: int) -> None:
    with pytest.raises(Refused) as refused:
        bubble_from_send(with_buttons(coupon()), BODY, *([button] if button else []))
    assert refused.value.code == code


def test_a_fixed_address_takes_no_suffix_and_a_template_without_header_none() -> None:
    for extra in (button("url", 0, "text", "x"), HEADER):
        with pytest.raises(Refused) as refused:
            bubble_from_send(with_buttons(url()), BODY, extra)
        assert refused.value.code == 132000


_ODD: tuple[Any, ...] = (None, 7, [], {}, ["x"], [None], [{}], "가" * 3000)


def test_whatever_stands_anywhere_in_a_send_is_answered() -> None:
    whole = [HEADER, BODY, TRACK, PERSON]
    codes: Counter[int | None] = Counter()
    for n, piece in enumerate(whole):
        for key in piece:
            for odd in _ODD:
                broken: list[Any] = copy.deepcopy(whole)
                broken[n][key] = odd
                codes[_code_of(broken)] += 1
    assert codes.keys() <= {None, 100, 131008, 131009, 132000, 132005, 132012}
    assert codes[None] < 5


def _code_of(components: list[Any]) -> int | None:
    try:
        bubble_from_send(positional(), *components)
    except Refused as refusal:
        return refusal.code
    return None
