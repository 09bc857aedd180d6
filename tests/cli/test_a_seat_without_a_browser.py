"""The commands against a running service."""

from tests.acceptance.conftest import service
from tests.acceptance.service import Service
from tests.cli.program import Ran, wa_support

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


def _run(service: Service, *words: str) -> Ran:
    folder = service.house.data_dir
    return wa_support("conversations", *words, folder=folder.parent, WA_DATA_DIR=str(folder))
