"""What may be submitted: one accepted case for each form, one broken for each rule."""

import copy
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.simulator.templates.samples import (
    PLAIN,
    Body,
    coupon,
    named,
    phone,
    positional,
    quick,
    url,
    with_body,
    with_buttons,
    with_footer,
    with_header,
)
from wa_support.simulator.refusals import Refused
from wa_support.simulator.templates.drafts import drafted

_EXAMPLE_2 = {"body_text": [["a", "b"]]}


def _is_upload(handle: str, type: str) -> bool:
    return handle == "4::good" and type == "image/"


@pytest.mark.parametrize(
    "body",
    [
        positional(),
        named(),
        positional(category="utility", parameter_format="positional"),
        positional(components=[PLAIN], message_send_ttl_seconds=-1),
        positional(components=[PLAIN], message_send_ttl_seconds=43_200),
        positional(components=[PLAIN], category="MARKETING"),
        positional(components=[{"type": "body", "text": "가" * 1024}]),
        positional(name="a" * 512),
        with_header(format="TEXT", text="가" * 60),
        with_header(format="IMAGE", example={"header_handle": ["4::good"]}),
        with_header(format="LOCATION"),
        with_body("가 {{1}} 나 {{1}} 다", {"body_text": [["a"]]}),
        with_footer("가" * 60),
        with_buttons(*[quick(str(n)) for n in range(10)]),
        with_buttons(quick(), quick(), url(), phone()),
        with_buttons(url(), phone(), coupon("x" * 20), quick()),
        with_buttons(url("https://shop.example/" + "x" * 1979)),
        with_buttons({"type": "VOICE_CALL", "text": "전화"}),
    ],
)
def test_everything_up_to_the_limit_is_accepted(body: Body) -> None:
    draft = drafted(body, _is_upload)
    assert draft.category in {"UTILITY", "MARKETING"}
    assert {part["type"] for part in draft.components} <= {"HEADER", "BODY", "FOOTER", "BUTTONS"}


_BROKEN: list[tuple[str, Body, int | None]] = [
    ("name in capitals", positional(name="Order"), None),
    ("name with a hyphen", positional(name="order-shipped"), None),
    ("name too long", positional(name="a" * 513), 2388040),
    ("name that is no text", positional(name=7), None),
    ("unknown language", positional(language="ko_KR"), None),
    ("language with a hyphen", positional(language="en-US"), None),
    ("unknown category", positional(category="TRANSACTIONAL"), None),
    ("authentication", positional(category="AUTHENTICATION"), None),
    ("unknown parameter format", positional(parameter_format="MIXED"), None),
    ("misspelled key", positional(componentz=[]), None),
    ("category change", positional(allow_category_change=True), None),
    ("ttl too short", positional(message_send_ttl_seconds=29), None),
    ("ttl too long", positional(message_send_ttl_seconds=43_201), None),
    ("ttl as a text", positional(message_send_ttl_seconds="60"), None),
    ("ttl of marketing", positional(category="MARKETING", message_send_ttl_seconds=43_200), None),
    ("no list of components", positional(components={"type": "BODY"}), None),
    ("no body", positional(components=[{"type": "FOOTER", "text": "a"}]), 2388072),
    ("two bodies", positional(components=[PLAIN, PLAIN]), None),
    ("unknown component", positional(components=[PLAIN, {"type": "CAROUSEL"}]), None),
    ("body without text", positional(components=[{"type": "BODY"}]), 2388072),
    ("body of blanks", with_body("  "), 2388072),
    ("body too long", with_body("가" * 1025), 2388040),
    (
        "starts with a variable",
        with_body("{{1}} 님 반갑습니다 네", {"body_text": [["a"]]}),
        2388299,
    ),
    ("ends with a variable", with_body("안녕 반가워요 {{1}} ", {"body_text": [["a"]]}), 2388299),
    ("too many variables", with_body("가 {{1}} 나 {{2}}.", _EXAMPLE_2), 2388293),
    ("side by side", with_body("가 나 다 라 {{1}} {{2}} 마 바", _EXAMPLE_2), 2388072),
    ("starts at two", with_body("가 나 {{2}} 다 라", {"body_text": [["a"]]}), 2388072),
    ("out of order", with_body("가 나 {{2}} 다 라 {{1}} 마", _EXAMPLE_2), 2388072),
    ("unbalanced braces", with_body("가 나 {{1} 다 라"), 2388072),
    ("braces the other way", with_body("가 나 }} 다 라"), 2388072),
    ("blanks in the braces", with_body("가 나 {{ 1 }} 다 라", {"body_text": [["a"]]}), 2388072),
    ("name where numbers are", with_body("가 나 {{name}} 다", {"body_text": [["a"]]}), 2388072),
    ("no example", with_body("가 나 {{1}} 다 라"), 2388072),
    ("flat example", with_body("가 나 {{1}} 다 라", {"body_text": ["a"]}), 2388072),
    ("one example too few", with_body("가 {{1}} 나 다 {{2}} 라", {"body_text": [["a"]]}), 2388072),
    ("empty example", with_body("가 나 {{1}} 다 라", {"body_text": [[""]]}), 2388072),
    ("dollar in an example", with_body("가 나 {{1}} 다 라", {"body_text": [["$5"]]}), 2388072),
    ("header unknown", with_header(format="GIF"), 2388047),
    ("header without format", with_header(text="a"), 2388047),
    ("header without text", with_header(format="TEXT"), 2388047),
    ("header too long", with_header(format="TEXT", text="가" * 61), 2388040),
    ("header in bold", with_header(format="TEXT", text="*bold*"), 2388047),
    ("header of two lines", with_header(format="TEXT", text="a\nb"), 2388047),
    (
        "two variables in a header",
        with_header(format="TEXT", text="{{1}} 와 {{2}}", example={"header_text": ["a", "b"]}),
        2388047,
    ),
    ("header without example", with_header(format="TEXT", text="가 {{1}} 나"), 2388047),
    (
        "nested header example",
        with_header(format="TEXT", text="가 {{1}} 나", example={"header_text": [["a"]]}),
        2388047,
    ),
    ("photo without handle", with_header(format="IMAGE"), 2388047),
    (
        "photo by its address",
        with_header(format="IMAGE", example={"header_handle": ["https://a.example/a.jpg"]}),
        2388047,
    ),
    (
        "photo as video",
        with_header(format="VIDEO", example={"header_handle": ["4::good"]}),
        2388047,
    ),
    ("footer too long", with_footer("가" * 61), 2388040),
    ("footer with a variable", with_footer("주문 {{1}} 건"), 2388073),
    ("footer without text", with_footer(""), 2388073),
    ("no buttons", with_buttons(), None),
    ("eleven buttons", with_buttons(*[quick(str(n)) for n in range(11)]), None),
    ("unknown button", with_buttons({"type": "OTP", "text": "a"}), None),
    ("label missing", with_buttons({"type": "QUICK_REPLY"}), None),
    ("label too long", with_buttons(quick("가" * 26)), 2388040),
    ("variable in a label", with_buttons(quick("{{1}}")), None),
    ("three addresses", with_buttons(url(), url(), url()), None),
    ("two phones", with_buttons(phone(), phone()), None),
    ("two coupons", with_buttons(coupon(), coupon()), None),
    ("quick replies apart", with_buttons(quick(), url(), quick()), None),
    ("quick reply in the middle", with_buttons(url(), quick(), phone()), None),
    ("phone and voice", with_buttons(phone(), {"type": "VOICE_CALL", "text": "a"}), None),
    ("address without scheme", with_buttons(url("shop.example")), None),
    ("address too long", with_buttons(url("https://shop.example/" + "x" * 1980)), 2388040),
    ("variable host", with_buttons(url("https://{{1}}", example=["https://a.example"])), None),
    (
        "variable not at the end",
        with_buttons(url("https://a.example/{{1}}/x", example=["https://a.example/1/x"])),
        None,
    ),
    (
        "two variables in an address",
        with_buttons(url("https://a.example/{{1}}{{2}}", example=["https://a.example/1"])),
        None,
    ),
    ("address without example", with_buttons(url("https://a.example/{{1}}")), None),
    (
        "example is the suffix only",
        with_buttons(url("https://a.example/{{1}}", example=["1042"])),
        None,
    ),
    ("phone too long", with_buttons(phone("+" + "1" * 20)), 2388040),
    ("coupon in a list", with_buttons(coupon(["A"])), None),
    ("coupon too long", with_buttons(coupon("x" * 21)), 2388040),
]


