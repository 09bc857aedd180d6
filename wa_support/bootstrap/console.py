"""The console process: where people answer. Loopback only; a link printed at start opens it."""

import secrets
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from wa_support.bootstrap.house import House, open_house
from wa_support.config.settings import Settings
from wa_support.domain.policy import Policy
from wa_support.web.console.parts import DemoWiring
from wa_support.web.console_app import create_console_app
from wa_support.web.server import serve

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

LOOPBACK = "127.0.0.1"
_THREADS = 8

Wire = Callable[[House], DemoWiring]


def run_console(settings: Settings, *, token: str | None = None, wire: Wire | None = None) -> None:
    """`token` and `wire` are the demo's; otherwise a link that opens once is made and printed."""
    made = token or secrets.token_urlsafe(24)
    if token is None:
        link = f"http://{LOOPBACK}:{settings.wa_console_port}/enter/{made}"
        print(f"console: {link} (opens once)", file=sys.stderr, flush=True)

    def build() -> "WSGIApplication":
        return build_console_app(settings, token=made, wire=wire)

    serve(build, host=LOOPBACK, port=settings.wa_console_port, threads=_THREADS, name="console")


def build_console_app(
    settings: Settings, *, token: str, wire: Wire | None = None
) -> "WSGIApplication":
    house = open_house(settings)
    house.publish_first()
    secret = settings.wa_console_secret_key
    return create_console_app(
        queries=house.queries,
        desk=house.desk(),
        policy=lambda: policy_in_force(house),
        clock=house.clock,
        secret_key=secret.get_secret_value().encode() if secret else secrets.token_bytes(32),
        link_token=token,
        demo=wire(house) if wire else None,
    )


def policy_in_force(house: House) -> Policy:
    with house.database.read() as tx:
        return house.book.current(tx).policy
