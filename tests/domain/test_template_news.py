"""Whatever order webhooks come in, however often, with looks in between: the same end."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wa_support.domain.templates.looks import Look
from wa_support.domain.templates.news import TemplateNews, gone, heard, seen
from wa_support.domain.templates.standing import MetaTemplate
from wa_support.domain.templates.template import TemplateKey

KEY = TemplateKey(name="order_shipped", language="ko")
T0 = 1_795_312_800_000
"""A whole second."""


def news(at: int, **said: object) -> TemplateNews:
    """`at` in seconds after T0."""
    return TemplateNews(key=KEY, meta_id="551", at=T0 + at * 1000, **said)  # type: ignore[arg-type]


def look(at: float, status: str = "APPROVED", category: str = "UTILITY", **more: object) -> Look:
    asked = T0 + int(at * 1000)
    return Look(
        key=KEY, meta_id="551", status=status, category=category, asked_at=asked, **more  # type: ignore[arg-type]
    )  # fmt: skip


def after(heard_of: Sequence[TemplateNews], known: MetaTemplate | None = None) -> MetaTemplate:
    for each in heard_of:
        known = heard(known, each, now=T0 + 500_000)
    assert known is not None
    return known


TIMELINE = (
    news(1, event="PENDING"),
    news(2, event="APPROVED", category="UTILITY"),
    news(3, quality="GREEN"),
    news(4, category="UTILITY", category_next="MARKETING", category_next_at=T0 + 90_000_000),
    news(5, quality="RED"),
    news(5, event="PAUSED", reason="FIRST_PAUSE", category="UTILITY"),
    news(6, category="MARKETING", settles=True),
)


def test_every_order_of_a_template_s_life_ends_as_metas_timeline_does() -> None:
    ends = {replace(after(order), reread_at=0) for order in _hashable(permutations(TIMELINE))}
    (end,) = ends
    assert (end.status, end.status_at, end.reason) == ("PAUSED", T0 + 5000, "FIRST_PAUSE")
    assert (end.quality, end.category, end.category_next) == ("RED", "MARKETING", None)


def _hashable(orders: object) -> Sequence[tuple[TemplateNews, ...]]:
    return list(orders)  # type: ignore[call-overload, no-any-return]


EVENTS = st.sampled_from(
    ["APPROVED", "PENDING", "REJECTED", "PAUSED", "DISABLED", "ARCHIVED", "DELETED", "IN_APPEAL",
     "FLAGGED", "REINSTATED", "UNARCHIVED", "LOCKED", "FROZEN_IN_2027"]
)  # fmt: skip
CATEGORIES = st.sampled_from(["UTILITY", "MARKETING", "AUTHENTICATION", "SERVICE"])
SECONDS = st.integers(0, 4)  # so that many fall into one second
STATUS_NEWS = st.builds(
    lambda at, event, reason, category: news(at, event=event, reason=reason, category=category),
    SECONDS, EVENTS, st.sampled_from([None, "SCAM", "UNPAUSE"]), st.none() | CATEGORIES,
)  # fmt: skip
QUALITY_NEWS = st.builds(
    lambda at, quality: news(at, quality=quality),
    SECONDS, st.sampled_from(["GREEN", "YELLOW", "RED", "UNKNOWN", "BLUE"]),
)  # fmt: skip
NOTICE = st.builds(
    lambda at, now, due, on: news(
        at, category=now, category_next=due, category_next_at=T0 + on * 1000
    ),
    SECONDS, CATEGORIES, CATEGORIES, st.integers(86_400, 86_402),
)  # fmt: skip
CHANGE = st.builds(
    lambda at, category: news(at, category=category, settles=True), SECONDS, CATEGORIES
)
ANY = st.one_of(STATUS_NEWS, QUALITY_NEWS, NOTICE, CHANGE, st.builds(news, SECONDS))


@settings(max_examples=300, deadline=None)
@given(st.lists(ANY, min_size=1, max_size=7), st.randoms(use_true_random=False))
def test_any_news_in_any_order_and_twice_end_the_same(
    told: list[TemplateNews], random: Random
) -> None:
    again = told + random.sample(told, random.randrange(len(told) + 1))
    random.shuffle(again)
    assert after(again) == after(told)


@settings(max_examples=300, deadline=None)
@given(st.lists(ANY, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_a_look_after_all_news_is_the_truth_whatever_came_before(
    told: list[TemplateNews], random: Random
) -> None:
    """Looks of every age fall in between, some of them asked before what was heard meanwhile."""
    known: MetaTemplate | None = None
    for each in random.sample(told, len(told)):
        known = heard(known, each, now=T0 + 500_000)
        if random.random() < 0.5:
            known = seen(known, look(random.random() * 600, "PAUSED", "MARKETING"))
    end = seen(known, look(700, quality="GREEN"))
    assert (end.status, end.category, end.quality) == ("APPROVED", "UTILITY", "GREEN")
    assert end.reread_at is None


LIFE = st.lists(
    st.tuples(
        st.sampled_from(["APPROVED", "PAUSED", "REJECTED", "DISABLED", "PENDING"]),
        st.sampled_from(["UTILITY", "MARKETING"]),
        st.lists(st.integers(0, 4), min_size=1, max_size=2),  # seconds until it is heard, or twice
    ),
    min_size=1,
    max_size=5,
)
LOOKS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=4)
"""When it is asked, and how long the answer takes."""


@settings(max_examples=300, deadline=None)
@given(LIFE, LOOKS)
def test_where_nothing_is_left_to_look_at_we_know_what_meta_knows(
    life: list[tuple[str, str, list[int]]], looks: list[tuple[int, int]]
) -> None:
    """A change every second; its webhook comes late, twice and in any order, between looks that
    are on their way meanwhile."""

    def truth(at: int) -> tuple[str, str]:
        status, category, _ = life[min(at, len(life) - 1)]
        return status, category

    happens: list[tuple[int, TemplateNews | Look]] = [
        (at + late, news(at, event=status, category=category))
        for at, (status, category, lates) in enumerate(life)
        for late in lates
    ]
    happens += [(at + takes, look(at, *truth(at))) for at, takes in looks]
    known: MetaTemplate | None = None
    for now, what in sorted(happens, key=lambda each: each[0]):
        heard_at = T0 + now * 1000
        known = seen(known, what) if isinstance(what, Look) else heard(known, what, now=heard_at)
    assert known is not None
    end = seen(known, look(60, *truth(60)))
    assert (end.status, end.category) == truth(60)
    if known.reread_at is None:
        assert (known.status, known.category) == truth(60)


@pytest.mark.parametrize("event", ["FLAGGED", "REINSTATED", "UNARCHIVED", "LOCKED"])
def test_an_event_that_is_no_status_asks_for_a_look_and_changes_nothing(event: str) -> None:
    known = seen(None, look(0, "PAUSED"))
    told = heard(known, news(9, event=event), now=T0 + 9500)
    assert told == replace(known, reread_at=T0 + 9500)


def test_what_narrows_counts_at_once() -> None:
    known = seen(None, look(0))
    paused = heard(known, news(3, event="PAUSED"), now=T0 + 3200)
    assert not paused.sendable
    assert known.sendable


def test_a_status_that_nobody_knows_is_kept_and_not_sendable() -> None:
    known = heard(seen(None, look(0)), news(3, event="FROZEN_IN_2027"), now=T0 + 3200)
    assert (known.status, known.sendable) == ("FROZEN_IN_2027", False)


def test_an_older_event_does_not_undo_what_a_look_has_shown() -> None:
    known = seen(None, look(10.5))
    late = heard(known, news(9, event="PAUSED"), now=T0 + 60_000)
    assert late.status == "APPROVED"
    assert late.reread_at == T0 + 60_000


def test_an_older_event_does_not_undo_what_a_look_has_found_as_it_was_before() -> None:
    known = heard(None, news(1, event="APPROVED", category="UTILITY"), now=T0 + 1500)
    found = seen(known, look(10))
    assert found.status_at == T0 + 1000
    late = heard(found, news(5, event="PAUSED", category="MARKETING"), now=T0 + 60_000)
    assert late == replace(found, reread_at=T0 + 60_000)


def test_in_the_second_of_a_look_the_narrower_one_stands() -> None:
    known = seen(None, look(10.5))
    assert heard(known, news(10, event="PAUSED"), now=T0 + 11_000).status == "PAUSED"
    paused = seen(None, look(10.5, "PAUSED"))
    assert heard(paused, news(10, event="APPROVED"), now=T0 + 11_000).status == "PAUSED"


def test_what_was_heard_while_a_look_was_on_its_way_stands_and_asks_for_another() -> None:
    known = heard(seen(None, look(0)), news(20, event="PAUSED"), now=T0 + 20_400)
    shown = seen(known, look(19))
    assert (shown.status, shown.reread_at) == ("PAUSED", T0 + 20_400)
    assert seen(shown, look(21)).status == "APPROVED"


def test_a_look_asked_for_after_an_event_wins_though_metas_clock_runs_ahead() -> None:
    known = heard(seen(None, look(0)), news(100, event="PAUSED"), now=T0 + 20_000)
    assert seen(known, look(21)).status == "APPROVED"


def test_a_late_answer_to_an_earlier_look_changes_nothing() -> None:
    known = seen(seen(None, look(10)), look(20, "DISABLED"))
    assert seen(known, look(15)) == known


def test_news_of_a_template_that_stood_there_before_only_ask_for_a_look() -> None:
    known = seen(None, look(10))
    deleted = replace(news(20, event="DELETED"), meta_id="77")
    told = heard(known, deleted, now=T0 + 21_000)
    assert (told.status, told.meta_id, told.reread_at) == ("APPROVED", "551", T0 + 21_000)


def test_a_template_made_anew_begins_anew() -> None:
    known = replace(seen(None, look(10, "REJECTED", reason="SCAM")), version_id="tpv_1")
    anew = seen(known, replace(look(20, "PENDING"), meta_id="900"))
    assert (anew.meta_id, anew.version_id, anew.reason) == ("900", None, None)


def test_news_without_a_time_only_ask_for_a_look() -> None:
    known = seen(None, look(10))
    told = heard(known, replace(news(20, event="PAUSED"), at=None), now=T0 + 21_000)
    assert told == replace(known, reread_at=T0 + 21_000)


def test_a_template_that_meta_no_longer_shows_is_gone_and_may_come_back() -> None:
    known = seen(None, look(10))
    assert gone(known, T0 + 5000) == known
    away = gone(known, T0 + 20_000)
    assert (away.gone_at, away.sendable) == (T0 + 20_000, False)
    assert seen(away, look(30)).sendable


def test_news_that_came_while_the_list_was_read_keep_a_template_from_being_gone() -> None:
    known = heard(None, news(20, event="PENDING"), now=T0 + 20_300)
    assert gone(known, T0 + 20_100) == known


def test_an_announced_category_stays_until_its_day_though_looks_do_not_show_it() -> None:
    due = T0 + 86_400_000
    notice = news(5, category="UTILITY", category_next="MARKETING", category_next_at=due)
    told = heard(seen(None, look(0)), notice, now=T0 + 6000)
    kept = seen(told, look(10))
    assert (kept.category_announced, kept.category_next_at) == ("MARKETING", due)
    assert seen(kept, look(86_401)).category_announced is None
    changed = seen(kept, look(20, category="MARKETING"))
    assert (changed.category, changed.category_announced) == ("MARKETING", None)


def test_a_look_may_announce_too() -> None:
    told = seen(None, look(0, category_next="MARKETING"))
    assert told.category_announced == "MARKETING"
