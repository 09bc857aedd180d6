"""Which script a text is in, and so which language answers it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wa_support.domain.text import language_of, script_of


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("주문 어디예요", "hangul"),
        ("order 주문", "hangul"),
        ("A/S 문의", "hangul"),
        ("ㅇㅇ", "hangul"),
        ("ㅠㅠ 1042", "hangul"),
        ("\uffa1\uffc2", "hangul"),  # halfwidth
        ("\u1112\u1161\u11ab", "hangul"),  # jamo, as some keyboards send them
        ("\ua960", "hangul"),
        ("\ud7b0", "hangul"),
        ("where is order 1042", "latin"),
        ("Où est ma commande ?", "latin"),
        ("ＷＨＥＲＥ", "latin"),
        ("my sofa (沙发) is late", "latin"),
        ("订单 order", "other"),
        ("order 1042 在哪里", "other"),
        ("注文はどこですか", "other"),
        ("ﾁｭｳﾓﾝ", "other"),
        ("где мой заказ", "other"),
        ("नमस्ते ok", "other"),
        ("أين طلبي", "other"),
        ("1042", None),
        ("👍", None),
        ("", None),
        ("[resident_number]", None),
        ("번호 [card]", "hangul"),
        ("\u3164 \u115f\uffa0", None),  # blank fillers only
    ],
)
def test_script_of_a_text(text: str, script: str | None) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("text", "last", "configured", "language"),
    [
        ("주문", "en", ("ko", "en"), "ko"),
        ("order", "ko", ("ko", "en"), "ko"),
        ("5133 x 0000", "ko", ("ko", "en"), "ko"),
        ("2077 Daniel Park 3050", "ko", ("ko", "en"), "ko"),
        ("ok", "ko", ("ko", "en"), "ko"),
        ("A/S", "ko", ("ko", "en"), "ko"),
        ("order status", "ko", ("ko", "en"), "en"),
        ("hello", None, ("ko", "en"), "en"),
        ("where is order 2077?", "ko", ("ko", "en"), "en"),
        ("thank you", "ko", ("ko", "en"), "en"),
        ("My delivery never arrived yesterday", "ko", ("ko", "en"), "en"),
        ("1042", "en", ("ko", "en"), "en"),
        ("👍", None, ("ko", "en"), "ko"),
        ("order", None, ("ko",), "ko"),
        ("订单", "ko", ("ko", "en"), None),
    ],
)
def test_language_of_the_answer(
    text: str, last: str | None, configured: tuple[str, ...], language: str | None
) -> None:
    assert language_of(text, last=last, configured=configured) == language


@given(st.text())
def test_any_text_has_a_language_or_none(text: str) -> None:
    assert language_of(text, last=None, configured=("ko", "en")) in {"ko", "en", None}
