"""The commands against a running service."""

from tests.acceptance.conftest import service
from tests.acceptance.service import Service
from tests.cli.program import Ran, wa_support
from wa_support.domain.accounts import Role

__all__ = ["service"]


def test_a_conversation_is_listed_taken_answered_and_returned(service: Service) -> None:
    service.answer_to("mina", "상담원")
    [listed] = _run(service, "list", "--json", "--owner", "queued").lines
    assert listed["owner"] == "queued"
    assert listed["customer"]["phone"] == "821055501042"
    assert listed["window_closes_at"].endswith("Z")
    conversation = listed["id"]
    assert _run(service, "take", conversation, "--agent", "Minji").out == "yours\n"
    _run(service, "reply", conversation, "on my way", "--agent", "Minji")
    service.wait_for(lambda: len(service.replies("mina")) == 2)
    shown = _run(service, "show", conversation).out
    assert "Minji: Minji 상담원입니다. on my way" in shown
    assert _run(service, "return", conversation, "--agent", "Minji").code == 0
    assert _run(service, "reply", conversation, "again", "--agent", "Minji").code == 1


def test_the_customer_reads_the_name_of_the_account(service: Service) -> None:
    service.answer_to("mina", "상담원")
    for name, role in (("민지", Role.ADMIN), ("지우", Role.AGENT)):
        service.house.people().add(name=name, login=f"{role}@shop.example", role=role, by="test")
    (waiting,) = service.house.queries.conversations(owner="queued")
    conversation = waiting.conversation.id
    assert _run(service, "take", conversation, "--agent", "agent@shop.example").code == 0
    assert _run(service, "reply", conversation, "on my way", "--agent", "root").code == 1
    assert _run(service, "reply", conversation, "on my way", "--agent", "지 우").code == 0
    service.wait_for(lambda: len(service.replies("mina")) == 2)
    assert "지우: 지우 상담원입니다. on my way" in _run(service, "show", conversation).out


def test_no_customer_reads_the_login_of_a_machine(service: Service) -> None:
    service.answer_to("mina", "상담원")
    (waiting,) = service.house.queries.conversations(owner="queued")
    conversation = waiting.conversation.id
    assert _run(service, "take", conversation).out == "yours\n"
    assert _run(service, "reply", conversation, "on my way").code == 0
    service.wait_for(lambda: len(service.replies("mina")) == 2)
    last = _run(service, "show", conversation).out.splitlines()[-1]
    assert last.split(": ")[1].startswith("on my way")
    assert _run(service, "return", conversation).code == 0


def _run(service: Service, *words: str) -> Ran:
    folder = service.house.data_dir
    return wa_support("conversations", *words, folder=folder.parent, WA_DATA_DIR=str(folder))


def test_the_bot_is_paused_for_somebody_who_never_wrote(service: Service) -> None:
    phone = "821055507777"
    paused = _run(service, "pause", "+82 10-5550-7777", "--by", "Minji").out
    assert paused.startswith("cus_")
    assert paused.endswith(": paused for ever\n")
    service.phone.say(phone, "where is order 1042?")
    service.wait_for(lambda: "paused" in _reasons(service))
    again = _run(service, "unpause", phone, "--by", "Minji")
    assert again.out.endswith(": not paused any more\n")
    assert _run(service, "unpause", phone, "--by", "Minji").code == 1


def _reasons(service: Service) -> set[str]:
    found = service.house.queries.conversations(owner="queued")
    return {one.handoff.reason for one in found if one.handoff is not None}


def test_a_pause_until_a_moment_says_which(service: Service) -> None:
    until = "2099-01-01T09:00:00+09:00"
    told = _run(service, "pause", "KR.777", "--until", until, "--by", "Minji").out
    assert told.endswith(": paused until 2099-01-01T00:00:00.000Z\n")
    for wrong in ("tomorrow", "2099-01-01T09:00:00", "2020-01-01T09:00:00Z"):
        ran = _run(service, "pause", "KR.777", "--until", wrong, "--by", "Minji")
        assert ran.code in {1, 2}
    assert _run(service, "pause", "민아", "--by", "Minji").code == 1
