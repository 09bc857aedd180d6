"""Pages, filters, fields and the summary."""

import pytest

from tests.simulator.templates.conftest import Graph, error_of
from tests.simulator.templates.samples import PLAIN, named, positional


def _seven(graph: Graph) -> list[str]:
    names = [f"t{n}" for n in range(7)]
    seeds = [positional(name=name, components=[PLAIN]) for name in names]
    graph.simulator.cloud.templates.seed(seeds)
    return names


def test_pages_follow_each_other_to_the_end_and_back(graph: Graph) -> None:
    names = _seven(graph)
    first = graph.page(limit=3, fields="name").json()
    second = graph.ask("GET", first["paging"]["next"]).json()
    third = graph.page(limit=3, after=second["paging"]["cursors"]["after"]).json()
    found = [each["name"] for page in (first, second, third) for each in page["data"]]
    assert found == names
    assert set(second["data"][0]) == {"id", "name"}
    assert "next" not in third["paging"]
    back = graph.page(limit=2, before=third["paging"]["cursors"]["before"]).json()
    assert [each["name"] for each in back["data"]] == ["t4", "t5"]


def test_a_page_after_a_deletion_leaves_nobody_out(graph: Graph) -> None:
    _seven(graph)
    first = graph.page(limit=3).json()
    graph.delete(name="t2")
    graph.delete(name="t0")
    rest = graph.page(limit=9, after=first["paging"]["cursors"]["after"]).json()
    assert [each["name"] for each in rest["data"]] == ["t3", "t4", "t5", "t6"]


@pytest.mark.parametrize("cursor", ["x", "", "MTA=", "dGVtcGxhdGU6LTE=", "가"])
def test_a_bad_cursor_is_131059(graph: Graph, cursor: str) -> None:
    _seven(graph)
    assert error_of(graph.page(after=cursor)) == (400, 131059, None)


def test_cursors_may_go_stale(graph: Graph) -> None:
    _seven(graph)
    after = graph.page(limit=3).json()["paging"]["cursors"]["after"]
    graph.simulator.fault(stale_cursors=1)
    assert graph.page(limit=3).ok
    assert error_of(graph.page(limit=3, after=after)) == (400, 131059, None)
    assert graph.page(limit=3, after=after).ok


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"status": "approved"}, ["booking_reminder"]),
        ({"status": "APPROVED,PENDING"}, ["booking_reminder", "order_shipped"]),
        ({"category": "MARKETING"}, []),
        ({"language": "en_US"}, ["booking_reminder"]),
        ({"name": "order_shipped"}, ["order_shipped"]),
        ({"name": "order"}, []),
        ({"name_or_content": "VISIT"}, ["booking_reminder"]),
        ({"quality_score": "UNKNOWN", "language": "ko"}, ["order_shipped"]),
    ],
)
def test_filters(graph: Graph, asked: dict[str, str], found: list[str]) -> None:
    graph.simulator.cloud.templates.seed([named()])
    graph.created(positional())
    assert [each["name"] for each in graph.page(**asked).json()["data"]] == found


def test_the_summary_counts(graph: Graph) -> None:
    _seven(graph)
    asked = "message_template_count,message_template_limit"
    told = graph.page(limit=1, summary=asked).json()["summary"]
    assert told == {"message_template_count": 7, "message_template_limit": 250}


def test_an_empty_account_has_an_empty_page(graph: Graph) -> None:
    assert graph.page().json() == {"data": []}


def test_a_field_that_does_not_exist_is_refused(graph: Graph) -> None:
    template_id = graph.created(positional())
    for answer in (
        graph.page(fields="name,moon"),
        graph.ask("GET", template_id, params={"fields": "moon"}),
    ):
        assert error_of(answer) == (400, 100, None)
        assert "moon" in answer.json()["error"]["message"]


@pytest.mark.parametrize("limit", ["0", "-1", "many"])
def test_a_limit_is_a_positive_number(graph: Graph, limit: str) -> None:
    assert error_of(graph.page(limit=limit)) == (400, 100, None)


def test_reads_are_refused_while_graph_refuses_every_question(graph: Graph) -> None:
    template_id = graph.created(positional())
    graph.simulator.stand(graph_answers=4)
    assert error_of(graph.page()) == (400, 4, None)
    assert error_of(graph.ask("GET", template_id)) == (400, 4, None)


def test_too_many_calls_are_80007(graph: Graph) -> None:
    graph.simulator.fault(error_80007=2)
    assert error_of(graph.page()) == (400, 80007, None)
    assert error_of(graph.create(positional())) == (400, 80007, None)
    assert graph.create(positional()).ok
