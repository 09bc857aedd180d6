"""The web process: the webhook's door, and nothing that could slow it down.

Imports stand inside, because granian's main process only waits: the parts are its worker's.
"""

from functools import partial
from typing import TYPE_CHECKING, Final

from wa_support.bootstrap.data_folder import data_folder
from wa_support.web.metrics import prepare_metrics
from wa_support.web.server import serve

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from wa_support.config.settings import Settings

_THREADS: Final = 1024
"""A client that stalls in its body holds one for as long as it likes; they start on demand."""


def run_web(settings: "Settings") -> None:
    prepare_metrics(data_folder(settings) / "metrics")
    build = partial(build_webhook_app, settings)
    serve(build, host=settings.wa_host, port=settings.wa_port, threads=_THREADS, name="web")


def build_webhook_app(settings: "Settings") -> "WSGIApplication":
    from wa_support.bootstrap.house import open_house
    from wa_support.web.metrics import Metrics
    from wa_support.web.notify import NotifyPort, Pace
    from wa_support.web.webhook_app import create_webhook_app

    house = open_house(settings)
    token, secret = settings.whatsapp_verify_token, settings.wa_notify_secret
    return create_webhook_app(
        inbox=house.inbox(),
        secrets=[secret.get_secret_value().encode() for secret in settings.whatsapp_app_secret],
        verify_token=token.get_secret_value() if token else "",
        counts=house.counts,
        worker_beat=house.last_beat,
        metrics=Metrics(),
        notify=NotifyPort(
            secret=secret.get_secret_value().encode() if secret else None,
            numbers=settings.whatsapp_phone_number_id,
            make=house.notify,
            clock=house.clock,
            pace=Pace(clock=house.clock),
        ),
        clock=house.clock,
    )
