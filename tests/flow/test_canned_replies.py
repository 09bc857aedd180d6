"""Words kept for use again."""

import pytest

from tests.flow.audited import who_did_what
from tests.flow.house import Home
from wa_support.domain.errors import NotAllowed
from wa_support.flow.canned import Canned


@pytest.fixture
def home(home_on_each: Home) -> Home:
    return home_on_each


@pytest.fixture
def canned(home: Home) -> Canned:
    return home.house.canned()


def save(canned: Canned, **more: str | None) -> None:
    asked = {"id": None, "title": "파업", "body": "파업입니다.", "language": None, **more}
    canned.save(agent="지우", **asked)  # type: ignore[arg-type]


def test_a_reply_is_kept_changed_and_deleted(home: Home, canned: Canned) -> None:
    for _ in range(2):
        save(canned, title=" 택배  파업 ")
    (kept,) = canned.offered(language="ko")
    assert (kept.title, kept.body, kept.language) == ("택배 파업", "파업입니다.", None)
    save(canned, id=kept.id, title="끝")
    assert [one.title for one in canned.offered(language="en")] == ["끝"]
    for _ in range(2):
        canned.delete(kept.id, agent="민수")
    assert canned.offered(language=None) == []
    assert who_did_what(home) == [
        ("지우", "canned_saved"), ("지우", "canned_saved"), ("민수", "canned_deleted"),
    ]  # fmt: skip


def test_what_was_deleted_meanwhile_is_saved_anew_under_an_id_of_ours(canned: Canned) -> None:
    save(canned, id="../010-1234-5678")
    (kept,) = canned.offered(language=None)
    assert kept.id.startswith("can_")


def test_one_of_a_language_is_offered_in_it_alone(canned: Canned) -> None:
    save(canned, title="a", language="ko")
    save(canned, title="b", language="en")
    save(canned, title="c")
    offers = {one: canned.offered(language=one) for one in ("ko", "en", None)}
    assert {one: [kept.title for kept in offer] for one, offer in offers.items()} == {
        "ko": ["a", "c"], "en": ["b", "c"], None: ["a", "b", "c"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"body": "{customer}님 {password}"}, r"no variable \{password\}; there are \{customer\}"),
        ({"body": "{}"}, r"no variable \{\}"),
        ({"title": " "}, "has a title"),
        ({"title": "가" * 61}, "has a title"),
        ({"body": " "}, "a text of at most 3000"),
        ({"body": "가" * 3001}, "a text of at most 3000"),
        ({"language": "fr"}, "no language fr"),
    ],
)
def test_what_cannot_be_filled_or_shown_is_not_kept(
    canned: Canned, more: dict[str, str | None], why: str
) -> None:
    with pytest.raises(NotAllowed, match=why):
        save(canned, **more)
    assert canned.offered(language=None) == []


def test_variables_are_filled_and_a_gap_stays_to_be_seen(home: Home, canned: Canned) -> None:
    home.asks("안녕하세요")
    here = home.conversation().id
    body = "{customer}님, {business} {agent}입니다. 주문 {order} {other}"
    assert canned.fill(body, conversation_id=here, agent="지우") == (
        "김민아님, 모먼트리빙 지우입니다. 주문 {order} {other}"
    )
    home.asks("주문 1042 어디쯤이에요?")
    assert "주문 1042 {other}" in canned.fill(body, conversation_id=here, agent="지우")
