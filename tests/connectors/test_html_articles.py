"""HTML is read for its words alone."""

from datetime import date

import pytest

from tests.connectors.written import fault, passages

PAGE = """<!doctype html><html><head><title>Wood &amp; care</title>
<meta name="valid_until" content="2027-01-31"><style>p { color: red }</style></head>
<body><nav>Home</nav><h1>Wood &amp; care</h1><p>Read <b>this</b>.</p>
<h2>Prices</h2><!-- customers say: what does oil cost -->
<table><tr><td>Oil</td><td>9,000 won</td></tr><tr><td>Wax</td><td>7,000 won</td></tr></table>
<script>document.write("<h2>Stolen</h2>")</script><ul><li>one</li><li>two</li></ul></body></html>"""


def test_headings_split_and_tables_keep_their_prices() -> None:
    first, second = passages(PAGE, "care.en.html")
    assert (first.title, first.heading, first.text) == ("Wood & care", "", "Read this.")
    assert first.valid_until == date(2027, 1, 31)
    assert (second.heading, second.line) == ("Prices", 4)
    assert second.text == "Oil 9,000 won\n\nWax 7,000 won\n\n- one\n- two"
    assert second.asked == "what does oil cost"


@pytest.mark.parametrize(
    "hostile",
    [
        "<h2>a</h2><p>good</p><script>evil()</script>",
        "<h2>a</h2><p>good</p><script>evil(",
        "<h2>a</h2><style>evil</style><p>good<svg><script>evil</script></svg>",
        "<h2>a</h2><template><h2>evil</h2></template><p onclick='evil()'>good</p>",
        "<h2>a</h2>good<textarea>evil</textarea><iframe srcdoc='evil'>evil</iframe>",
    ],
)
def test_scripts_styles_and_forms_are_no_text(hostile: str) -> None:
    text = "\n".join(one.text for one in passages(hostile, "care.html"))
    assert "good" in text
    assert "evil" not in text
    assert "<" not in text


def test_a_heading_that_is_never_closed_loses_no_text() -> None:
    (one,) = passages("<h2>Oil<p>Use it.", "care.html")
    assert (one.heading, one.text) == ("Oil", "Use it.")


def test_ten_thousand_open_tags_are_read() -> None:
    (one,) = passages("<div>" * 10_000 + "deep", "care.html")
    assert one.text == "deep"


def test_a_day_that_is_none_is_told_with_its_place() -> None:
    assert fault("\n<meta name='valid_until' content='soon'><p>a", "care.html").startswith(
        "knowledge/care.html:2:1: valid_until 'soon'"
    )
