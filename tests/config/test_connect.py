"""Every fault in `engineer.connect` is told where it stands, before anything is connected."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.config.policies import SMALL
from wa_support.cli import group
from wa_support.config.connect_requests import OURS
from wa_support.config.policy_parser import parse_policy
from wa_support.config.settings import SECRETS

GIVES = "gives: {reference: id}"
POST = f"{{post: 'https://s.example/c/{{order_id}}', {GIVES}}}"


def faults_of(connect: str) -> list[tuple[str, str, str]]:
    """(line:column, found, expected); the first line of `connect` is 21."""
    lines = "".join(f"    {line}\n" for line in connect.splitlines())
    parsed = parse_policy(f"{SMALL}engineer:\n  connect:\n{lines}".encode(), file="p.yaml")
    return [(f"{f.line}:{f.column}", f.found, f.expected) for f in parsed.faults if not f.warning]


def cancelling(url: str, more: str = "") -> str:
    return f"cancel_order:\n  post: {url}\n  {GIVES}\n{more}"


def test_a_right_one_has_no_fault() -> None:
    assert faults_of(f"cancel_order: {POST}") == []


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("'https://{order_id}.example/x'", "a fixed host"),
        ("'https://s.example:{order_id}/x'", "an address such as"),
        ("'{order_id}://s.example/x'", "a fixed host"),
        ("'https://s.example@evil.example/x'", "no user, password"),
        ("'https://s.example/x#top'", "no user, password"),
        ("http://s.example/x", "https (plain http only for a host in private_hosts)"),
        ("ftp://s.example/x", "https (plain"),
        ("s.example/x", "a fixed host"),
        ("'https://s.example/{order}'", "slots here: {order_id}, {customer}, {phone}, {key}"),
        ("'https://s.example/{order_id'", "braces in pairs"),
        ("'https://s.example/../x'", "a path without dots alone"),
        ("'https://s.example/a b'", "a path without dots alone"),
        ("'https://s.example/?{order_id}=1'", "a query such as"),
        ("'https://[::1'", "an address such as"),
    ],
)
def test_an_address_that_is_not_fixed_or_not_safe(url: str, told: str) -> None:
    [(place, _, expected)] = faults_of(cancelling(url))
    assert place == "22:13"
    assert expected.startswith(told)


HERE = "'https://s.example/'"
ORDER = "'https://s.example/{order_id}'"
NO_PHONE = f"get_order:\n  get: {ORDER}\n  gives: {{order: {{id: no}}}}"
BROKEN = [
    ("an unknown tool", "get_orders: {}", "21:5", "unknown key 'get_orders'"),
    ("articles are not connected", "kb_search: {}", "21:5", "unknown key 'kb_search'"),
    ("no request", f"cancel_order: {{{GIVES}}}", "21:19", "no request"),
    ("an effect by GET", f"cancel_order: {{get: {HERE}, {GIVES}}}", "21:25", "get"),
    ("two requests", f"cancel_order: {{post: {HERE}, put: {HERE}, {GIVES}}}", "21:53",
        "put beside post"),
    ("retries of an effect", cancelling(HERE, "  retries: 2"), "24:7", "unknown key 'retries'"),
    ("nothing given", f"cancel_order: {{post: {HERE}}}", "21:19", "gives is missing"),
    ("a field that is not given", f"cancel_order: {{post: {HERE}, gives: {{ref: id}}}}", "21:56",
        "unknown key 'ref'"),
    ("a path that is none", f"cancel_order: {{post: {HERE}, gives: {{reference: a..b}}}}",
        "21:67", "'a..b'"),
    ("a slot that was not sent", f"cancel_order: {{post: {HERE}, gives: {{reference: '{{key}}'}}}}",
        "21:67", "'{key}'"),
    ("a key in the file", cancelling(HERE, "  headers: {Authorization: Bearer abc}"), "24:32",
        "a key in the file"),
    ("a variable of our own", cancelling(HERE, "  key_from: WHATSAPP_ACCESS_TOKEN"), "24:17",
        "WHATSAPP_ACCESS_TOKEN"),
    ("a value as a variable", cancelling(HERE, "  key_from: sk-live-1234"), "24:17",
        "a variable's name"),
    ("a header of HTTP", cancelling(HERE, "  headers: {Host: other.example}"), "24:17", "'Host'"),
    ("a key where the password stands",
        cancelling(HERE, "  key_from: SHOP_KEY\n  idempotency_header: authorization"), "25:27",
        "'authorization'"),
    ("a key where another header stands",
        cancelling(HERE, "  headers: {X-Id: shop}\n  idempotency_header: X-ID"), "25:27", "'X-ID'"),
    ("a header where the key stands",
        cancelling(HERE, "  headers: {idempotency-key: one}"), "24:16", "'Idempotency-Key'"),
    ("a key in a header of HTTP", cancelling(HERE, "  idempotency_header: Content-Type"), "24:27",
        "'Content-Type'"),
    ("a status without a meaning", cancelling(HERE, "  errors: {409: gone}"), "24:21", "'gone'"),
    ("a code without a place", cancelling(HERE, "  errors: {GONE: not_found}"), "24:16", "'GONE'"),
    ("too much time", cancelling(HERE, "  within: 2 minutes"), "24:15", "'2 minutes'"),
    ("an optional slot in the path", "find_slots: {get: 'https://s.example/{day}'}", "21:23",
        "'https://s.example/{day}'"),
    ("a field of an order that is missing", NO_PHONE, "23:22", "phone is missing"),
    ("a list as one", f"list_orders:\n  get: {HERE}\n  gives: {{orders: data}}", "23:23",
        "'data'"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("connect", "place", "found"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN]
)
def test_every_fault_names_its_place(connect: str, place: str, found: str) -> None:
    told = faults_of(connect)
    assert any(
        (at, what) == (place, found) or (at == place and found in what) for at, what, _ in told
    ), told


def test_a_value_in_the_wrong_place_is_not_repeated() -> None:
    told = faults_of(cancelling("'https://s.example/'", "  key_from: sk-live-1234"))
    assert "sk-live" not in str(told)


def test_no_secret_of_this_service_can_be_sent_to_another_system() -> None:
    assert all(name.startswith(OURS) for name in SECRETS)


def test_check_names_a_key_that_is_not_set_where_the_policy_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    connect = f"engineer:\n  connect:\n    cancel_order:\n      post: {ORDER}\n      {GIVES}\n"
    text = f"{SMALL}{connect}      key_from: SHOP_KEY\n"
    Path("policies.yaml").write_text(text, "utf-8")
    lacking = "policies.yaml:24:17: SHOP_KEY is not set; "
    assert lacking in CliRunner().invoke(group, ["policy", "check"]).output
    monkeypatch.setenv("SHOP_KEY", "two\nlines")
    told = CliRunner().invoke(group, ["policy", "check"]).output
    assert "SHOP_KEY has characters that no header can carry" in told
    assert "two" not in told
    Path("key").write_text("the-key\n", "utf-8")
    monkeypatch.delenv("SHOP_KEY")
    monkeypatch.setenv("SHOP_KEY_FILE", "key")
    assert "SHOP_KEY" not in CliRunner().invoke(group, ["policy", "check"]).output
