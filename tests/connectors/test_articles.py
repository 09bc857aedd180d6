"""A file becomes passages, or one fault that says where."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.connectors.written import CARE, fault, passages
from wa_support.connectors.articles import read_article
from wa_support.domain.policy import Fault


def test_every_heading_begins_a_passage_and_keeps_its_line() -> None:
    first, second = passages(CARE)
    assert (first.document, first.language, first.title) == ("care", "ko", "원목 관리")
    assert (first.heading, first.line, first.file) == ("얼룩", 4, "care.ko.md")
    assert first.text == "커피를 흘렸다면 마른 천으로 닦아 주십시오."
    assert (second.heading, second.line) == ("오일", 6)


def test_words_above_the_first_heading_are_a_passage_of_the_title() -> None:
    (one,) = passages("# Care\nWipe it.\n", "care.md")
    assert (one.title, one.heading, one.text, one.language) == ("Care", "", "Wipe it.", None)


def test_what_looks_like_a_heading_inside_a_fence_is_text() -> None:
    (one,) = passages("# Care\n## Oil\n```\n# not a heading\n```\nafter\n", "care.en.md")
    assert "# not a heading" in one.text
    assert one.text.endswith("after")


def test_customers_own_words_are_found_by_and_never_said() -> None:
    (one,) = passages(
        "## 주차\n<!-- customers say: 차로 가도 돼요; 차 댈 데 -->\n<!-- 메모 -->\n무료입니다.\n"
    )
    assert one.asked == "차로 가도 돼요; 차 댈 데"
    assert one.text == "무료입니다."


def test_links_and_bold_read_as_whatsapp_writes_them() -> None:
    (one,) = passages("## a\n**Never** use [bleach](https://shop.example/b).\n", "care.en.md")
    assert one.text == "*Never* use bleach (https://shop.example/b)."


def test_front_matter_may_end_an_article() -> None:
    (one,) = passages("---\ntitle: 'Sale'\nvalid_until: 2026-12-31\n---\n## When\nNow.\n")
    assert (one.title, one.valid_until) == ("Sale", date(2026, 12, 31))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("---\ntitel: a\n---\n## b\nc\n", ":2:1: 'titel: a'; title or valid_until, a colon, a"),
        ("---\ntitle: a\ntitle: b\n---\n", ":3:1: title again; each key once"),
        ("---\ntitle:  \n---\n", ":2:7: title without a value; a value"),
        ("---\ntitle: a\n## b\n", ":3:1: '## b'; title or valid_until, a colon, a value"),
        ("---\ntitle: a\n", ":1:1: front matter without an end; a line --- after its last key"),
        ("---\nvalid_until: soon\n---\n## b\nc", ":2:14: valid_until 'soon'; a day such as"),
        ("---\nvalid_until: 20270331\n---\n## b\nc", ":2:14: valid_until '20270331'"),
        ("---\nvalid_until: 2027-02-30\n---\n## b\nc", ":2:14: valid_until '2027-02-30'"),
        ("", ":1:1: no text; headings with sentences below them"),
        ("## a\n## b\n", ":1:1: no text"),
        (b"## a\nb\n\xff\n", ":3:1: bytes that are not UTF-8; a file saved as UTF-8"),
        ("## a\nb\0c\n", ":2:1: a NUL character; text"),
        (f"## a\n{'b' * 3001}\n", ":1:1: a section of 3001 characters; at most 3000"),
    ],
)  # fmt: skip
def test_a_fault_says_where_and_what_was_expected(source: str | bytes, said: str) -> None:
    assert fault(source).startswith(f"knowledge/care.ko.md{said}")


_PIECES = [
    *"#-`~<>![]()*:/='\n\t\r abc가\u2028", "<!--", "-->", "---\n", "<![CDATA[", "<![", "<!",
    "<script>", "</script>", "<h2>", "</h2>", "<meta name=valid_until content=",
    "valid_until: ", "```", "## ",
]  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=30).map("".join))
@pytest.mark.parametrize("name", ["a.ko.md", "a.ko.html"])
def test_whatever_a_file_holds_it_is_read_or_faulted(name: str, source: str) -> None:
    read = read_article(name, source.encode("utf-8", "surrogatepass"), shown=name)
    assert isinstance(read, Fault) or all(one.text for one in read)


def test_a_name_says_document_and_language() -> None:
    assert passages("## a\nb", "care_2.en.md")[0].document == "care_2"
    for name in ("two words.md", "care.kor.md", "a.b.ko.md"):
        assert "a name such as care.ko.md" in fault("## a\nb", name)
