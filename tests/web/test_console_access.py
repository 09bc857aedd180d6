"""Nobody gets in but through the link, from this machine, and every route knows it."""

import re

import pytest

from tests.web.console_world import lively
from tests.web.signed_in import app_of, console, inside, text
from wa_support.domain.conversations import Owner
from wa_support.domain.decisions import Verdict
from wa_support.domain.policy import TOOLS
from wa_support.domain.reasons import DecidedBy, Reason
from wa_support.web.console.words import WORDS


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [("en-US,en;q=0.9", "en"), ("ko-KR,ko;q=0.9,en;q=0.8", "ko"), ("fr", "ko"), ("", "ko")],
)
def test_whoever_has_not_chosen_reads_the_language_of_their_browser(
    wanted: str, spoken: str
) -> None:
    client = console(lively(), demo=True).test_client()
    headers = {"Accept-Language": wanted}
    assert f'<html lang="{spoken}">' in client.get("/sign-in", headers=headers).get_data(True)
    other = "ko" if spoken == "en" else "en"
    client.get(f"/enter/t0ken?lang={other}", headers=headers)
    assert f'<html lang="{other}">' in client.get("/demo", headers=headers).get_data(True)


def test_a_stranger_is_asked_to_sign_in_and_told_nothing_else() -> None:
    client = console(lively()).test_client()
    pages = {client.get(path).get_data(as_text=True) for path in ("/c/co_wait/live", "/people")}
    shown = {re.sub(r'value="[^"]*"', "", page) for page in pages}
    assert len(shown) == 1
    assert 'name="password"' in shown.pop()


def test_the_demo_link_opens_again_for_a_visitor_who_comes_back() -> None:
    app = console(lively(), demo=True)
    assert [app.test_client().get("/enter/t0ken").status_code for _ in range(2)] == [302, 302]


def test_a_head_request_or_a_wrong_token_lets_nobody_into_the_demo() -> None:
    world = lively()
    client = console(world, demo=True).test_client()
    assert client.head("/enter/t0ken").status_code == 403
    assert client.get("/enter/토큰").status_code == 403
    assert not world.staff.sessions


def test_the_demo_link_lets_in_an_admin_who_has_a_name() -> None:
    client = console(lively(), demo=True).test_client()
    assert client.get("/enter/t0ken").headers["Location"] == "/demo"
    assert "민지 님" in text(client, "/")
    assert client.get("/people").status_code == 200


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites() -> None:
    cookie = console(lively(), demo=True).test_client().get("/enter/t0ken").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_behind_https_the_session_cookie_never_travels_in_clear() -> None:
    client = console(lively()).test_client()
    answer = client.get("/sign-in", headers={"X-Forwarded-Proto": "https"})
    assert "Secure" in answer.headers["Set-Cookie"]


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
    for path in ("/healthz", "/sign-in", "/static/console.css"):
        assert client.get(path, environ_base={"REMOTE_ADDR": address}).status_code == 403


def test_in_the_demo_the_refusal_says_that_the_link_opens_again() -> None:
    page = console(lively(), demo=True).test_client().get("/").get_data(as_text=True)
    assert "opens for as long as the demo runs" in page
    assert "opens once" not in page


def test_a_second_console_does_not_log_the_first_one_out() -> None:
    names = set()
    for port in (8081, 9081):
        cookie = app_of(lively(), port=port).test_client().get("/sign-in").headers["Set-Cookie"]
        names.add(cookie.partition("=")[0])
    assert names == {"wa_console_8081", "wa_console_9081"}


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
