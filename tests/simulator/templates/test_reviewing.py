"""What Meta does to a template on command, and the webhooks that tell of it."""

import json
from typing import Any

import pytest
import requests

from tests.simulator.receiver import Callback, MovableClock
from tests.simulator.templates.conftest import Graph
from tests.simulator.templates.samples import ACCOUNT, PLAIN, named, positional
from wa_support.domain.events import EventKind
from wa_support.simulator.server import RunningSimulator
from wa_support.whatsapp.payloads import dedup_key, parse_webhook

STATUS = "message_template_status_update"
_NOW_S = 1_795_000_000


def _created(graph: Graph) -> str:
    return graph.created(named())


def _do(graph: Graph, do: str, **wish: Any) -> dict[str, Any]:
    return graph.simulator.review("booking_reminder", do, "en_US", **wish)


@pytest.mark.parametrize(
    ("do", "status", "event", "more"),
    [
        ("approve", "APPROVED", "APPROVED", set()),
        ("reject", "REJECTED", "REJECTED", {"rejection_info"}),
        ("pause", "PAUSED", "PAUSED", {"other_info"}),
        ("unpause", "APPROVED", "APPROVED", {"other_info"}),
        ("disable", "DISABLED", "DISABLED", {"other_info", "disable_info"}),
        ("reinstate", "APPROVED", "REINSTATED", set()),
        ("flag", "PENDING", "FLAGGED", set()),
        ("lock", "PENDING", "LOCKED", set()),
        ("archive", "ARCHIVED", "ARCHIVED", set()),
        ("unarchive", "APPROVED", "UNARCHIVED", set()),
        ("appeal", "IN_APPEAL", "IN_APPEAL", set()),
        ("limit_exceeded", "LIMIT_EXCEEDED", "LIMIT_EXCEEDED", set()),
        ("pend_deletion", "PENDING_DELETION", "PENDING_DELETION", set()),
        ("delete", "DELETED", "DELETED", set()),
    ],
)
def test_each_command_changes_the_status_and_tells_the_event(
    graph: Graph, do: str, status: str, event: str, more: set[str]
) -> None:
    template_id = _created(graph)
    assert _do(graph, do)["status"] == status
    (news,) = graph.news(STATUS)
    assert news["event"] == event
    assert news["message_template_id"] == int(template_id)
    assert news["message_template_name"] == "booking_reminder"
    assert news["message_template_language"] == "en-US"
    assert news["message_template_category"] == "UTILITY"
    assert (
        set(news) - {key for key in news if key.startswith("message_template")}
        == {
            "event",
            "reason",
        }
        | more
    )
    if do != "delete":
        assert graph.told(template_id, "status")["status"] == status


def test_an_entry_of_template_news_has_the_account_and_the_time_in_seconds(
    graph: Graph, callback: Callback
) -> None:
    _created(graph)
    _do(graph, "approve")
    assert graph.simulator.settled()
    (received,) = callback.received
    body = json.loads(received.raw)
    assert body["object"] == "whatsapp_business_account"
    assert (body["entry"][0]["id"], body["entry"][0]["time"]) == (ACCOUNT, _NOW_S)
    assert received.signature.startswith("sha256=")


@pytest.mark.parametrize("reason", ["PROMOTIONAL", "TAG_CONTENT_MISMATCH", "INVALID_FORMAT"])
def test_a_rejection_has_its_reason_and_advice_for_the_format_only(
    graph: Graph, reason: str
) -> None:
    template_id = _created(graph)
    _do(graph, "reject", reason=reason, recommendation="Give an example.")
    (news,) = graph.news(STATUS)
    assert news["reason"] == reason
    assert graph.told(template_id, "rejected_reason")["rejected_reason"] == reason
    advice = {"reason": "The format is not valid.", "recommendation": "Give an example."}
    assert news.get("rejection_info") == (advice if reason == "INVALID_FORMAT" else None)


def test_a_scheduled_deletion_has_no_reason(graph: Graph) -> None:
    _created(graph)
    _do(graph, "pend_deletion")
    assert graph.news(STATUS)[0]["reason"] is None


def test_the_third_pause_is_for_good(graph: Graph) -> None:
    template_id = _created(graph)
    for _ in range(3):
        _do(graph, "pause")
        if graph.told(template_id, "status")["status"] == "PAUSED":
            _do(graph, "unpause")
    titles = [news["other_info"]["title"] for news in graph.news(STATUS)]
    assert sorted(titles) == ["DISABLED", "FIRST_PAUSE", "SECOND_PAUSE", "UNPAUSE", "UNPAUSE"]
    assert graph.told(template_id, "status")["status"] == "DISABLED"


def test_quality_goes_from_one_score_to_the_next(graph: Graph) -> None:
    template_id = _created(graph)
    _do(graph, "quality", score="GREEN")
    _do(graph, "quality", score="RED")
    news = graph.news("message_template_quality_update")
    scores = {(each["previous_quality_score"], each["new_quality_score"]) for each in news}
    assert scores == {("UNKNOWN", "GREEN"), ("GREEN", "RED")}
    told = graph.told(template_id, "quality_score,status")
    assert told["quality_score"] == {"score": "RED", "date": _NOW_S}
    assert told["status"] == "PENDING"


