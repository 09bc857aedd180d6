"""`templates list`, `diff`, `submit`, `approve` and `reject`: golden outputs and exit codes."""

import getpass
import re
from types import SimpleNamespace
from typing import cast

import pytest

from tests.cli.program import Here, Ran
from tests.flow.at_meta import Meta
from tests.flow.house import Home
from tests.templates_in_memory import SHIPPED_EN, SHIPPED_KO
from wa_support.bootstrap import templates_at_meta
from wa_support.bootstrap.world import SystemClock


@pytest.fixture
def shop(with_templates: Here) -> Here:
    return with_templates


def run(shop: Here, *words: str) -> Ran:
    return shop.run("templates", *words)


def test_from_file_to_the_door_of_meta(shop: Here) -> None:
    listed = run(shop, "list", "--json")
    assert listed.lines[1] == {
        "template": "order_shipped.ko", "file": "templates/order_shipped.ko.yaml",
        "ours": "not_put_up", "version": None, "author": None, "reviewer": None, "alone": None,
        "meta": None, "since": None, "category": None, "quality": None, "reason": None,
        "goes_out": False, "next": "put_up",
    }  # fmt: skip

    put_up = run(shop, "submit", "order_shipped", "--by", "현우")
    waits = "version 1 waits for a review; another person reads it"
    approving = "wa-support templates approve order_shipped --by WHO"
    assert put_up.code == 0
    assert put_up.out.splitlines() == [
        f"order_shipped.{code}: put up; {waits}: {approving}" for code in ("en", "ko")
    ]
    own = run(shop, "approve", "order_shipped", "--by", "현우")
    assert (own.code, own.err) == (
        1, "order_shipped.en: 현우 put it up, so another person approves it.\n",
    )  # fmt: skip

    approved = run(shop, "approve", "order_shipped.ko", "--by", "수진")
    assert approved.code == 0
    assert approved.out.splitlines() == [
        "order_shipped.ko: version 1 approved",
        "next: wa-support templates submit order_shipped.ko --by WHO",
    ]
    sent_back = run(shop, "reject", "order_shipped", "--note", "Shorter", "--by", "수진", "--json")
    assert sent_back.lines == [
        {"template": "order_shipped.en", "version": 1, "state": "changes_asked",
         "reviewer": "수진", "alone": False,
         "next": "change the file, then wa-support templates submit order_shipped --by WHO"}
    ]  # fmt: skip

    table = run(shop, "list").out.splitlines()
    assert table[0].split() == [
        "template", "ours", "version", "meta", "since", "category", "quality", "next",
    ]  # fmt: skip
    assert table[1].split() == [
        "order_shipped.en", "changes_asked", "1", "-", "-", "-", "-", "change_file",
    ]  # fmt: skip
    assert table[2].split() == ["order_shipped.ko", "approved", "1", "-", "-", "-", "-", "submit"]

    unchanged = run(shop, "submit", "order_shipped.en", "--by", "지우")
    assert (unchanged.code, unchanged.out, unchanged.err) == (
        1, "",
        "order_shipped.en: 수진 asked for changes of version 1; change the file first.\n",
    )  # fmt: skip

    given = run(shop, "submit", "order_shipped.ko")
    assert given.code == 2, "it is Meta's turn, and no account is set"
    assert "WHATSAPP_ACCESS_TOKEN" in given.err


