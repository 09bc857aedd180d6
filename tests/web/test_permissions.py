"""Every route, by every role and method, is listed and does what the list says."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.web.console_world import World, lively
from tests.web.signed_in import as_somebody, console, csrf, inside
from tests.web.templates_world import with_templates
from wa_support.domain.accounts import Role
from wa_support.domain.desk import CannedReply
from wa_support.domain.views import DeadLetter
from wa_support.web.console import permissions

_FILLED = {
    "conversation_id": "co_auto",
    "account_id": "acc_소연",
    "letter_id": "dl_1",
    "send_id": "snd_1",
    "version": "1",
    "link": "link-none",
    "token": "t0ken",
    "filename": "console.css",
    "version_id": "tpv_1",
    "message_id": "m_1",
    "canned_id": "can_1",
    "line_id": "co_auto-0",
    "name": "order_shipped",
}
"""What stands in a path's variable parts. A new one without an entry fails here."""

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def world_of() -> World:
    world = with_templates(lively())
    world.staff.hired("소연", Role.OPS)
    world.canned["can_1"] = CannedReply(id="can_1", title="인사", body="안녕하세요")
    world.stopped.letters = [DeadLetter(id="dl_1", at=1, reason="not JSON", size=3)]
    return world


def every_call(app: Flask) -> Iterator[tuple[str, str, str]]:
    """(endpoint, method, path), for every method that a route takes."""
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", lambda part: _FILLED[part[1]], rule.rule)
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            yield rule.endpoint, method, path


CALLS = sorted(set(every_call(console(world_of(), demo=True))))


def test_the_list_and_the_routes_are_the_same() -> None:
    routes = {(endpoint, method) for endpoint, method, _ in CALLS if method != "HEAD"}
    listed = {
        (endpoint, method) for endpoint, by in permissions.ALLOWED.items() for method in by
    } | {(endpoint, method) for endpoint, by in permissions.PUBLIC.items() for method in by}
    assert routes == listed
    assert not set(permissions.ALLOWED) & set(permissions.PUBLIC)


def test_an_admin_may_do_everything_and_every_entry_names_somebody() -> None:
    for by in permissions.ALLOWED.values():
        assert all(Role.ADMIN in roles for roles in by.values())


@pytest.mark.parametrize("role", list(Role))
def test_every_route_and_method_is_open_to_the_roles_that_are_listed_for_it(role: Role) -> None:
    world = world_of()
    app = console(world, demo=True)
    for endpoint, method, path in CALLS:
        if permissions.is_public(endpoint, method):
            continue
        client = as_somebody(app, world, role=role)
        token = csrf(client, "/nowhere")
        with client.open(path, method=method, headers={"X-CSRFToken": token}) as answer:
            allowed = permissions.may(role, endpoint, method)
            assert (answer.status_code != 403) == allowed, (endpoint, method)
            assert answer.status_code < 500, (endpoint, method)


def test_a_stranger_is_refused_everything_that_is_not_public() -> None:
    app = console(world_of(), demo=True)
    assert len(CALLS) > 40
    for endpoint, method, path in [*CALLS, ("nothing", "GET", "/nowhere")]:
        with app.test_client().open(path, method=method) as answer:
            refused = answer.status_code == 403
        if method == "POST" and permissions.is_public(endpoint, method):
            assert answer.status_code == 400, endpoint  # the CSRF token is missing
        elif not permissions.is_public(endpoint, method):
            assert refused, (endpoint, method)


def test_a_method_that_a_route_does_not_take_changes_nothing_for_anybody() -> None:
    world = world_of()
    app = console(world, demo=True)
    client = as_somebody(app, world, role="admin")
    taken = {(path, method) for _, method, path in CALLS}
    token = csrf(client)
    for path in sorted({path for path, _ in taken}):
        for method in METHODS:
            if (path, method) not in taken:
                with client.open(path, method=method, headers={"X-CSRFToken": token}) as answer:
                    assert answer.status_code == 405, (path, method)


def test_a_route_that_is_not_listed_is_refused_even_to_an_admin() -> None:
    world = world_of()
    app = console(world)
    app.add_url_rule("/new", "seat.new", lambda: "new")
    client = as_somebody(app, world, role="admin")
    assert client.get("/new").status_code == 403


def test_every_post_without_the_csrf_token_is_refused_and_changes_nothing() -> None:
    world = world_of()
    client = inside(world, demo=True)
    before = _seen(world)
    posts = [path for _, method, path in CALLS if method == "POST"]
    assert len(posts) > 12
    for path in posts:
        assert client.post(path, data={"text": "x", "key": "k"}).status_code == 400, path
    assert before == _seen(world)


def test_every_get_leaves_everything_as_it_was() -> None:
    world = world_of()
    client = inside(world, demo=True)
    before = _seen(world)
    for endpoint, method, path in CALLS:
        if method == "GET" and not permissions.is_public(endpoint, method):
            nothing_there = {404} if endpoint in {"files.show", "files.sample"} else set()
            assert client.get(path).status_code in {200, 302} | nothing_there, endpoint
    assert before == _seen(world)


def test_a_viewer_sees_conversations_and_no_button_that_would_be_refused() -> None:
    world = world_of()
    client = inside(world, role="viewer")
    page = client.get("/?c=co_wait").get_data(as_text=True)
    assert "아 짜증나 사람 불러줘" in page
    assert "hx-post" not in page
    assert 'id="composer"' not in page
    assert client.get("/queue").status_code == 200
    assert world.seats == {}, "who may not answer is not on duty"


@pytest.mark.parametrize(
    ("role", "pages"),
    [("agent", []), ("ops", ["/stuck", "/audit"]), ("admin", ["/stuck", "/audit", "/people"])],
)
def test_the_head_of_the_page_leads_only_where_the_role_may_go(role: str, pages: list[str]) -> None:
    page = inside(world_of(), role=role).get("/").get_data(as_text=True)
    found = [path for path in ("/stuck", "/audit", "/people") if f'href="{path}"' in page]
    assert found == pages


def _seen(world: World) -> tuple[object, ...]:
    return (
        dict(world.summaries), list(world.versions), dict(world.lines), list(world.stopped.done),
        dict(world.staff.accounts), dict(world.staff.links), dict(world.staff.sessions),
        list(world.templates.versions), len(world.templates.log),
    )  # fmt: skip
