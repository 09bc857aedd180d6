import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.whatsapp.expected import EXPECTED
from tests.whatsapp.fixtures import BSUID, FOLDER, NAMES, NUMBER, PHONE, body
from wa_support.cli.webhook_explain import explain

GOLDEN = Path(__file__).parent / "explained.jsonl"


def run(file: Path | str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(explain, [str(file)], input=stdin)


def lines(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_text_is_explained_in_one_line() -> None:
    assert lines(run(FOLDER / "text_reply.json")) == [
        {
            "kind": "message",
            "id": "wamid.text.1",
            "type": "text",
            "customer": {"bsuid": BSUID, "phone": PHONE},
            "phone_number_id": NUMBER,
            "at": "2026-11-22T02:00:00Z",
            "field": "messages",
            "entry_id": "102290129300001",
            "name": "김하늘",
            "content": {"is": "Text", "body": "yes"},
            "reply_to": "wamid.out.7",
        }
    ]


def test_standard_input_is_read_for_a_dash() -> None:
    assert lines(run("-", body("text")))[0]["kind"] == "message"


@pytest.mark.parametrize("name", NAMES)
def test_each_event_is_one_line_with_the_same_first_keys(name: str) -> None:
    told = lines(run(FOLDER / f"{name}.json"))
    assert len(told) == len(EXPECTED[name])
    first = ["kind", "id", "type", "customer", "phone_number_id", "at", "field", "entry_id"]
    assert all(list(line)[:8] == first for line in told)


def test_what_is_said_about_every_fixture_stays_the_same() -> None:
    told = "".join(run(FOLDER / f"{name}.json").stdout for name in NAMES)
    assert told == GOLDEN.read_text(encoding="utf-8")


def test_a_failed_status_says_why() -> None:
    (line,) = lines(run(FOLDER / "status_failed.json"))
    assert (line["status"], line["error_code"]) == ("failed", 131047)


def test_an_unknown_time_is_null() -> None:
    assert lines(run(FOLDER / "number_errors.json"))[0]["at"] is None


@pytest.mark.parametrize(
    ("content", "says"), [(b"", "not JSON at byte 0"), (b"[]", "no object"), (b"{}", "entry")]
)
def test_an_unreadable_body_is_one_clear_line_and_exit_1(content: bytes, says: str) -> None:
    result = run("-", content)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert says in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_missing_file_and_a_missing_argument_are_exit_2(tmp_path: Path) -> None:
    assert run(tmp_path / "none.json").exit_code == 2
    assert CliRunner().invoke(explain, []).exit_code == 2


def test_characters_that_a_terminal_obeys_are_escaped() -> None:
    tricky = "\u009b31m\u202eabc\u2028\u001b[2J"
    changed = json.loads(body("text"))
    changed["entry"][0]["changes"][0]["value"]["messages"][0]["text"]["body"] = tricky
    result = run("-", json.dumps(changed).encode())
    assert lines(result)[0]["content"]["body"] == tricky
    assert not set("\u009b\u202e\u2028\u001b") & set(result.stdout)