def test_all_languages_that_are_approved_go_to_meta_in_one_go(
    shop: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(shop, "submit", "order_shipped", "--by", "현우")
    run(shop, "approve", "order_shipped", "--by", "수진")
    meta = Meta(cast("Home", SimpleNamespace(clock=SystemClock())))
    monkeypatch.setattr(templates_at_meta, "template_api", lambda _: meta)
    ran = run(shop, "submit", "order_shipped")
    assert ran.out.splitlines() == [
        "order_shipped.en: created; PENDING", "order_shipped.ko: created; PENDING",
    ]  # fmt: skip
    assert meta.calls.count("named order_shipped") == 1


def test_diff_is_unified_and_tells_by_its_exit_code(shop: Here) -> None:
    run(shop, "submit", "order_shipped.ko", "--by", "현우")
    first = run(shop, "diff", "order_shipped.ko")
    assert (first.code, first.out) == (
        0, "order_shipped.ko: no version is approved; nothing to compare with\n",
    )  # fmt: skip
    run(shop, "approve", "order_shipped", "--by", "수진")
    same = run(shop, "diff", "order_shipped.ko")
    assert (same.code, same.out) == (0, "order_shipped.ko: all the same as version 1\n")

    file = shop.folder / "templates" / "order_shipped.ko.yaml"
    file.write_text(SHIPPED_KO.replace("출발했습니다.", "오늘 출발했습니다."), encoding="utf-8")
    changed = run(shop, "diff", "order_shipped.ko")
    assert changed.code == 1
    assert changed.out.startswith(
        "--- version 1, approved\n+++ templates/order_shipped.ko.yaml\n@@ -4,7 +4,7 @@\n"
    )
    marked = [line for line in changed.out.splitlines() if re.match(r"[-+] ", line)]
    assert marked == [
        "-  주문하신 *{{item}}*이(가) 출발했습니다.",
        "+  주문하신 *{{item}}*이(가) 오늘 출발했습니다.",
    ]
    [line] = run(shop, "diff", "order_shipped.ko", "--json").lines
    assert (line["template"], line["approved"], line["meta"]) == ("order_shipped.ko", 1, [])
    assert line["file"] == changed.out.splitlines()


def test_a_file_with_errors_is_told_line_by_line(shop: Here) -> None:
    file = shop.folder / "templates" / "order_shipped.en.yaml"
    file.write_text(SHIPPED_EN.replace("utility", "secret"), encoding="utf-8")
    ran = run(shop, "submit", "order_shipped", "--by", "현우")
    assert (ran.code, ran.out) == (1, "")
    head, fault, *_ = ran.err.splitlines()
    assert head == "order_shipped: the file has errors, so it cannot be put up for review."
    assert fault.startswith("templates/order_shipped.en.yaml:1:11: 'secret'")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["approve", "order_shipped", "--by", "수진"], 1, "nothing of it is in review"),
        (["submit", "no_such"], 1, "no_such: no such file in templates; TEMPLATES_DIR"),
        (["diff", "no_such"], 2, "no_such: no such template"),
        (["approve", "order_shipped"], 2, "--by"),
        (["approve", "order_shipped", "--by", " "], 1, "name"),
        (["reject", "order_shipped", "--by", "수진"], 2, "--note"),
    ],
)
def test_what_cannot_be_is_one_line(shop: Here, words: list[str], code: int, said: str) -> None:
    ran = run(shop, *words)
    assert ran.code == code
    assert said in ran.err


def test_a_person_of_the_console_is_one_person_at_the_shell_too(shop: Here) -> None:
    made = shop.run(
        "people", "add", "--name", "현우", "--login", "hw@shop.example", "--role", "admin"
    )
    assert made.code == 0, made.err
    assert run(shop, "submit", "order_shipped", "--by", "HW@shop.example").code == 0
    own = run(shop, "approve", "order_shipped", "--by", "현우")
    assert (own.code, "현우 put it up" in own.err) == (1, True)
    assert run(shop, "list", "--json").lines[1]["author"] == "현우"


@pytest.mark.parametrize("why", [KeyError("uid not found"), OSError("no username set")])
def test_a_user_without_a_name_submits_all_the_same(
    shop: Here, why: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container that runs under a number."""

    def nameless() -> str:
        raise why

    monkeypatch.setattr(getpass, "getuser", nameless)
    ran = run(shop, "submit", "order_shipped")
    assert (ran.code, ran.err) == (0, "")
    assert run(shop, "list", "--json").lines[1]["author"] == "nameless"


@pytest.mark.parametrize("nobody", ["", "  ", "\u200b", "bot", "가" * 41])
def test_nobody_approves_nothing(shop: Here, nobody: str) -> None:
    run(shop, "submit", "order_shipped", "--by", "현우")
    assert run(shop, "approve", "order_shipped", "--by", nobody).code != 0
    assert run(shop, "list", "--json").lines[1]["ours"] == "in_review"
