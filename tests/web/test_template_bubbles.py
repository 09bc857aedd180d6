"""A template's words as WhatsApp shows them: its own signs become form, values never do."""

import pytest

from wa_support.web.console.template_bubbles import formatted, marked

MARK = '<mark title="x">{}</mark>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* _slanted_ ~gone~", "<strong>bold</strong> <em>slanted</em> <s>gone</s>"),
        ("```code``` and `more`", "<code>code</code> and <code>more</code>"),
        ("*굵게*, 그리고", "<strong>굵게</strong>, 그리고"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("snake_case_name", "snake_case_name"),
        ("*two\nlines*", "*two\nlines*"),
        ("<b>&amp;</b>", "&lt;b&gt;&amp;amp;&lt;/b&gt;"),
        ("*<i>*", "<strong>&lt;i&gt;</strong>"),
        ("", ""),
    ],
)
def test_signs_of_the_template_become_form(text: str, html: str) -> None:
    assert formatted(text, {}) == html


@pytest.mark.parametrize("value", ["*a*", "_a_", "`a`", "\ue0000\ue001", "a"])
def test_a_value_is_marked_and_formats_nothing(value: str) -> None:
    assert formatted("{{x}}, *{{x}}*", {"x": value}) == (
        f"{MARK.format(value)}, <strong>{MARK.format(value)}</strong>"
    )


def test_a_value_and_its_name_are_never_markup() -> None:
    page = formatted("{{x}}", {"x": "<script>"}) + marked("{{x}}", {"x": '"<b>'})
    assert page == MARK.format("&lt;script&gt;") + MARK.format("&#34;&lt;b&gt;")


def test_a_header_has_no_form() -> None:
    assert marked("*{{x}}*", {"x": "1"}) == f"*{MARK.format('1')}*"


def test_what_turns_the_reading_direction_is_shown() -> None:
    assert "⟦U+202E⟧" in formatted("a\u202eb", {})