def test_a_category_is_announced_a_day_ahead_and_then_changes(graph: Graph) -> None:
    template_id = graph.created(named(message_send_ttl_seconds=60))
    _do(graph, "notice_category")
    told = graph.told(template_id, "category,correct_category")
    assert (told["category"], told["correct_category"]) == ("UTILITY", "MARKETING")
    (notice,) = graph.news("template_category_update")
    _do(graph, "recategorise")
    told = graph.told(
        template_id, "category,previous_category,correct_category,message_send_ttl_seconds"
    )
    assert told == {"id": template_id, "category": "MARKETING", "previous_category": "UTILITY"}
    done = graph.news("template_category_update")[-1]
    which = {
        "message_template_id": int(template_id),
        "message_template_name": "booking_reminder",
        "message_template_language": "en-US",
    }
    assert notice == which | {
        "new_category": "UTILITY",
        "correct_category": "MARKETING",
        "category_update_timestamp": _NOW_S + 24 * 3600,
    }
    assert done == which | {"previous_category": "UTILITY", "new_category": "MARKETING"}


def test_what_is_rewritten_elsewhere_is_told_in_flat_words(graph: Graph) -> None:
    template_id = graph.created(positional())
    graph.simulator.review("order_shipped", "rewrite", components=positional()["components"])
    (news,) = graph.news("message_template_components_update")
    assert news == {
        "message_template_id": int(template_id),
        "message_template_name": "order_shipped",
        "message_template_language": "ko",
        "message_template_title": "주문 {{1}} 안내",
        "message_template_element": positional()["components"][1]["text"],
        "message_template_footer": "모먼트리빙",
        "message_template_buttons": [
            {
                "message_template_button_type": "QUICK_REPLY",
                "message_template_button_text": "상담원 연결",
            },
            {
                "message_template_button_type": "URL",
                "message_template_button_text": "배송 보기",
                "message_template_button_url": "https://shop.example/track/{{1}}",
            },
        ],
    }


def test_a_status_that_nobody_has_heard_of(graph: Graph) -> None:
    template_id = _created(graph)
    _do(graph, "status", status="HIBERNATING")
    assert graph.told(template_id, "status")["status"] == "HIBERNATING"
    assert graph.news(STATUS)[0]["event"] == "HIBERNATING"


def test_it_is_approved_by_itself_after_a_while_unless_somebody_decided(graph: Graph) -> None:
    graph.simulator.rule(approve_after_ms=100)
    left, decided = graph.created(named()), graph.created(positional())
    graph.simulator.review("order_shipped", "reject", reason="SCAM")
    assert graph.simulator.settled()
    assert graph.told(left, "status")["status"] == "APPROVED"
    assert graph.told(decided, "status")["status"] == "REJECTED"


def test_every_kind_of_template_news_is_read_as_news_of_the_account(
    graph: Graph, callback: Callback, clock: MovableClock
) -> None:
    graph.created(named())
    commands: dict[str, dict[str, Any]] = {
        name: {} for name in graph.simulator.cloud.templates.commands if name != "release"
    }
    commands |= {"quality": {"score": "RED"}, "status": {"status": "NEW"}}
    commands |= {"rewrite": {"components": [PLAIN]}}
    commands["delete"] = commands.pop("delete")
    for do, wish in commands.items():
        clock.ms += 1000
        _do(graph, do, **wish)
    assert graph.simulator.settled()
    events = [event for each in callback.received for event in parse_webhook(each.raw)]
    assert {event.kind for event in events} == {EventKind.ACCOUNT}
    assert len({dedup_key(event) for event in events}) == len(commands)
    assert {event.type for event in events} >= {
        "APPROVED",
        "REJECTED",
        "NEW",
        "message_template_quality_update",
        "message_template_components_update",
        "template_category_update",
    }


def test_duplicates_and_retries_hold_for_template_news_too(
    graph: Graph, callback: Callback
) -> None:
    _created(graph)
    graph.simulator.fault(duplicate_webhooks=2)
    callback.answers = [503]
    _do(graph, "approve")
    assert len(graph.news(STATUS)) == 3


def test_commands_and_rules_over_http(graph: Graph) -> None:
    template_id = _created(graph)
    assert graph.command(id=template_id, do="approve").json()["status"] == "APPROVED"
    named_one = {"name": "booking_reminder", "language": "en_US"}
    assert graph.command(**named_one, do="archive").json()["status"] == "ARCHIVED"
    listed = requests.get(f"{graph.simulator.url}/sim/templates", timeout=5).json()["templates"]
    assert [(each["name"], each["status"]) for each in listed] == [("booking_reminder", "ARCHIVED")]
    rules = _rules(graph.simulator, utility_as_marketing=True, approve_after_ms=5)
    assert rules.json()["approve_after_ms"] == 5


@pytest.mark.parametrize(
    "wish",
    [
        {"do": "bless"},
        {"do": ["approve"]},
        {},
        {"do": "reject", "reason": "UGLY"},
        {"do": "reject", "reason": []},
        {"do": "pause", "title": "THIRD_PAUSE"},
        {"do": "quality"},
        {"do": "status", "status": "lower"},
        {"do": "recategorise", "to": "NEWS"},
        {"do": "rewrite", "components": [{"type": "HEADER"}]},
        {"do": "approve", "name": "nobody"},
        {"do": "approve", "id": "1"},
    ],
)
def test_a_command_that_cannot_be_done_says_why(graph: Graph, wish: dict[str, Any]) -> None:
    _created(graph)
    answer = graph.command(**({"name": "booking_reminder", "language": "en_US"} | wish))
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert graph.changes() == []


@pytest.mark.parametrize("rule", [{"moon": 1}, {"approve_after_ms": "soon"}])
def test_a_rule_that_does_not_exist_is_refused(
    simulator: RunningSimulator, rule: dict[str, Any]
) -> None:
    answer = _rules(simulator, **rule)
    assert answer.status_code == 400
    assert next(iter(rule)) in answer.json()["error"]


def _rules(simulator: RunningSimulator, **rules: Any) -> requests.Response:
    return requests.post(f"{simulator.url}/sim/review", json=rules, timeout=5)
