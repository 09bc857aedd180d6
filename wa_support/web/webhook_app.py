"""The webhook port: the door for POSTs, Flask for the handshake, for whoever watches us, and for
other systems that ask for a template."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from wa_support.ports.outside import Clock, Inbox
from wa_support.web import notify as notify_pages
from wa_support.web.door import PATH, Door
from wa_support.web.metrics import CONTENT_TYPE, Metrics
from wa_support.whatsapp.signature import handshake

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

WorkerBeat = Callable[[], int | None]
"""UTC milliseconds of the last beat of a worker that is alive; None when there is none."""

Counts = Callable[[], Mapping[str, int]]


def create_webhook_app(
    *,
    inbox: Inbox,
    secrets: Sequence[bytes],
    verify_token: str,
    counts: Counts | None,
    worker_beat: WorkerBeat,
    metrics: Metrics,
    notify: notify_pages.NotifyPort | None,
    clock: Clock,
) -> "WSGIApplication":
    """`counts` is None where there is no database, and `notify` where it is off."""
    app = Flask("wa_support.web", static_folder=None)
    _add_handshake(app, verify_token)
    _add_health(app, inbox, worker_beat, clock)
    _add_metrics(app, metrics, counts, clock)
    notify_pages.install(app, notify, count=metrics.notify)
    app.register_error_handler(Exception, _as_json)
    app.after_request(_as_it_is)
    return Door(app.wsgi_app, inbox=inbox, secrets=secrets, counts=metrics)


def _add_handshake(app: Flask, verify_token: str) -> None:
    @app.get(PATH)
    def subscribe() -> Response:
        hub = request.args
        challenge = handshake(
            hub.get("hub.mode"), hub.get("hub.verify_token"), hub.get("hub.challenge"), verify_token
        )
        if challenge is None:
            return _text("the verify token does not match\n", 403)
        return _text(challenge, 200)


def _add_health(app: Flask, inbox: Inbox, worker_beat: WorkerBeat, clock: Clock) -> None:
    @app.get("/healthz")
    def alive() -> Response:
        return _text("ok\n", 200)

    @app.get("/readyz")
    def ready() -> tuple[Response, int]:
        stored, spools = inbox.ready(), inbox.spools()
        state = "unavailable" if not stored else "spool" if spools else "ready"
        age = None if spools else _beat_age(worker_beat, clock)  # the database is away
        return jsonify(inbox=state, worker_beat_age_ms=age), 200 if stored else 503


def _add_metrics(app: Flask, metrics: Metrics, counts: Counts | None, clock: Clock) -> None:
    @app.get("/metrics")
    def numbers() -> Response:
        return Response(metrics.exposition(counts, clock.now()), content_type=CONTENT_TYPE)


def _beat_age(worker_beat: WorkerBeat, clock: Clock) -> int | None:
    try:
        beat = worker_beat()
    except Exception:  # noqa: BLE001 - webhooks are stored while the main database is away
        return None
    return None if beat is None else clock.now() - beat


def _text(text: str, status: int) -> Response:
    return Response(text, status, content_type="text/plain; charset=utf-8")


def _as_json(error: Exception) -> tuple[Response, int]:
    code = error.code if isinstance(error, HTTPException) and error.code else 500
    if code == 500:
        from flask import current_app

        current_app.logger.error("%s %s failed", request.method, request.path, exc_info=error)
    answer = jsonify(error=error.name if isinstance(error, HTTPException) else "Internal error")
    if isinstance(error, HTTPException):
        answer.headers.extend(
            (name, value) for name, value in error.get_headers() if name == "Allow"
        )
    return answer, code


def _as_it_is(response: Response) -> Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
