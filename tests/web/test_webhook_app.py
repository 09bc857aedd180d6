from collections.abc import Callable, Mapping
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from tests.web.test_door import BODY, NEW, ListInbox
from wa_support.web.metrics import Metrics
from wa_support.web.webhook_app import create_webhook_app
from wa_support.whatsapp.signature import sign

NOW = 1_795_300_000_000
VERIFY = "a verify token of 32 characters.."


class StoppedClock:
    def now(self) -> int:
        return NOW

    def monotonic(self) -> float:
        return 0.0


def client(
    *,
    full: bool = False,
    spools: bool = False,
    beat: Callable[[], int | None] = lambda: None,
    counts: Callable[[], Mapping[str, int]] = dict,
) -> Client:
    app = create_webhook_app(
        inbox=ListInbox(full=full, spools=spools),
        secrets=[NEW],
        verify_token=VERIFY,
        counts=counts,
        worker_beat=beat,
        metrics=Metrics(),
        notify=None,
        clock=StoppedClock(),
    )
    return Client(app)


def subscribe(**changed: str) -> TestResponse:
    hub = {"mode": "subscribe", "verify_token": VERIFY, "challenge": "1158201444", **changed}
    return client().get("/webhook", query_string={f"hub.{key}": hub[key] for key in hub})


def fails() -> Any:
    raise RuntimeError("the database is away")


def test_the_handshake_echoes_the_challenge_as_plain_text() -> None:
    answer = subscribe()
    assert (answer.status_code, answer.data) == (200, b"1158201444")
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "changed",
    [{"verify_token": "guess"}, {"mode": "unsubscribe"}, {"challenge": "<script>"}, {"mode": "é"}],
)
def test_a_refused_handshake_reflects_nothing(changed: dict[str, str]) -> None:
    answer = subscribe(**changed)
    assert answer.status_code == 403
    assert answer.data == b"the verify token does not match\n"


def test_a_handshake_without_parameters_is_refused() -> None:
    assert client().get("/webhook").status_code == 403


def test_a_signed_post_goes_through_the_door() -> None:
    answer = client().post("/webhook", data=BODY, headers={"X-Hub-Signature-256": sign(BODY, NEW)})
    assert answer.status_code == 200


def test_healthz_says_that_the_process_answers() -> None:
    assert client(full=True, beat=fails).get("/healthz").status_code == 200


def test_readyz_tells_the_age_of_the_workers_beat() -> None:
    answer = client(beat=lambda: NOW - 120).get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"inbox": "ready", "worker_beat_age_ms": 120}


@pytest.mark.parametrize("beat", [lambda: None, fails])
def test_readyz_stays_ready_without_a_worker_or_database(beat: Callable[[], int | None]) -> None:
    answer = client(beat=beat).get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"inbox": "ready", "worker_beat_age_ms": None}


def test_readyz_is_503_when_nothing_can_be_stored() -> None:
    answer = client(full=True).get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"inbox": "unavailable", "worker_beat_age_ms": None}


def test_readyz_stays_ready_while_webhooks_are_spooled_and_asks_no_database() -> None:
    asked: list[str] = []

    def beat() -> int | None:
        asked.append("the database")
        return NOW

    answer = client(spools=True, beat=beat).get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"inbox": "spool", "worker_beat_age_ms": None}
    assert asked == []


def test_metrics_show_the_databases_counts_as_gauges() -> None:
    counts = {"dead_letters": 3, "sends_held": 2, "last_beat": NOW - 1500, "oldest_due_ms": 250}
    text = client(counts=lambda: counts).get("/metrics").text
    assert "wa_support_database_up 1.0" in text
    assert "wa_support_dead_letters 3.0" in text
    assert 'wa_support_sends{state="held"} 2.0' in text
    assert "wa_support_worker_beat_age_seconds 1.5" in text
    assert "wa_support_oldest_due_seconds 0.25" in text


def test_metrics_answer_while_the_database_is_away() -> None:
    answer = client(counts=fails).get("/metrics")
    assert answer.status_code == 200
    assert "wa_support_database_up 0.0" in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("POST", "/webhook/", 404), ("POST", "/healthz", 405)],
)
def test_errors_are_json_without_html(method: str, path: str, status: int) -> None:
    answer = client().open(path, method=method)
    assert answer.status_code == status
    assert answer.content_type == "application/json"
    assert b"<" not in answer.data


def test_a_wrong_method_learns_the_right_ones() -> None:
    assert "GET" in client().post("/healthz").headers["Allow"]


def test_an_unexpected_failure_shows_no_trace(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Metrics, "exposition", lambda *_: fails())
    answer = client().get("/metrics")
    assert answer.status_code == 500
    assert answer.json == {"error": "Internal error"}
    assert "the database is away" in caplog.text
