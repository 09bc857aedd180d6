"""A published policy decides the next answer, in every process."""

import time
from pathlib import Path

from tests.processes.serving import Serving, serving, wait_for

_IN_FORCE_S = 5.0
_PHONE = "821077100001"


def test_the_next_answer_after_a_publication_follows_it(tmp_path: Path) -> None:
    with serving(tmp_path) as service:
        assert "도움이 되셨다니" in service.answer_to(_PHONE, "감사합니다")
        published = _publish(service, "도움이 되셨다니 다행입니다", "새 판에서 인사드립니다")
        heard, asked = "", 0
        while "새 판에서" not in heard:
            assert time.monotonic() - published < 10, f"still the old words: {heard}"
            asked += 1
            heard = service.answer_to(f"8210771{asked:05}", "감사합니다")
        took = time.monotonic() - published
        print(f"in force {took:.2f} s after it was published, the wait for more words included")
        assert took < _IN_FORCE_S
        assert asked == 1, "an answer begun after the publication followed the old version"


def test_a_faulty_edit_changes_nothing(tmp_path: Path) -> None:
    with serving(tmp_path) as service:
        _edit(service, "declared_as: booking", "declared_as: chatting")
        ran = service.cli("policy", "publish", "--by", "test")
        assert ran.returncode == 1
        assert "not published" in ran.stderr
        assert "도움이 되셨다니" in service.answer_to(_PHONE, "감사합니다")


def test_people_only_is_in_force_for_a_turn_that_was_waiting(tmp_path: Path) -> None:
    """Narrowing counts for words that wait in a burst when it is published."""
    with serving(tmp_path) as service:
        file = service.folder / "policies.yaml"
        words = file.read_text("utf-8")
        head, orders, rest = words.partition("  orders:\n")
        narrower = rest.replace("answers: live", "answers: people", 1)
        file.write_text(head + orders + narrower, "utf-8")
        with service.house() as house:
            service.phone.say(_PHONE, "안녕하세요")
            wait_for(house.queries.conversations, "the greeting in")
            service.phone.say(_PHONE, "배송 시작했나요?")
            published = house.changes.publish(file.read_bytes(), file=str(file), by="test")
            assert published.version is not None, published.faults
            wait_for(lambda: service.heard(_PHONE), "a word to the customer")
            owners = [one.conversation.owner for one in house.queries.conversations()]
        assert owners == ["queued"]


def _publish(service: Serving, old: str, new: str) -> float:
    _edit(service, old, new)
    ran = service.cli("policy", "publish", "--by", "test")
    assert ran.returncode == 0, ran.stderr
    return time.monotonic()


def _edit(service: Serving, old: str, new: str) -> None:
    file = service.folder / "policies.yaml"
    words = file.read_text("utf-8")
    assert old in words
    file.write_text(words.replace(old, new), "utf-8")
