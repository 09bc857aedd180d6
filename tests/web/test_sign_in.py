"""Coming in and going out, over the real accounts in a real database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.flow.house import Home, at_home, prepare
from tests.web.console_world import World, lively, policy
from tests.web.signed_in import csrf
from wa_support.domain.accounts import Account, Role
from wa_support.web.console.parts import Parts
from wa_support.web.console_app import create_console_app

PASSWORD = "오픈 sesame 42"
LOGIN = "minji@shop.example"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("console") / "data"
    prepare(folder)
    return folder


@pytest.fixture
def home(tmp_path: Path, prepared: Path) -> Iterator[Home]:
    with at_home(tmp_path / "data", prepared) as opened:
        yield opened


@pytest.fixture
def world() -> World:
    return lively()


@pytest.fixture
def app(home: Home, world: World) -> Flask:
    house = home.house
    given = Parts(
        queries=world, cases=world, desk=world, acts=world, pauses=world, canned=world,
        desk_templates=world.desk_templates, consents=world.desk_templates,
        files=None, model=None,
        sign_in=house.sign_in(), people=house.people(),
        stuck=house.stuck(), held=house.held_sends(), audit=house.audit_log(),
        templates=world.templates.shelf(),
        reviews=world.templates.reviews(), at_meta=None, figures=world.figures, policy=policy,
        clock=home.clock, demo=None,
    )  # fmt: skip
    return create_console_app(given, secret_key=b"k" * 32, port=8091)


def added(home: Home, name: str = "민지", login: str = LOGIN, role: Role = Role.ADMIN) -> str:
    """The path of the link."""
    _, link = home.house.people().add(name=name, login=login, role=role, by="ops")
    return f"/link/{link}"


def set_password(
    client: FlaskClient, path: str, password: str = PASSWORD, again: str | None = None
) -> TestResponse:
    token = csrf(client, path)
    form = {"password": password, "again": password if again is None else again}
    return client.post(path, data={**form, "csrf_token": token})


def sign_in(
    client: FlaskClient, login: str = LOGIN, password: str = PASSWORD, **more: str
) -> TestResponse:
    token = csrf(client, "/sign-in")
    form = {"login": login, "password": password, "csrf_token": token, **more}
    return client.post("/sign-in", data=form)


def account(home: Home) -> Account:
    found = home.house.people().named("민지")
    assert found
    return found


def cookie(client: FlaskClient) -> str:
    found = client.get_cookie("wa_console_8091")
    assert found
    return found.value


def test_the_link_sets_a_password_and_lets_in(app: Flask, home: Home) -> None:
    path, client = added(home), app.test_client()
    assert LOGIN in client.get(path).get_data(as_text=True)
    assert set_password(client, path).headers["Location"] == "/"
    assert "민지 님" in client.get("/").get_data(as_text=True)
    assert app.test_client().get(path).status_code == 404


def test_a_preview_or_a_look_does_not_use_the_link_up(app: Flask, home: Home) -> None:
    path = added(home)
    for method in ("HEAD", "GET", "GET", "OPTIONS"):
        assert app.test_client().open(path, method=method).status_code == 200
    assert set_password(app.test_client(), path).status_code == 302


def test_a_wrong_link_says_the_same_as_one_that_was_used(app: Flask, home: Home) -> None:
    used = added(home)
    set_password(app.test_client(), used)
    pages = {app.test_client().get(path).get_data(as_text=True) for path in (used, "/link/x")}
    assert len(pages) == 1


@pytest.mark.parametrize(
    ("password", "again", "told"),
    [
        ("short", None, "10자 이상"),
        (LOGIN, None, "이메일이나 이름과 달라야"),
        (PASSWORD, "another one", "두 비밀번호가 다릅니다"),
    ],
)
def test_a_password_that_is_not_taken_is_told_why(
    app: Flask, home: Home, password: str, again: str | None, told: str
) -> None:
    path = added(home)
    answer = set_password(app.test_client(), path, password, again)
    assert answer.status_code == 400
    assert told in answer.get_data(as_text=True)
    assert not account(home).has_password


def test_the_password_lets_in_again_and_the_page_that_was_asked_for_is_shown(
    app: Flask, home: Home
) -> None:
    set_password(app.test_client(), added(home))
    client = app.test_client()
    asked = client.get("/why/co_auto?pane=1")
    assert asked.status_code == 403
    assert 'name="back" value="/why/co_auto?pane=1"' in asked.get_data(as_text=True)
    assert sign_in(client, back="/why/co_auto?pane=1").headers["Location"] == "/why/co_auto?pane=1"


@pytest.mark.parametrize(
    "back", ["//evil.example/", "/\\evil.example", "https://evil.example", "/sign-out", "/\r\nX: y"]
)
def test_nobody_is_sent_to_another_site_after_signing_in(app: Flask, home: Home, back: str) -> None:
    set_password(app.test_client(), added(home))
    assert sign_in(app.test_client(), back=back).headers["Location"] == "/"


def test_an_unknown_login_gets_the_same_page_as_a_wrong_password(app: Flask, home: Home) -> None:
    set_password(app.test_client(), added(home))
    known = sign_in(app.test_client(), password="wrong password")
    unknown = sign_in(app.test_client(), login="nobody@shop.example", password="wrong password")
    assert known.status_code == unknown.status_code == 403
    pages = [answer.get_data(as_text=True) for answer in (known, unknown)]
    hidden = [page.partition('name="csrf_token" value="')[2].partition('"')[0] for page in pages]
    bare = [page.replace(token, "") for page, token in zip(pages, hidden, strict=True)]
    assert bare[0] == bare[1]
    assert "맞지 않습니다" in bare[0]


def test_the_sixth_wrong_try_waits_and_says_how_long(app: Flask, home: Home) -> None:
    set_password(app.test_client(), added(home))
    for _ in range(5):
        assert sign_in(app.test_client(), password="wrong password").status_code == 403
    waits = sign_in(app.test_client())
    assert waits.status_code == 429
    assert "30초 뒤에" in waits.get_data(as_text=True)
    home.clock.pass_by(30_000)
    assert sign_in(app.test_client()).status_code == 302


def test_addresses_behind_a_proxy_are_told_apart(app: Flask, home: Home) -> None:
    def guess(address: str, number: int) -> int:
        client = app.test_client()
        form = {"login": f"{number}@shop.example", "password": "x",
                "csrf_token": csrf(client, "/sign-in")}  # fmt: skip
        forwarded = {"X-Forwarded-For": f"10.0.0.{number}, {address}"}
        return client.post("/sign-in", data=form, headers=forwarded).status_code

    said = [guess("192.0.2.7", number) for number in range(21)]
    assert said == [403] * 20 + [429]
    assert guess("192.0.2.8", 99) == 403


def test_a_cookie_planted_before_signing_in_is_worth_nothing_afterwards(
    app: Flask, home: Home
) -> None:
    set_password(app.test_client(), added(home))
    victim, attacker = app.test_client(), app.test_client()
    victim.get("/sign-in")
    attacker.set_cookie("wa_console_8091", cookie(victim), domain="localhost")
    before = csrf(victim, "/sign-in")
    sign_in(victim)
    assert victim.get("/").status_code == 200
    assert attacker.get("/").status_code == 403
    assert csrf(victim) != before
    with victim.session_transaction() as session:
        assert set(session) == {"_permanent", "token", "lang", "csrf_token"}


def test_signing_out_ends_the_session_for_every_copy_of_its_cookie(app: Flask, home: Home) -> None:
    client, thief = app.test_client(), app.test_client()
    set_password(client, added(home))
    thief.set_cookie("wa_console_8091", cookie(client), domain="localhost")
    assert thief.get("/").status_code == 200
    answer = client.post("/sign-out", headers={"X-CSRFToken": csrf(client)})
    assert answer.headers["Location"] == "/sign-in"
    assert client.get("/").status_code == thief.get("/").status_code == 403


def test_the_open_tab_of_who_was_removed_is_refused_at_its_next_poll(
    app: Flask, home: Home
) -> None:
    added(home, "소연", "soyeon@shop.example")
    client = app.test_client()
    set_password(client, added(home))
    assert client.get("/queue", headers={"HX-Request": "true"}).status_code == 200
    home.house.people().remove(account(home).id, by="소연")
    poll = client.get("/queue", headers={"HX-Request": "true"})
    assert (poll.status_code, poll.get_data()) == (403, b"")


def test_a_role_that_was_taken_away_is_gone_in_the_open_tab(app: Flask, home: Home) -> None:
    added(home, "소연", "soyeon@shop.example")
    client = app.test_client()
    set_password(client, added(home))
    token = csrf(client)
    home.house.people().change(
        account(home).id, role=Role.VIEWER, languages=[], purposes=[], capacity=8, by="소연"
    )
    answer = client.post("/c/co_wait/take", headers={"X-CSRFToken": token})
    assert answer.status_code == 403
    assert client.get("/").status_code == 200
    assert "지금 역할은 ‘보기 전용’입니다" in client.get("/people").get_data(as_text=True)


def test_a_session_that_has_run_out_asks_to_sign_in(app: Flask, home: Home) -> None:
    client = app.test_client()
    set_password(client, added(home))
    home.clock.pass_by(2 * 3_600_000)
    answer = client.get("/")
    assert answer.status_code == 403
    assert 'name="password"' in answer.get_data(as_text=True)


def test_the_door_speaks_both_languages_and_keeps_the_one_chosen(app: Flask, home: Home) -> None:
    set_password(app.test_client(), added(home))
    client = app.test_client()
    assert "Sign in" in client.get("/sign-in?lang=en").get_data(as_text=True)
    assert "is not right" in sign_in(client, password="wrong").get_data(as_text=True)
    sign_in(client)
    assert "Sign out" in client.get("/").get_data(as_text=True)
