"""An admin adds, changes and removes people in the browser."""

import re

from flask import Flask
from flask.testing import FlaskClient

from tests.flow.house import Home
from tests.web.console_world import World, lively
from tests.web.signed_in import inside, post, text
from tests.web.test_sign_in import (
    LOGIN,
    account,
    added,
    app,
    home,
    prepared,
    set_password,
    world,
)
from wa_support.domain.accounts import Role

__all__ = ["app", "home", "prepared", "world"]

NEW = {"name": "지우", "login": "jiu@shop.example", "role": "agent", "capacity": "5"}


def admin(app: Flask, home: Home) -> FlaskClient:
    client = app.test_client()
    set_password(client, added(home))
    return client


def test_who_is_added_gets_a_link_that_is_shown_once(app: Flask, home: Home) -> None:
    client = admin(app, home)
    shown = post(client, "/people", **NEW, language="ko", purpose="orders").get_data(as_text=True)
    [path] = re.findall(r'value="http://localhost(/link/[^"]+)"', shown)
    assert "지우 님에게" in shown
    jiu = home.house.people().named("지우")
    assert jiu
    assert (jiu.role, jiu.languages, jiu.purposes, jiu.capacity) == (
        Role.AGENT, ("ko",), ("orders",), 5
    )  # fmt: skip
    assert path not in text(client, "/people")
    assert set_password(app.test_client(), path).status_code == 302


def test_behind_a_proxy_the_link_has_the_address_that_people_use(app: Flask, home: Home) -> None:
    client = admin(app, home)
    outside = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "console.shop.example"}
    token = re.search(r'name="csrf_token" value="([^"]+)"', text(client, "/people"))
    assert token
    form = {**NEW, "csrf_token": token[1]}
    shown = client.post("/people", data=form, headers=outside).get_data(as_text=True)
    assert 'value="https://console.shop.example/link/' in shown
    forged = {**outside, "X-Forwarded-Host": 'evil.example/"><script>'}
    shown = client.post(
        "/people", data={**form, "name": "수아", "login": "sua@shop.example"}, headers=forged
    ).get_data(as_text=True)
    assert "evil.example" not in shown


def test_a_refusal_is_a_sentence_in_the_pages_language(app: Flask, home: Home) -> None:
    client = admin(app, home)
    answer = post(client, "/people", **{**NEW, "login": LOGIN})
    assert answer.status_code == 400
    assert "이미 쓰고 있는 이메일 주소입니다." in answer.get_data(as_text=True)
    for wrong in ({"capacity": "many"}, {"role": "boss"}, {"capacity": "100"}):
        assert post(client, "/people", **{**NEW, **wrong}).status_code == 400
    assert home.house.people().named("지우") is None


def test_the_last_admin_sees_why_they_stay(app: Flask, home: Home) -> None:
    client = admin(app, home)
    for path, form in (
        (f"/people/{account(home).id}", {"role": "agent", "capacity": "8"}),
        (f"/people/{account(home).id}/remove", {}),
    ):
        answer = post(client, path, **form)
        assert answer.status_code == 400
        assert "마지막 관리자" in answer.get_data(as_text=True)


def test_removing_and_a_new_link_ask_first() -> None:
    world = lively()
    client = inside(world, role="admin")
    jiu = world.staff.hired("지우")
    for act in ("remove", "link"):
        page = text(client, f"/people/{jiu.id}/{act}")
        assert "지우 님" in page
        assert '<form class="card" method="post">' in page
    assert not world.staff.links
    assert "/link/" in post(client, f"/people/{jiu.id}/link").get_data(as_text=True)
    assert post(client, f"/people/{jiu.id}/remove").headers["Location"] == "/people"
    assert world.staff.get(jiu.id) is None
    assert client.get(f"/people/{jiu.id}").status_code == 404


def test_what_was_chosen_is_ticked() -> None:
    world = lively()
    client = inside(world, role="admin")
    jiu = world.staff.hired("지우")
    post(client, f"/people/{jiu.id}", role="ops", capacity="3", language="en")
    page = text(client, f"/people/{jiu.id}")
    assert '<option value="ops" selected>' in page
    assert 'value="en" checked' in page
    assert 'value="ko" checked' not in page
    assert 'value="3"' in page


def test_names_are_shown_and_never_obeyed() -> None:
    world = World()
    client = inside(world, role="admin")
    world.staff.hired("<b onclick=x>\u2060")
    assert "&lt;b onclick=x&gt;" in text(client, "/people")
