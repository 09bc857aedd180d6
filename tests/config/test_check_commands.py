import json
import os
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests.config.policies import SMALL, changed
from wa_support.cli.check import check
from wa_support.cli.policy_check import check as policy_check
from wa_support.config.policy_conduct import RIGHT_AWAY
from wa_support.config.settings import NAMES


@pytest.fixture(autouse=True)
def _clean_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in os.environ.keys() & set(NAMES):
        monkeypatch.delenv(name)
    Path("policies.yaml").write_text(SMALL, encoding="utf-8")


def test_a_right_place_has_no_faults() -> None:
    result = CliRunner().invoke(check)
    assert result.exit_code == 0
    assert result.output.endswith("policies.yaml, articles, templates and settings: no faults\n")


def test_a_fault_is_one_clickable_line_and_exit_1() -> None:
    Path("policies.yaml").write_bytes(changed("bot_may", "bot_mai"))
    result = CliRunner().invoke(check)
    assert result.exit_code == 1
    assert "policies.yaml:18:5: unknown key 'bot_mai'; did you mean bot_may?\n" in result.output


def test_wrong_settings_are_faults_too() -> None:
    Path(".env").write_text("WA_PORT=none\nWA_DATA_KEY=canary-9c\n")
    result = CliRunner().invoke(check)
    assert result.exit_code == 1
    assert "WA_PORT: found 'none'" in result.output
    assert "canary" not in result.output


def test_a_name_that_is_none_of_ours_is_pointed_at() -> None:
    Path(".env").write_text("WHATSAPP_APP_SECERT=canary-9c\nWA_PORT\nSHOP_API_KEY=x\n")
    result = CliRunner().invoke(check)
    assert result.exit_code == 0
    assert (
        "WHATSAPP_APP_SECERT: warning: no setting of this program, in .env; "
        "did you mean WHATSAPP_APP_SECRET?\n"
    ) in result.output
    assert "WA_PORT: warning: no = after it in .env, so it is not set\n" in result.output
    assert "SHOP_API_KEY" not in result.output
    assert "canary" not in result.output


def test_json_lines_say_the_same() -> None:
    Path("policies.yaml").write_bytes(changed("bot_may", "bot_mai"))
    result = CliRunner().invoke(check, ["--json"])
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    fault = next(row for row in rows if row["severity"] == "error")
    assert fault == {
        "severity": "error",
        "file": "policies.yaml",
        "line": 18,
        "column": 5,
        "found": "unknown key 'bot_mai'",
        "expected": "did you mean bot_may?",
    }
    assert rows[0]["setting"] == "WHATSAPP_APP_SECRET"


def test_a_host_that_others_reach_wants_a_proxy_in_front() -> None:
    warning = (
        "WA_HOST: warning: others can reach this host; put a proxy that buffers request bodies"
    )
    for host in ("127.0.0.1", "127.9.9.9", "::1", "localhost"):
        Path(".env").write_text(f"WA_HOST={host}\n")
        assert "WA_HOST" not in CliRunner().invoke(check).output
    for host in ("0.0.0.0", "::", "10.0.0.5", "web.internal"):
        Path(".env").write_text(f"WA_HOST={host}\n")
        result = CliRunner().invoke(check)
        assert (result.exit_code, warning in result.output) == (0, True)


@pytest.mark.parametrize("command", [check, policy_check])
def test_a_token_instead_of_a_file_name_is_not_printed(command: click.Command) -> None:
    Path(".env").write_text("POLICIES_FILE=EAAGcanary7f3a\n")
    result = CliRunner().invoke(command)
    assert "POLICIES_FILE" in result.output
    assert "canary" not in result.output


@pytest.mark.parametrize("command", [check, policy_check])
def test_the_short_help_is_a_whole_sentence(command: click.Command) -> None:
    assert not command.get_short_help_str().endswith("...")


def test_the_practice_shop_is_pointed_at() -> None:
    Path("policies.yaml").write_text(f"{SMALL}engineer:\n  connect: sample_shop\n", "utf-8")
    result = CliRunner().invoke(check)
    assert result.exit_code == 0
    assert "policies.yaml:20:3: warning: connect: sample_shop" in result.output


def test_wrong_use_is_exit_2() -> None:
    assert CliRunner().invoke(check, ["--no-such"]).exit_code == 2


def test_policy_check_says_what_each_purpose_does() -> None:
    Path("policies.yaml").write_bytes(changed("[get_order]", "[get_order, book]"))
    result = CliRunner().invoke(policy_check)
    assert result.exit_code == 0
    assert ("orders: order_management, live; customers say 2 ko, 1 en; not_this 0; "
            "bot may get_order, book\n") in result.output  # fmt: skip
    assert "policies.yaml:18: purposes.orders.bot_may: get_order, book → " in result.output


def test_policy_check_accepts_every_reason_and_how_a_conversation_comes_back() -> None:
    section = (
        f"to_a_person: {{right_away: [{', '.join(RIGHT_AWAY)}], tags: [VIP], back_after: 2 days}}"
    )
    Path("policies.yaml").write_text(f"{SMALL}{section}\n", "utf-8")
    result = CliRunner().invoke(policy_check)
    assert result.exit_code == 0
    assert "to_a_person" not in result.output


def test_policy_check_in_json() -> None:
    result = CliRunner().invoke(policy_check, ["--json"])
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["severity"] for row in rows[:2]] == ["warning", "warning"]
    assert rows[2]["purpose"] == "orders"
    assert rows[2]["customers_say"] == {"ko": 2, "en": 1}


def test_policy_check_of_a_broken_file_is_exit_1_and_of_none_exit_2() -> None:
    Path("policies.yaml").write_text("business: [\n")
    assert CliRunner().invoke(policy_check).exit_code == 1
    Path("policies.yaml").unlink()
    result = CliRunner().invoke(policy_check)
    assert result.exit_code == 2
    assert result.stderr == "policies.yaml: no such file; POLICIES_FILE says where the policy is\n"


def test_a_policy_that_cannot_be_read_is_not_called_missing() -> None:
    Path("policies.yaml").unlink()
    Path("policies.yaml").mkdir()
    result = CliRunner().invoke(policy_check)
    assert result.exit_code == 2
    assert result.stderr.startswith("policies.yaml: cannot be read (Is a directory); POLICIES_FILE")
    assert "policies.yaml:1:1: cannot be read (Is a directory)" in CliRunner().invoke(check).stdout


def test_policy_check_tells_what_will_be_answered_and_let_through() -> None:
    result = CliRunner().invoke(policy_check)
    told = result.output.partition("estimated out of fold on ")[2]
    assert re.match(r"3 examples and \d+ negatives:\n", told)
    assert re.search(r"  orders: answered \d+\.\d % of 2 in ko\n", told)
    assert re.search(r"  of no purpose: let through \d+\.\d % of \d+ in en\n", told)
    few = r"policies.yaml:10:1: warning: orders has 1 examples in en, about \d+ % of the like"
    assert re.search(few, result.output)
    assert result.exit_code == 0


def test_the_estimate_in_json() -> None:
    result = CliRunner().invoke(policy_check, ["--json"])
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    estimated = [row for row in rows if "estimated" in row]
    assert [(row["estimated"], row["purpose"], row["language"]) for row in estimated] == [
        ("answered", "orders", "ko"), ("answered", "orders", "en"),
        ("let_through", None, "ko"), ("let_through", None, "en"),
    ]  # fmt: skip
    assert all(0 <= row["percent"] <= 100 and row["of"] > 0 for row in estimated)
