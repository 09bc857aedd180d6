"""The web process: the webhook's door, and nothing that could slow it down."""

from typing import TYPE_CHECKING

from wa_support.bootstrap.house import open_house
from wa_support.config.settings import Settings
from wa_support.web.metrics import Metrics, prepare_metrics
from wa_support.web.server import serve
from wa_support.web.webhook_app import create_webhook_app

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_THREADS = 64


def run_web(settings: Settings) -> None:
    prepare_metrics(settings.wa_data_dir / "metrics")

    def build() -> "WSGIApplication":
        return build_webhook_app(settings)

    serve(build, host=settings.wa_host, port=settings.wa_port, threads=_THREADS, name="web")


def build_webhook_app(settings: Settings) -> "WSGIApplication":
    house = open_house(settings)
    token = settings.whatsapp_verify_token
    return create_webhook_app(
        inbox=house.inbox(),
        secrets=[secret.get_secret_value().encode() for secret in settings.whatsapp_app_secret],
        verify_token=token.get_secret_value() if token else "",
        queries=house.queries,
        worker_beat=house.last_beat,
        metrics=Metrics(),
        clock=house.clock,
    )
