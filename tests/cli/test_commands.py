"""What programs and people read: golden outputs and exit codes."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.cli.program import ROOT, Ran, wa_support
from wa_support.bootstrap.house import House, open_house
from wa_support.config.settings import load_settings
from wa_support.domain.policy import Suggestion
from wa_support.domain.text import MaskedText

POLICY = {
    "POLICIES_FILE": str(ROOT / "policies.yaml"),
    "KNOWLEDGE_DIR": str(ROOT / "knowledge"),
}


def test_policy_try_prints_one_json_line_a_text(tmp_path: Path) -> None:
    texts = "주문 1042 어디쯤이에요?\n파이썬 퀵정렬 짜줘\n상담원\nㅁㄴㅇㄹ\n"
    ran = wa_support("policy", "try", "-", folder=tmp_path, stdin=texts, **POLICY)
    assert ran.code == 0
    assert ran.lines == [
        {"text": "주문 1042 어디쯤이에요?", "decision": "admit", "purpose": "orders",
         "declared_as": "order_management", "reason": "rule", "confidence": None,
         "decided_by": "rule"},
        {"text": "파이썬 퀵정렬 짜줘", "decision": "decline", "purpose": None, "declared_as": None,
         "reason": "off_purpose", "confidence": None, "decided_by": "rule"},
        {"text": "상담원", "decision": "hand_off", "purpose": None, "declared_as": None,
         "reason": "asked", "confidence": None, "decided_by": "rule"},
        {"text": "ㅁㄴㅇㄹ", "decision": "ask", "purpose": None, "declared_as": None,
         "reason": "not_understood", "confidence": None, "decided_by": "none"},
    ]  # fmt: skip


def test_policy_try_never_prints_a_resident_number(tmp_path: Path) -> None:
    ran = wa_support("policy", "try", "제 번호는 900101-1234567", folder=tmp_path, **POLICY)
    assert ran.lines[0]["reason"] == "personal_data"
    assert "1234567" not in ran.out + ran.err


@pytest.mark.parametrize(
    "words", [("policy", "check"), ("conversations", "list"), ("db", "upgrade")]
)
def test_whichever_command_comes_first_makes_the_data_folder_for_its_owner_alone(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    assert wa_support(*words, folder=tmp_path, **POLICY).code == 0
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("words", [("conversations", "list"), ("db", "upgrade")])
def test_a_database_of_a_version_that_is_not_known_is_said_in_one_line(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    assert wa_support("conversations", "list", folder=tmp_path, **POLICY).code == 0
    with closing(sqlite3.connect(tmp_path / "data" / "wa-support.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    ran = wa_support(*words, folder=tmp_path, **POLICY)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith("the database has schema 9999, this program knows 0001 to ")


@pytest.mark.parametrize("words", [("conversations", "list"), ("db", "upgrade")])
def test_a_data_folder_that_cannot_be_made_is_said_in_one_line(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "data").write_text("a file stands here")
    ran = wa_support(*words, folder=tmp_path, **POLICY)
    assert ran.code == 2
    assert ran.err.startswith("WA_DATA_DIR: data cannot be made (File exists); name a folder")
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("command", ["serve", "web", "work"])
def test_a_command_names_every_setting_that_it_lacks(command: str, tmp_path: Path) -> None:
    ran = wa_support(command, folder=tmp_path)
    assert ran.code == 2
    assert ran.out == ""
    names = [line.partition(":")[0] for line in ran.err.splitlines()]
    assert names == _LACKING[command]


_LACKING = {
    "web": ["WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN"],
    "work": ["WHATSAPP_ACCESS_TOKEN", "WHATSAPP_PHONE_NUMBER_ID"],
    "serve": ["WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN", "WHATSAPP_ACCESS_TOKEN",
              "WHATSAPP_PHONE_NUMBER_ID"],
}  # fmt: skip


@pytest.mark.parametrize(
    "words", [["conversations", "list"], ["inbox", "dead"], ["outbox", "held"]]
)
def test_an_empty_database_is_created_and_is_empty(words: list[str], tmp_path: Path) -> None:
    ran = wa_support(*words, "--json", folder=tmp_path)
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_a_policy_is_published_once_and_a_faulty_one_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "policies.yaml"
    file.write_bytes((ROOT / "policies.yaml").read_bytes())
    assert _publish(tmp_path).out == "version 1 is in force\n"
    assert _publish(tmp_path).out == "version 1 is in force\n"
    file.write_text(file.read_text() + "\nsurprise: 1\n")
    refused = _publish(tmp_path)
    assert refused.code == 1
    assert f"{file.name}:{len(file.read_text().splitlines())}:1" in refused.err


def _publish(folder: Path) -> Ran:
    return wa_support("policy", "publish", folder=folder, KNOWLEDGE_DIR=str(ROOT / "knowledge"))


def test_an_older_schema_is_one_line_and_exit_2(tmp_path: Path) -> None:
    import sqlite3

    wa_support("conversations", "list", folder=tmp_path)
    with sqlite3.connect(tmp_path / "data" / "wa-support.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '0000'")
    database.close()
    ran = wa_support("conversations", "list", folder=tmp_path)
    assert ran.code == 2
    assert ran.err.count("\n") == 1


def test_an_unreadable_webhook_is_explained_in_one_line(tmp_path: Path) -> None:
    ran = wa_support("webhook", "explain", "-", folder=tmp_path, stdin='{"entry": [')
    assert ran.code == 1
    assert ran.err.count("\n") == 1


def test_a_webhook_is_explained_one_json_line_an_event(tmp_path: Path) -> None:
    message = {"id": "wamid.1", "from": "821055501042", "timestamp": "1795000000", "type": "text",
               "text": {"body": "hi"}}  # fmt: skip
    value = {"metadata": {"phone_number_id": "42"}, "messages": [message]}
    body = {"object": "whatsapp_business_account",
            "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]}  # fmt: skip
    [line] = wa_support("webhook", "explain", "-", folder=tmp_path, stdin=json.dumps(body)).lines
    assert line["kind"] == "message"
    assert line["customer"] == {"bsuid": None, "phone": "821055501042"}
    assert line["phone_number_id"] == "42"


def test_an_unknown_conversation_is_said_in_one_line(tmp_path: Path) -> None:
    mine = ["--agent", "Minji"]
    for words in (["show", "con_1"], ["take", "con_1", *mine], ["reply", "con_1", "hello", *mine]):
        ran = wa_support("conversations", *words, folder=tmp_path)
        assert ran.code == 1
        assert ran.err.count("\n") == 1
        assert "con_1" in ran.err


def test_a_policy_that_names_no_article_is_not_published(tmp_path: Path) -> None:
    (tmp_path / "policies.yaml").write_bytes((ROOT / "policies.yaml").read_bytes())
    refused = wa_support("policy", "publish", folder=tmp_path)
    assert refused.code == 1
    assert "'delivery' has no file; articles such as care.ko.md in KNOWLEDGE_DIR" in refused.err


def test_policy_try_says_what_the_classifier_decided_and_fits_once(tmp_path: Path) -> None:
    ran = wa_support("policy", "try", "서랍이 뻑뻑해서 안 닫혀요", folder=tmp_path, **POLICY)
    [line] = ran.lines
    assert (line["decision"], line["purpose"], line["reason"], line["decided_by"]) == (
        "admit", "support", "classifier", "classifier"
    )  # fmt: skip
    assert 0.5 < line["confidence"] <= 1
    [kept] = (tmp_path / "data" / "fitted").glob("*.weights")
    fitted_at = kept.stat().st_mtime_ns
    again = wa_support("policy", "try", "서랍이 뻑뻑해서 안 닫혀요", folder=tmp_path, **POLICY)
    assert again.lines == ran.lines
    assert kept.stat().st_mtime_ns == fitted_at


def test_what_taps_suggest_is_listed_for_the_file(tmp_path: Path) -> None:
    assert wa_support("policy", "suggest", folder=tmp_path).out.startswith("nothing was tapped")
    (tmp_path / "policies.yaml").write_bytes((ROOT / "policies.yaml").read_bytes())
    assert _publish(tmp_path).code == 0
    with _opened(tmp_path) as house, house.database.write() as tx:
        for said, purpose in (
            ("그거 어떻게 됐나요", "orders"), ("그거 어떻게 됐나요", "orders"),
            ("의자 그거요", "support"), ("택배 언제 와요?", "orders"), ("x", "gone"),
        ):  # fmt: skip
            one = Suggestion(text=MaskedText(said), purpose=purpose, language="ko")
            tx.suggestions.add(one, conversation_id="con_1", now=1_800_000_000_000)
    rows = wa_support("policy", "suggest", "--json", folder=tmp_path).lines
    assert [(row["text"], row["purpose"], row["times"]) for row in rows] == [
        ("그거 어떻게 됐나요", "orders", 2), ("의자 그거요", "support", 1)
    ]  # fmt: skip
    table = wa_support("policy", "suggest", "--limit", "1", folder=tmp_path).out.splitlines()
    assert table[0].split() == ["purpose", "language", "times", "last_at", "text"]
    assert table[1].endswith("그거 어떻게 됐나요")
    assert len(table) == 2


@contextmanager
def _opened(folder: Path) -> Iterator[House]:
    house = open_house(load_settings({"WA_DATA_DIR": str(folder / "data")}, None))
    try:
        yield house
    finally:
        house.engine.close()


def test_a_demo_with_a_key_and_no_model_says_which_setting_is_missing(tmp_path: Path) -> None:
    ran = wa_support("demo", folder=tmp_path, OPENAI_API_KEY="sk-of-nobody", **POLICY)
    assert ran.code == 2
    assert ran.err.startswith("OPENAI_MODEL: not set; ")


def test_a_demo_has_no_other_model_than_the_scripted_one(tmp_path: Path) -> None:
    ran = wa_support("demo", "--model", "gpt-6-luna", folder=tmp_path, **POLICY)
    assert ran.code == 2
    assert "'gpt-6-luna' is not 'scripted'" in ran.err
