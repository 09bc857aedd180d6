"""`people`: golden outputs and exit codes."""

import re
from pathlib import Path

import pytest

from tests.cli.program import Ran, wa_support

LINK = re.compile(r"http://127\.0\.0\.1:8081/link/[0-9A-Za-z_-]{43}\n")


def add(folder: Path, name: str, role: str, *more: str) -> Ran:
    login = f"{role}@shop.example"
    return wa_support(
        "people", "add", "--name", name, "--login", login, "--role", role, *more, folder=folder
    )


def run(folder: Path, *words: str, stdin: str = "", **env: str) -> Ran:
    return wa_support("people", *words, folder=folder, stdin=stdin, **env)


def test_nobody_is_there_and_the_list_says_how_to_begin(tmp_path: Path) -> None:
    assert run(tmp_path, "list").out == (
        "nobody yet: wa-support people add --name … --login … --role admin\n"
    )
    assert run(tmp_path, "list", "--json").out == ""


def test_who_is_added_gets_a_link_on_stdout_and_its_terms_on_stderr(tmp_path: Path) -> None:
    ran = add(tmp_path, "민지", "admin")
    assert ran.code == 0
    assert LINK.fullmatch(ran.out)
    assert ran.err == (
        "민지 sets a password there, once, within 24 hours; until then anybody with the link can.\n"
    )
    other = run(tmp_path, "link", "민지", WA_CONSOLE_PORT="9081")
    assert other.out.startswith("http://127.0.0.1:9081/link/")
    outside = run(tmp_path, "link", "Admin@shop.example", WA_CONSOLE_URL="https://desk.example/")
    assert outside.out.startswith("https://desk.example/link/")


def test_the_list_is_json_lines(tmp_path: Path) -> None:
    add(tmp_path, "민지", "admin", "--language", "ko", "--capacity", "3")
    [line] = run(tmp_path, "list", "--json").lines
    assert re.fullmatch(r"acc_[0-9A-Z]{26}", line.pop("id"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("since"))
    assert line == {
        "name": "민지", "login": "admin@shop.example", "role": "admin", "languages": ["ko"],
        "purposes": [], "capacity": 3, "has_password": False,
    }  # fmt: skip
    table = run(tmp_path, "list").out.splitlines()
    assert table[0].split() == [
        "id", "name", "login", "role", "languages", "purposes", "capacity", "has_password", "since"
    ]  # fmt: skip


def test_added_as_json_is_one_line_with_the_link(tmp_path: Path) -> None:
    [line] = add(tmp_path, "민지", "admin", "--json").lines
    assert LINK.fullmatch(line["link"] + "\n")
    assert (line["name"], line["role"], line["link_hours"]) == ("민지", "admin", 24)


def test_removing_asks_and_takes_only_a_yes(tmp_path: Path) -> None:
    add(tmp_path, "민지", "admin")
    add(tmp_path, "지우", "agent")
    kept = run(tmp_path, "remove", "지우", stdin="n\n")
    assert (kept.code, kept.out) == (1, "")
    assert "지우 (agent) can sign in no more. Remove?" in kept.err
    assert run(tmp_path, "remove", "지우", stdin="").code == 1
    gone = run(tmp_path, "remove", "지우", "--yes")
    assert (gone.code, gone.out, gone.err) == (0, "지우: removed\n", "")
    assert [line["name"] for line in run(tmp_path, "list", "--json").lines] == ["민지"]


def test_what_is_not_allowed_is_one_line_and_exit_1(tmp_path: Path) -> None:
    add(tmp_path, "민지", "admin")
    for ran, said in (
        (add(tmp_path, "민지", "agent"), "Somebody has, or had, that name"),
        (add(tmp_path, "소연", "admin"), "Somebody signs in with that address"),
        (run(tmp_path, "add", "--name", "소연", "--login", "soyeon"), "an e-mail address"),
        (run(tmp_path, "remove", "민지", "--yes"), "The last admin stays an admin"),
        (run(tmp_path, "remove", "소연", "--yes"), "소연: no such account; wa-support people list"),
        (run(tmp_path, "link", "소연"), "소연: no such account; wa-support people list"),
    ):
        assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
        assert said in ran.err


@pytest.mark.parametrize(
    "words",
    [["add", "--name", "민지"], ["add", "--name", "a", "--login", "a@b.co", "--role", "boss"],
     ["add", "--name", "a", "--login", "a@b.co", "--capacity", "100"], ["remove"], ["link"]],
)  # fmt: skip
def test_wrong_use_is_exit_2(tmp_path: Path, words: list[str]) -> None:
    assert run(tmp_path, *words).code == 2
