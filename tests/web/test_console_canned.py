"""The page of kept replies: what is saved, refused, shown and taken away."""

from dataclasses import replace

import pytest

from tests.web.console_world import World, lively
from tests.web.signed_in import post, seated, text
from wa_support.domain.desk import CannedReply

HOSTILE = "<img src=x onerror=alert(1)>\"'><script>alert(1)</script>"


def test_one_is_made_changed_and_deleted() -> None:
    world = lively()
    client = seated(world)
    saved = post(client, "/canned", title="사과", body="{customer}님, 죄송합니다", language="ko")
    assert saved.headers["Location"] == "/canned"
    (kept,) = world.canned.values()
    assert (kept.title, kept.language) == ("사과", "ko")
    assert 'value="사과"' in text(client, f"/canned?edit={kept.id}")
    post(client, "/canned", id=kept.id, title="사과 2", body="죄송합니다", language="")
    assert world.canned == {
        kept.id: CannedReply(id=kept.id, title="사과 2", body="죄송합니다", language=None)
    }
    post(client, f"/canned/{kept.id}/delete")
    assert world.canned == {}


@pytest.mark.parametrize(
    ("title", "body"), [("", "말"), ("제목", " "), ("제목", "{price}원입니다")]
)
def test_what_is_refused_stays_in_the_form(title: str, body: str) -> None:
    world = lively()
    shown = post(seated(world), "/canned", title=title, body=body, language="en")
    assert shown.status_code == 409
    page = shown.get_data(as_text=True)
    assert 'class="refusal"' in page
    assert f'value="{title}"' in page
    assert f">{body.strip()}</textarea>" in page
    assert '<option value="en" selected>' in page
    assert world.canned == {}


def test_it_is_filled_in_for_the_conversation_and_shown_before_anything_is_sent() -> None:
    world = _with("{customer}님, {agent}입니다. 주문 {order}")
    shown = text(seated(world), "/c/co_wait/canned/c1")
    assert "data-put" in shown
    assert "김하늘님, 민지입니다. 주문 {order}" in shown
    assert not world.keys


def test_only_those_in_the_customers_language_are_offered() -> None:
    world = _with("Hello", language="en")
    known = replace(world.summaries["co_wait"].conversation, language="ko")
    world.summaries["co_wait"] = replace(world.summaries["co_wait"], conversation=known)
    client = seated(world)
    assert "인사말" not in text(client, "/c/co_wait/live")
    assert client.get("/c/co_wait/canned/c1").status_code == 404


def test_controls_of_direction_come_back_from_the_form_as_they_went_in() -> None:
    world = _with("\u202e뒤집힘\u202c")
    page = text(seated(world), "/canned?edit=c1")
    assert ">\u202e뒤집힘\u202c</textarea>" in page
    assert '<p class="body">⟦U+202E⟧뒤집힘⟦U+202C⟧</p>' in page


def test_markup_in_titles_and_words_stays_text() -> None:
    world = _with(HOSTILE, title=HOSTILE)
    world.take("co_wait", agent="민지")
    client = seated(world)
    for path in ("/canned", "/canned?edit=c1", "/c/co_wait/live", "/c/co_wait/canned/c1"):
        page = text(client, path)
        assert "<script>alert" not in page
        assert "onerror=alert(1)>" not in page


def _with(body: str, *, title: str = "인사말", language: str | None = None) -> World:
    world = lively()
    world.canned["c1"] = CannedReply(id="c1", title=title, body=body, language=language)
    return world