@pytest.mark.parametrize(
    ("body", "subcode"), [(b, s) for _, b, s in _BROKEN], ids=[n for n, _, _ in _BROKEN]
)
def test_each_broken_rule_has_its_code(body: Body, subcode: int | None) -> None:
    with pytest.raises(Refused) as refused:
        drafted(body, _is_upload)
    assert (refused.value.code, refused.value.subcode) == (100, subcode)
    assert refused.value.told


@pytest.mark.parametrize("number", ["call us", "+82-2-555", ""])
def test_a_phone_number_that_is_none_is_192(number: str) -> None:
    with pytest.raises(Refused) as refused:
        drafted(with_buttons(phone(number)), _is_upload)
    assert refused.value.code == 192


@pytest.mark.parametrize(
    ("params", "text"),
    [
        (None, "가 나 {{name}} 다 라"),
        ([{"param_name": "other", "example": "a"}], "가 나 {{name}} 다 라"),
        ([{"param_name": "name"}], "가 나 {{name}} 다 라"),
        ([{"param_name": "name", "example": "a"}] * 2, "가 나 {{name}} 다 라"),
        (["name"], "가 나 {{name}} 다 라"),
        ([{"param_name": "1", "example": "a"}], "가 나 {{1}} 다 라"),
        ([{"param_name": "Name", "example": "a"}], "가 나 {{Name}} 다 라"),
        ([{"param_name": "na#me", "example": "a"}], "가 나 {{na#me}} 다 라"),
    ],
)
def test_named_variables_want_their_own_examples(params: object, text: str) -> None:
    example = None if params is None else {"body_text_named_params": params}
    with pytest.raises(Refused) as refused:
        drafted(with_body(text, example, parameter_format="NAMED"), _is_upload)
    assert (refused.value.code, refused.value.subcode) == (100, 2388072)


_ODD: tuple[Any, ...] = (None, 7, True, "", [], {}, ["x"], {"a": 1}, [[]], "가" * 3000)


def _odd_bodies() -> Iterator[Body]:
    """Every place in a body, holding what does not belong there."""
    for whole in (positional(), named(), with_header(format="IMAGE", example={})):
        for path in _paths(whole, ()):
            for odd in _ODD:
                body = copy.deepcopy(whole)
                place: Any = body
                for step in path[:-1]:
                    place = place[step]
                place[path[-1]] = odd
                yield body


def _paths(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    for step, inner in steps:
        yield (*path, step)
        if isinstance(inner, dict | list):
            yield from _paths(inner, (*path, step))


def test_whatever_stands_anywhere_in_a_body_is_answered() -> None:
    codes = Counter(_code_of(body) for body in _odd_bodies())
    assert codes.keys() <= {None, 100, 192}
    assert codes[100] > codes[None]


def _code_of(body: Body) -> int | None:
    try:
        drafted(body, _is_upload)
    except Refused as refusal:
        return refusal.code
    return None
