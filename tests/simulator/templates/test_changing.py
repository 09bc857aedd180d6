"""Edits and deletions."""

import pytest

from tests.simulator.receiver import MovableClock
from tests.simulator.templates.conftest import Graph, error_of
from tests.simulator.templates.samples import PLAIN, named, positional

_NEW = {"components": [PLAIN]}


def _approved(graph: Graph) -> str:
    template_id = graph.created(positional())
    graph.simulator.review("order_shipped", "approve")
    return template_id


def test_an_edit_replaces_every_component_and_goes_back_to_review(graph: Graph) -> None:
    template_id = _approved(graph)
    assert graph.edit(template_id, _NEW).json() == {"success": True}
    told = graph.told(template_id, "components,status")
    assert (told["components"], told["status"]) == ([PLAIN], "PENDING")
    (news,) = graph.news("message_template_components_update")
    assert news["message_template_element"] == PLAIN["text"]
    assert "message_template_title" not in news


@pytest.mark.parametrize(
    "do", [None, "archive", "disable", "appeal", "limit_exceeded", "pend_deletion"]
)
def test_only_approved_rejected_and_paused_ones_are_edited(graph: Graph, do: str | None) -> None:
    template_id = graph.created(positional())
    if do:
        graph.simulator.review("order_shipped", do)
    assert error_of(graph.edit(template_id, _NEW)) == (400, 100, None)


@pytest.mark.parametrize("do", ["reject", "pause"])
def test_rejected_and_paused_ones_are_edited_as_often_as_one_likes(graph: Graph, do: str) -> None:
    template_id = graph.created(positional())
    for _ in range(12):
        graph.simulator.review("order_shipped", do, title="FIRST_PAUSE")
        assert graph.edit(template_id, _NEW | {"category": "MARKETING"}).ok
    assert graph.told(template_id, "category")["category"] == "MARKETING"


def test_an_approved_one_is_edited_once_a_day_and_ten_times_a_month(
    graph: Graph, clock: MovableClock
) -> None:
    template_id = _approved(graph)
    for _ in range(10):
        assert graph.edit(template_id, _NEW).ok
        graph.simulator.review("order_shipped", "approve")
        clock.pass_hours(23.9)
        assert error_of(graph.edit(template_id, _NEW)) == (400, 100, None)
        clock.pass_hours(0.1)
    assert "ten times" in graph.edit(template_id, _NEW).json()["error"]["error_user_msg"]
    clock.pass_hours(20 * 24)
    assert graph.edit(template_id, _NEW).ok


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": "other"},
        {"language": "en"},
        {"category": "MARKETING"},
        {"components": [{"type": "FOOTER", "text": "a"}]},
        {"components": None},
        {"parameter_format": "NAMED"},
    ],
)
def test_what_an_edit_of_an_approved_one_may_not_hold(
    graph: Graph, body: dict[str, object]
) -> None:
    template_id = _approved(graph)
    answer = graph.edit(template_id, body)
    assert error_of(answer)[:2] == (400, 100)
    assert graph.told(template_id, "status")["status"] == "APPROVED"


def test_an_edit_of_nothing_is_no_object(graph: Graph) -> None:
    assert error_of(graph.edit("123", _NEW)) == (400, 100, 33)


def test_by_name_every_language_goes_and_the_name_is_locked(
    graph: Graph, clock: MovableClock
) -> None:
    template_id = _approved(graph)
    other = graph.created(positional(language="en"))
    assert graph.delete(name="order_shipped").json() == {"success": True}
    for gone in (template_id, other):
        assert error_of(graph.ask("GET", gone)) == (400, 100, 33)
    assert [news["event"] for news in graph.news("message_template_status_update")][-2:] == [
        "DELETED",
        "DELETED",
    ]
    assert error_of(graph.create(positional(language="ja"))) == (400, 100, None)
    clock.pass_hours(30 * 24 - 1)
    assert "30 days" in graph.create(positional()).json()["error"]["error_user_msg"]
    clock.pass_hours(1)
    assert graph.create(positional()).ok


def test_by_id_and_name_one_language_goes(graph: Graph) -> None:
    template_id = _approved(graph)
    other = graph.created(positional(language="en"))
    assert error_of(graph.delete(hsm_id=template_id))[:2] == (400, 100)
    assert error_of(graph.delete(hsm_id=template_id, name="another")) == (400, 100, 33)
    assert graph.delete(hsm_id=template_id, name="order_shipped").ok
    assert graph.told(other, "language")["language"] == "en"
    assert error_of(graph.create(positional())) == (400, 100, None)
    assert graph.create(positional(language="ja")).ok


def test_one_that_was_never_approved_locks_nothing(graph: Graph) -> None:
    graph.created(positional())
    assert graph.delete(name="order_shipped").ok
    assert graph.create(positional()).ok


def test_one_that_was_approved_before_locks_its_name_whatever_it_is_now(graph: Graph) -> None:
    template_id = _approved(graph)
    assert graph.edit(template_id, _NEW).ok
    assert graph.told(template_id, "status")["status"] == "PENDING"
    assert graph.delete(name="order_shipped").ok
    assert error_of(graph.create(positional())) == (400, 100, None)
    graph.created(positional(name="order_paused"))
    graph.simulator.review("order_paused", "approve")
    graph.simulator.review("order_paused", "pause")
    assert graph.delete(name="order_paused").ok
    assert error_of(graph.create(positional(name="order_paused"))) == (400, 100, None)


def test_a_disabled_one_stays(graph: Graph) -> None:
    template_id = graph.created(positional())
    graph.simulator.review("order_shipped", "disable")
    assert error_of(graph.delete(name="order_shipped")) == (400, 100, None)
    assert graph.told(template_id, "status")["status"] == "DISABLED"


def test_an_edit_that_waits_is_not_approved_by_the_review_of_what_it_replaced(graph: Graph) -> None:
    graph.simulator.rule(approve_after_ms=150)
    template_id = graph.created(named())
    graph.simulator.review("booking_reminder", "reject", "en_US")
    graph.simulator.rule(approve_after_ms=None)
    assert graph.edit(template_id, {"components": [PLAIN]}).ok
    assert graph.simulator.settled()
    assert graph.told(template_id, "status")["status"] == "PENDING"
