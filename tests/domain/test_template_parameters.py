"""Values that WhatsApp would refuse, and which variable has them."""

from typing import Final

import pytest

from wa_support.domain.templates.parameters import faults_of
from wa_support.domain.templates.template import (
    Button,
    ButtonKind,
    Category,
    Header,
    HeaderKind,
    Template,
    TemplateKey,
)

GIVEN: Final = Template(
    key=TemplateKey(name="order_shipped", language="ko"),
    category=Category.UTILITY,
    what_for="배송",
    fired_by=(),
    header=Header(kind=HeaderKind.TEXT, text="{{shop}} 소식"),
    body="주문 {{order}}이 {{day}}에 출발했습니다.",
    buttons=(
        Button(kind=ButtonKind.REPLY, text="확인", does="purpose:orders"),
        Button(kind=ButtonKind.URL, text="보기", url="https://moment.example/o/{{link}}"),
    ),
)
VALUES: Final = {"shop": "모먼트", "order": "1042", "day": "11월 24일(화)", "link": "a/b?c=1"}


def faults(**changes: str) -> list[tuple[str, str]]:
    return [(each.name, each.why) for each in faults_of(GIVEN, {**VALUES, **changes})]


def test_good_values_have_no_fault_and_unknown_ones_do_not_matter() -> None:
    assert faults() == []
    assert faults(business="모먼트리빙") == []
    assert faults(day="Tue  24 · 👩‍👩‍👧") == []


def test_every_missing_value_is_named() -> None:
    assert [each.name for each in faults_of(GIVEN, {"day": "x"})] == ["shop", "order", "link"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("", "empty"), ("  ", "empty"), ("\u200b", "empty"), ("\u3000", "empty"),
        ("a\nb", "new line"), ("a\rb", "new line"), ("a\tb", "new line"),
        ("a\u2028b", "new line"), ("a    b", "four or more spaces"),
        ("a\u202eb", "control character"), ("\u2066a", "control character"),
        ("a\x00b", "control character"), ("a\x1b[1mb", "control character"),
        ("{{order}}", "was not filled"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["shop", "order", "link"])
def test_a_value_that_whatsapp_refuses(name: str, value: str, said: str) -> None:
    ((where, why),) = faults(**{name: value})
    assert where == name
    assert said in why
    assert value.strip() == "" or value not in why, "what a value says may be personal"


def test_three_spaces_are_allowed() -> None:
    assert faults(order="a   b") == []


def test_the_text_with_its_values_has_a_limit_and_the_longest_value_is_named() -> None:
    around = len("주문 이 에 출발했습니다.")
    assert faults(order="가" * (1024 - around - 1), day="나") == []
    assert faults(order="가" * (1025 - around - 1), day="나")[0][0] == "order"
    assert faults(shop="가" * 57) == []
    ((name, why),) = faults(shop="가" * 58)
    assert (name, "header" in why) == ("shop", True)


@pytest.mark.parametrize("value", [".", "..", "a b", "x" * 2000, "가" * 300])
def test_the_end_of_an_address_stays_the_end_of_an_address(value: str) -> None:
    ((name, why),) = faults(link=value)
    assert (name, "address" in why) == ("link", True)
