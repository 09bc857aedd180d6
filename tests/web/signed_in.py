"""A console over a small world, and somebody who has signed in to it."""

import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.console_world import Worker, World, demo_of, policy
from wa_support.domain.accounts import Role
from wa_support.web.console.desk_port import DeskModel, FileActions
from wa_support.web.console.parts import DemoWiring, Parts
from wa_support.web.console.templates_port import TemplatesAtMeta
from wa_support.web.console_app import create_console_app


def app_of(
    world: World,
    demo: DemoWiring | None = None,
    *,
    port: int = 8091,
    files: FileActions | None = None,
    model: DeskModel | None = None,
    at_meta: TemplatesAtMeta | None = None,
) -> Flask:
    shelf = world.templates.shelf()
    given = Parts(
        queries=world, cases=world, desk=world, acts=world, pauses=world, canned=world,
        desk_templates=world.desk_templates, consents=world.desk_templates,
        files=files, model=model,
        sign_in=world.staff, people=world.staff, stuck=world.stopped,
        held=world.stopped, audit=world.stopped, templates=shelf,
        reviews=world.templates.reviews(shelf), at_meta=at_meta, figures=world.figures,
        policy=policy, clock=world.clock, demo=demo,
    )  # fmt: skip
    return create_console_app(given, secret_key=b"k" * 32, port=port)


def console(world: World, *, demo: bool = False) -> Flask:
    return app_of(world, demo_of(world, Worker()) if demo else None)


def inside(
    world: World, *, role: str = "agent", name: str = "민지", demo: bool = False
) -> FlaskClient:
    """Signed in as `name` with that role; in the demo, an admin."""
    app = console(world, demo=demo)
    return as_somebody(app, world, role="admin" if demo else role, name=name)


def as_somebody(app: Flask, world: World, *, role: str, name: str = "민지") -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        session["token"] = world.staff.let_in(world.staff.hired(name, Role(role)))
        session["lang"] = "ko"
    return client


def seated(world: World, *, name: str = "민지") -> FlaskClient:
    """An agent's browser."""
    return inside(world, name=name)


def csrf(client: FlaskClient, path: str = "/") -> str:
    page = client.get(path).get_data(as_text=True)
    found = re.search(r'(?:"X-CSRFToken": |name="csrf_token" value=)"([^"]+)"', page)
    assert found
    return found[1]


def post(client: FlaskClient, path: str, **form: str) -> TestResponse:
    return client.post(path, data=form, headers={"X-CSRFToken": csrf(client)})


def text(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)
