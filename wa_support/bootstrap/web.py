"""The web process: the webhook's door, and nothing that could slow it down.

Imports stand inside, because granian's main process only waits: the parts are its worker's.
"""

from functools import partial
from typing import TYPE_CHECKING, Final

from wa_support.bootstrap.data_folder import data_folder
from wa_support.web.metrics_folder import prepare_metrics
from wa_support.web.server import serve

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from wa_support.bootstrap.store import Store
    from wa_support.config.settings import Settings
    from wa_support.web.notify import NotifyPort

_THREADS: Final = 1024
"""A client that stalls in its body holds one for as long as it likes; they start on demand."""


def run_web(settings: "Settings") -> None:
    prepare_metrics(data_folder(settings) / "metrics")
    build = partial(build_webhook_app, settings)
    serve(build, host=settings.wa_host, port=settings.wa_port, threads=_THREADS, name="web")


def build_webhook_app(settings: "Settings") -> "WSGIApplication":
    from wa_support.bootstrap.store import open_store
    from wa_support.web.metrics import Metrics
    from wa_support.web.webhook_app import create_webhook_app

    store = open_store(settings)
    token = settings.whatsapp_verify_token
    return create_webhook_app(
        inbox=store.inbox(),
        secrets=[secret.get_secret_value().encode() for secret in settings.whatsapp_app_secret],
        verify_token=token.get_secret_value() if token else "",
        counts=store.counts,
        worker_beat=store.last_beat,
        metrics=Metrics(),
        notify=_notify_port(store),
        clock=store.clock,
    )


def _notify_port(store: "Store") -> "NotifyPort | None":
    """What it needs stays out of a process where it is off."""
    secret = store.settings.wa_notify_secret
    if secret is None:
        return None
    from wa_support.bootstrap.house import house_in
    from wa_support.web.notify import NotifyPort, Pace
    from wa_support.web.notify_taking import Taking

    return NotifyPort(
        secret=secret.get_secret_value().encode(),
        taking=Taking(
            notify=house_in(store).notify(),
            numbers=store.settings.whatsapp_phone_number_id,
            clock=store.clock,
        ),
        clock=store.clock,
        pace=Pace(clock=store.clock),
    )
