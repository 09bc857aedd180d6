"""`--by` and `--agent`: where accounts exist, one of them that may do it at the console, too."""

import pytest

from tests.cli.program import Here, Ran

PEOPLE = {"민지": "admin", "수진": "approver", "현우": "ops", "지우": "agent"}
AUTHORS = "민지 (admin), 현우 (ops) may"
APPROVERS = "민지 (admin), 수진 (approver) may"


@pytest.fixture
def fresh(with_templates: Here) -> Here:
    return with_templates


@pytest.fixture
def shop(fresh: Here) -> Here:
    for name, role in PEOPLE.items():
        login = f"{role}@shop.example"
        ran = fresh.run("people", "add", "--name", name, "--login", login, "--role", role)
        assert ran.code == 0, ran.err
    return fresh


def templates(shop: Here, *words: str, **env: str) -> Ran:
    return shop.run("templates", *words, **env)


def row(shop: Here) -> tuple[str, str | None, str | None]:
    line = templates(shop, "list", "--json").lines[1]
    return line["ours"], line["author"], line["reviewer"]


def test_who_has_no_account_or_another_role_approves_and_rejects_nothing(shop: Here) -> None:
    assert templates(shop, "submit", "order_shipped", "--by", "현우").code == 0
    for who, said in (
        ("nobody", "nobody: no such account"),
        ("지우", "지우 (agent) may not"),
        ("ops@shop.example", "현우 (ops) may not"),
    ):
        for words in (["approve"], ["reject", "--note", "짧게"]):
            ran = templates(shop, *words, "order_shipped", "--by", who)
            assert (ran.code, ran.out) == (1, "")
            assert ran.err == f"{said}; {APPROVERS}\n"
    assert row(shop) == ("in_review", "현우", None)
    assert templates(shop, "approve", "order_shipped", "--by", "Approver@shop.example").code == 0
    assert row(shop) == ("approved", "현우", "수진")


def test_what_is_put_up_is_put_up_by_an_account_not_by_the_machines_login(shop: Here) -> None:
    for words in ([], ["--by", "ops"]):
        ran = templates(shop, "submit", "order_shipped", *words)
        assert (ran.code, ran.out, ran.err) == (1, "", f"ops: no such account; {AUTHORS}\n")
    refused = templates(shop, "submit", "order_shipped", "--by", "수진")
    assert refused.err == f"수진 (approver) may not; {AUTHORS}\n"
    assert row(shop) == ("not_put_up", None, None)
    templates(shop, "submit", "order_shipped", "--by", "민지")
    templates(shop, "approve", "order_shipped", "--by", "수진")
    at_meta = templates(shop, "submit", "order_shipped", "--by", "수진")
    assert "WHATSAPP_ACCESS_TOKEN" in at_meta.err, "who approves may give it to Meta"


def test_alone_is_still_a_person_of_the_shop(shop: Here) -> None:
    solo = {"WA_APPROVALS": "one_person_recorded"}
    templates(shop, "submit", "order_shipped", "--by", "민지", **solo)
    assert templates(shop, "approve", "order_shipped", "--by", "nobody", **solo).code == 1
    ran = templates(shop, "approve", "order_shipped", "--by", "민지", "--json", **solo)
    assert [(line["reviewer"], line["alone"]) for line in ran.lines] == [("민지", True)] * 2


def test_where_nobody_may_yet_it_says_how_somebody_comes(fresh: Here) -> None:
    fresh.run("people", "add", "--name", "지우", "--login", "j@shop.example", "--role", "agent")
    ran = templates(fresh, "approve", "order_shipped", "--by", "지우")
    assert ran.err == "지우 (agent) may not; nobody may yet: wa-support people add\n"


@pytest.mark.parametrize(
    "words",
    [
        "outbox release snd_1", "outbox drop snd_1", "inbox redrive dl_1", "policy publish",
        "people add --name 소연 --login s@shop.example", "people link 지우",
        "people remove 지우 --yes", "templates delete order_shipped --yes",
        "templates send order_shipped --to +821055501042", "templates lists lst_1 --stop",
        "conversations pause +821055501042", "conversations unpause +821055501042",
        "conversations take cnv_1", "conversations reply cnv_1 hello", "conversations return cnv_1",
    ],
)  # fmt: skip
def test_nobody_does_nothing_else_either(shop: Here, words: str) -> None:
    said = "--agent" if words.split()[1] in {"take", "reply", "return"} else "--by"
    ran = shop.run(*words.split(), said, "nobody", WHATSAPP_PHONE_NUMBER_ID="1")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.err.startswith("nobody: no such account; 민지 (admin)")


def test_where_nobody_has_an_account_what_was_typed_is_believed(fresh: Here) -> None:
    templates(fresh, "submit", "order_shipped")
    assert templates(fresh, "approve", "order_shipped", "--by", "수진").code == 0
    assert row(fresh) == ("approved", "ops", "수진")
