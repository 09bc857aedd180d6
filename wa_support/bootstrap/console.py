"""The console process: where people answer. Loopback only, for those who have an account.

Imports stand inside, because granian's main process only waits: the parts are its worker's.
"""

import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from wa_support.bootstrap.niceness import let_webhooks_go_first
from wa_support.web.server import serve

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from flask import Flask

    from wa_support.bootstrap.house import House
    from wa_support.config.settings import Settings
    from wa_support.domain.policy import Policy
    from wa_support.web.console.desk_port import DeskModel
    from wa_support.web.console.parts import DemoWiring

LOOPBACK: Final = "127.0.0.1"
_THREADS: Final = 16
_NICER: Final = 5
FIRST_ADMIN: Final = "wa-support people add --name NAME --login E-MAIL --role admin"


def run_console(settings: "Settings") -> None:
    """Prints the address as soon as the port is ours, and how to come in while nobody can."""

    def tell() -> None:
        _say(f"http://{LOOPBACK}:{settings.wa_console_port}")

    let_webhooks_go_first(_NICER)
    serve_console(settings, partial(build_console_app, settings), claimed=tell)


def serve_console(
    settings: "Settings",
    build: "Callable[[], WSGIApplication]",
    *,
    claimed: "Callable[[], None] | None" = None,
) -> None:
    serve(
        build,
        host=LOOPBACK,
        port=settings.wa_console_port,
        threads=_THREADS,
        name="console",
        claimed=claimed,
    )


def build_console_app(
    settings: "Settings", wire: "Callable[[House], DemoWiring] | None" = None
) -> "WSGIApplication":
    from wa_support.bootstrap.house import open_house

    house = open_house(settings)
    house.publish_first()
    if wire is None and not house.people().everybody():
        _say(f"nobody has an account yet; the first admin: {FIRST_ADMIN}")
    return console_app_of(house, wire(house) if wire else None)


def console_app_of(house: "House", demo: "DemoWiring | None" = None) -> "Flask":
    from wa_support.bootstrap.templates import (
        at_meta,
        figures,
        template_approvals,
        template_shelf,
    )
    from wa_support.web.console.parts import Parts
    from wa_support.web.console_app import create_console_app

    settings = house.settings
    shelf = template_shelf(house)
    secret = settings.wa_console_secret_key
    given = Parts(
        queries=house.queries,
        cases=house.case_queries(),
        desk=house.desk(),
        acts=house.cases(),
        pauses=house.pausing(),
        canned=house.canned(),
        desk_templates=house.desk_templates(),
        consents=house.consenting(),
        files=house.desk_files(),
        model=_model_of(house),
        sign_in=house.sign_in(),
        people=house.people(),
        stuck=house.stuck(),
        held=house.held_sends(),
        audit=house.audit_log(),
        templates=shelf,
        reviews=template_approvals(house, shelf),
        at_meta=at_meta(house),
        figures=figures(house),
        policy=partial(policy_in_force, house),
        clock=house.clock,
        demo=demo,
    )
    key = secret.get_secret_value().encode() if secret else house.console_key()
    return create_console_app(given, secret_key=key, port=settings.wa_console_port)


def _model_of(house: "House") -> "DeskModel | None":
    """What it needs stays out of the memory of a console without one."""
    if house.settings.openai_api_key is None:
        return None
    from wa_support.bootstrap.understanding import desk_model

    return desk_model(house)


def _say(line: str) -> None:
    print(f"console: {line}", file=sys.stderr, flush=True)


def policy_in_force(house: "House") -> "Policy":
    with house.database.read() as tx:
        return house.book.current(tx).policy
