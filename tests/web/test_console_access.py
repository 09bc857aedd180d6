"""Nobody gets in but through the link, from this machine, and every route knows it."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.console_world import Worker, World, demo_of, lively, policy
from wa_support.domain.conversations import Owner
from wa_support.domain.decisions import Verdict
from wa_support.domain.desk import CannedReply
from wa_support.domain.policy import TOOLS
from wa_support.domain.reasons import DecidedBy, Reason
from wa_support.web.console.access import PUBLIC_ENDPOINTS
from wa_support.web.console.desk_port import DeskModel, FileActions
from wa_support.web.console.parts import DemoWiring
from wa_support.web.console.words import WORDS
from wa_support.web.console_app import create_console_app


def console(
    world: World,
    *,
    demo: DemoWiring | None = None,
    files: FileActions | None = None,
    model: DeskModel | None = None,
    port: int = 8091,
) -> Flask:
    return create_console_app(
        queries=world, cases=world, desk=world, acts=world, canned=world, files=files, model=model,
        policy=policy, clock=world.clock, secret_key=b"k" * 32,
        link_token="t0ken", port=port, demo=demo,
    )  # fmt: skip


def _demo() -> Flask:
    world = lively()
    return console(world, demo=demo_of(world, Worker()))


def inside(world: World, *, demo: bool = False) -> FlaskClient:
    client = console(world, demo=demo_of(world, Worker()) if demo else None).test_client()
    assert client.get("/enter/t0ken").status_code == 302
    return client


def test_the_link_opens_once() -> None:
    app = console(lively())
    first, second = app.test_client(), app.test_client()
    assert first.get("/enter/t0ken").status_code == 302
    assert second.get("/enter/t0ken").status_code == 403
    assert first.get("/").status_code == 200
    assert second.get("/").status_code == 403


def test_a_head_request_or_a_wrong_token_does_not_use_the_link_up() -> None:
    client = console(lively()).test_client()
    assert client.head("/enter/t0ken").status_code == 403
    assert client.get("/enter/토큰").status_code == 403
    assert client.get("/enter/t0ken").status_code == 302


def test_the_demo_link_opens_again_for_a_visitor_who_comes_back() -> None:
    app = _demo()
    assert [app.test_client().get("/enter/t0ken").status_code for _ in range(2)] == [302, 302]


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites() -> None:
    cookie = console(lively()).test_client().get("/enter/t0ken").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.2:8091"])
def test_a_foreign_host_header_is_refused_even_with_the_session(host: str) -> None:
    client = inside(lively())
    assert client.get("/", headers={"Host": host}).status_code == 403


@pytest.mark.parametrize("host", ["localhost:8091", "127.0.0.1:8091", "[::1]:8091"])
def test_our_own_host_names_are_served(host: str) -> None:
    client = console(lively()).test_client()
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("address", ["192.0.2.7", "::ffff:192.0.2.7", "", "unknown"])
def test_another_machine_is_refused_everywhere(address: str) -> None:
    client = console(lively()).test_client()
    for path in ("/healthz", "/enter/t0ken", "/static/console.css"):
        assert client.get(path, environ_base={"REMOTE_ADDR": address}).status_code == 403


def test_the_refusal_says_in_both_languages_how_to_get_in() -> None:
    page = console(lively()).test_client().get("/").get_data(as_text=True)
    assert "링크" in page
    assert "printed where the" in page


def test_in_the_demo_the_refusal_says_that_the_link_opens_again() -> None:
    page = _demo().test_client().get("/").get_data(as_text=True)
    assert "opens for as long as the demo runs" in page
    assert "opens once" not in page


def test_a_second_console_does_not_log_the_first_one_out() -> None:
    names = set()
    for port in (8081, 9081):
        app = console(lively(), port=port)
        cookie = app.test_client().get("/enter/t0ken").headers["Set-Cookie"]
        names.add(cookie.partition("=")[0])
    assert names == {"wa_console_8081", "wa_console_9081"}


def _every_call(app: Flask) -> list[tuple[str, str, str]]:
    """(endpoint, method, path) of every route, with something in its variable parts."""
    return [
        (
            rule.endpoint,
            method,
            re.sub(r"<int[(:][^>]*>", "1", re.sub(r"<[a-z_]+>", "co_auto", path)),
        )
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if (path := rule.rule)
    ]


def test_every_route_is_either_listed_as_public_or_refuses_a_stranger() -> None:
    app = _demo()
    calls = _every_call(app)
    assert len(calls) > 15
    for endpoint, method, path in calls:
        if endpoint not in PUBLIC_ENDPOINTS:
            answer = app.test_client().open(path, method=method)
            assert answer.status_code == 403, (endpoint, method)


def test_every_post_without_the_csrf_token_is_refused_and_changes_nothing() -> None:
    world = lively()
    client = inside(world, demo=True)
    before = (dict(world.summaries), list(world.versions), dict(world.lines))
    posts = [call for call in _every_call(client.application) if call[1] == "POST"]
    assert len(posts) == 22
    for _, _, path in posts:
        assert client.post(path, data={"text": "x", "key": "k"}).status_code == 400
    assert before == (world.summaries, world.versions, world.lines)


def test_every_get_leaves_the_conversations_as_they_were() -> None:
    world = lively()
    world.canned["co_auto"] = CannedReply(id="co_auto", title="인사", body="안녕하세요")
    client = inside(world, demo=True)
    before = (dict(world.summaries), list(world.versions))
    for endpoint, method, path in _every_call(client.application):
        if method == "GET" and endpoint not in PUBLIC_ENDPOINTS:
            nothing_there = {404} if endpoint == "files.show" else set()
            assert client.get(path).status_code in {200, 302} | nothing_there, endpoint
    assert before == (world.summaries, world.versions)


def test_every_answer_carries_the_strict_headers_and_only_the_demo_page_frames_the_phone() -> None:
    client = inside(lively(), demo=True)
    for path in ("/", "/queue", "/nowhere", "/policy/1", "/demo", "/static/console.js"):
        with client.get(path) as answer:
            headers = answer.headers
        csp = headers["Content-Security-Policy"]
        assert "default-src 'none'; script-src 'self'; style-src 'self';" in csp
        assert "unsafe" not in csp
        assert ("http://127.0.0.1:8093" in csp) == (path == "/demo")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"


def test_every_word_exists_in_both_languages_with_the_same_placeholders() -> None:
    for key, (korean, english) in WORDS.items():
        assert korean, key
        assert english, key
        names = re.compile(r"{(\w+)}")
        assert set(names.findall(korean)) == set(names.findall(english)), key


def test_every_code_of_the_closed_lists_has_words() -> None:
    lists = {"reason": Reason, "decided_by": DecidedBy, "verdict": Verdict, "owner": Owner}
    for kind, codes in lists.items():
        assert [code for code in codes if f"{kind}.{code}" not in WORDS] == []
    assert [tool for tool in TOOLS if f"tool.{tool}" not in WORDS] == []
