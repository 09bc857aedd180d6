"""What Meta is given, in the shapes that it documents, and what it must not mistake for another."""

from dataclasses import replace
from typing import Any
from unicodedata import normalize

from wa_support.domain.templates.copies import Difference, differences
from wa_support.domain.templates.template import (
    Button,
    ButtonKind,
    Category,
    Header,
    HeaderKind,
    Template,
    TemplateKey,
    Trigger,
    Variable,
)
from wa_support.whatsapp.template_components import components, creation, edit

TEMPLATE = Template(
    key=TemplateKey(name="order_shipped", language="ko"),
    category=Category.UTILITY,
    what_for="출고를 알립니다",
    fired_by=(Trigger.NOTIFY,),
    header=Header(kind=HeaderKind.TEXT, text="{{ business }} 배송 안내"),
    body="주문 {{order_id}}이 {{date}}에 출고되었습니다.\n주문 {{order_id}}은 아래에서 봅니다.\n",
    footer="모먼트리빙",
    buttons=(
        Button(kind=ButtonKind.REPLY, text="문의", does="purpose:orders"),
        Button(kind=ButtonKind.URL, text="조회", url="https://m.example/o/{{order_id}}"),
        Button(kind=ButtonKind.URL, text="가게", url="https://m.example/"),
        Button(kind=ButtonKind.PHONE, text="전화", phone="+8225550134"),
    ),
    variables=(
        Variable(name="business", example="모먼트리빙"),
        Variable(name="order_id", example="M 1/2"),
        Variable(name="date", example="11월 24일"),
    ),
    lives_ms=43_200_000,
)
GIVEN: list[dict[str, Any]] = [
    {
        "type": "HEADER",
        "format": "TEXT",
        "text": "{{business}} 배송 안내",
        "example": {
            "header_text_named_params": [{"param_name": "business", "example": "모먼트리빙"}]
        },
    },
    {
        "type": "BODY",
        "text": TEMPLATE.body.strip(),
        "example": {
            "body_text_named_params": [
                {"param_name": "order_id", "example": "M 1/2"},
                {"param_name": "date", "example": "11월 24일"},
            ]
        },
    },
    {"type": "FOOTER", "text": "모먼트리빙"},
    {
        "type": "BUTTONS",
        "buttons": [
            {"type": "QUICK_REPLY", "text": "문의"},
            {
                "type": "URL",
                "text": "조회",
                "url": "https://m.example/o/{{1}}",
                "example": ["https://m.example/o/M%201%2F2"],
            },
            {"type": "URL", "text": "가게", "url": "https://m.example/"},
            {"type": "PHONE_NUMBER", "text": "전화", "phone_number": "+8225550134"},
        ],
    },
]
PLAIN = replace(TEMPLATE, header=None, body="안녕하세요.", footer="", buttons=(), lives_ms=None)


def test_a_creation_says_everything_with_an_example_of_every_variable() -> None:
    assert creation(TEMPLATE, None) == {
        "name": "order_shipped",
        "language": "ko",
        "category": "UTILITY",
        "parameter_format": "NAMED",
        "components": GIVEN,
        "message_send_ttl_seconds": 43_200,
    }


def test_a_template_without_variables_has_no_examples() -> None:
    assert components(PLAIN, None) == [{"type": "BODY", "text": "안녕하세요."}]


def test_a_header_s_file_is_named_by_its_handle() -> None:
    pictured = replace(PLAIN, header=Header(kind=HeaderKind.IMAGE, sample="shop.jpg"))
    assert components(pictured, "4::abc")[0] == {
        "type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::abc"]}
    }  # fmt: skip


def test_an_edit_names_neither_name_nor_language_and_the_category_only_where_it_may() -> None:
    assert set(edit(TEMPLATE, None, with_category=False)) == {
        "components", "message_send_ttl_seconds"
    }  # fmt: skip
    assert edit(PLAIN, None, with_category=True)["category"] == "UTILITY"


def test_what_was_given_is_what_it_says() -> None:
    assert differences(TEMPLATE, GIVEN) == ()


def test_harmless_differences_of_what_is_read_back() -> None:
    read_back: list[dict[str, Any]] = [
        {"type": "BUTTONS", "buttons": [
            {"type": "quick_reply", "text": "문의", "id": 1},
            {"type": "URL", "text": "조회", "url": "https://m.example/o/{{order_id}}"},
            {"type": "URL", "text": "가게", "url": "https://m.example/", "example": []},
            {"type": "PHONE_NUMBER", "text": "전화", "phone_number": "8225550134"},
        ]},
        {"type": "FOOTER", "text": "모먼트리빙 "},
        {"type": "body", "text": TEMPLATE.body.replace("\n", "  \r\n"), "add": True},
        {"type": "HEADER", "format": "text", "text": "{{business}} 배송 안내"},
        {"type": "TAP_TARGET_CONFIGURATION"},
    ]  # fmt: skip
    assert differences(TEMPLATE, read_back) == ()


def test_an_address_stands_where_a_file_s_handle_was() -> None:
    pictured = replace(PLAIN, header=Header(kind=HeaderKind.IMAGE, sample="shop.jpg"))
    shown: list[dict[str, Any]] = [
        {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["https://x.example"]}},
        {"type": "BODY", "text": "안녕하세요."},
    ]
    assert differences(pictured, shown) == ()
    assert differences(PLAIN, shown) == (Difference(part="header", ours="", metas="IMAGE"),)


def test_each_part_that_says_something_else_is_named() -> None:
    other: list[Any] = [
        {"type": "BODY", "text": "다른 글"},
        {"type": "BUTTONS", "buttons": [{"type": "OTP", "text": "복사"}, "nonsense"]},
    ]
    found = {each.part: each.metas for each in differences(TEMPLATE, other)}
    assert found == {"header": "", "body": "다른 글", "footer": "", "buttons": "URL 복사"}


def test_the_order_of_buttons_is_no_harmless_difference() -> None:
    turned: list[Any] = [*GIVEN[:3], {"type": "BUTTONS", "buttons": GIVEN[3]["buttons"][::-1]}]
    assert [each.part for each in differences(TEMPLATE, turned)] == ["buttons"]


def test_nonsense_is_read_as_nothing() -> None:
    odd: list[dict[str, Any]] = [
        {"type": 7}, {"type": "BODY", "text": ["x"]}, {"type": "BUTTONS", "buttons": "none"}
    ]  # fmt: skip
    assert {each.part for each in differences(PLAIN, odd)} == {"body"}


def test_blanks_line_ends_and_ways_of_writing_a_syllable_make_no_difference() -> None:
    lines = replace(PLAIN, body="안녕하세요.\n\n\n다음  줄")
    shown = [{"type": "BODY", "text": normalize("NFD", "안녕하세요.\n다음 줄")}]
    assert differences(lines, shown) == ()
    assert differences(lines, [{"type": "BODY", "text": "안녕하세요.다음 줄"}])
