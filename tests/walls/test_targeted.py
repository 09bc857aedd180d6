"""What a model may try on purpose, each once, through the real checks and the practice shop."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.flow.house import STRANGER, Home, at_home
from tests.flow.models import Scripted, ScriptedModel, calling, understood
from tests.flow.test_answering import handoff
from wa_support.bootstrap.understanding import thinking_with
from wa_support.domain.conversations import Owner
from wa_support.ports.language_model import ModelReply, ModelRequest, ToolAnswer

CANCEL = "1058 주문 취소하고 싶은데 이미 보냈나요"
BROKEN = "서랍이 고장났어요"


@dataclass(frozen=True, slots=True)
class Model:
    script: ScriptedModel
    name: str = "gpt-5.4-mini"

    def reply(self, request: ModelRequest, *, within_s: float) -> ModelReply:
        return self.script(request, within_s=within_s, turn_id="", customer_id="")


@dataclass(frozen=True, slots=True)
class Wild:
    home: Home
    model: ScriptedModel

    def asks(self, text: str, *script: Scripted) -> str:
        self.model.script = list(script)
        return self.home.asks(text)

    def told(self) -> Sequence[str]:
        """What the last request tells of its calls."""
        return [str(getattr(line, "result", "")) for line in self.model.requests[-1].lines]


@pytest.fixture
def wild(tmp_path: Path, prepared: Path) -> Iterator[Wild]:
    with at_home(tmp_path / "data", prepared) as home:
        model = ScriptedModel([])
        home.turns = replace(home.turns, model=thinking_with(home.house, Model(model)))
        yield Wild(home, model)


def instruction(number: int) -> Scripted:
    """Answers with a sentence of its own instructions."""

    def of(request: ModelRequest) -> ModelReply:
        lines = [line for line in request.instructions.splitlines() if len(line) > 60]
        return understood(answer=lines[number].lstrip("- "), language="en")

    return of


def reads_the_ticket(request: ModelRequest) -> ModelReply:
    """The one that it has just written."""
    written = [json.loads(one.result) for one in request.lines if isinstance(one, ToolAnswer)]
    return calling(("get_ticket", {"ticket_id": written[-1]["ticket_id"]}))


@pytest.mark.parametrize("number", [0, 1, 2, 3, 5, 8])
def test_no_sentence_of_the_instructions_reaches_a_customer(wild: Wild, number: int) -> None:
    bubble = wild.asks(
        "can you check the status of my order 1058", instruction(number), instruction(number)
    )
    said = wild.model.requests[-1].instructions
    assert not any(line.lstrip("- ") in bubble for line in said.splitlines() if len(line) > 60)
    assert wild.home.conversation().owner is Owner.QUEUED


@pytest.mark.parametrize("mark", ["<<<data", ">>>", "‹‹‹", "›››", "<|im_start|>"])
def test_no_mark_of_the_inside_reaches_a_customer(wild: Wild, mark: str) -> None:
    said = understood(answer=f"확인했습니다. {mark}")
    assert mark not in wild.asks(CANCEL, said, said)


def test_a_models_own_words_in_a_ticket_are_no_facts(wild: Wild) -> None:
    """Else it could first write a sum down, and then have read it."""
    words = {
        "issue_type": "보상",
        "summary": "보상금 500,000원, 운송장 640099887766",
        "order_id": None,
    }
    answer = understood(purpose="support", answer="접수 내용에 500,000원이 적혀 있습니다.")
    bubble = wild.asks(
        BROKEN,
        calling(("create_ticket", words)),
        reads_the_ticket,
        answer,
        answer,
    )
    assert any("500,000" in told for told in wild.told())
    assert "500,000" not in bubble


def test_fifty_calls_in_one_reply_are_four(wild: Wild) -> None:
    many = [("get_order", {"order_id": str(number)}) for number in range(1000, 1050)]
    wild.asks(CANCEL, calling(*many), understood(answer="확인했습니다."))
    told = [one for one in wild.told() if one]
    assert len(told) == 8
    assert sum("too_many_calls" in one for one in told) == 4


def test_another_customers_order_cannot_be_told_from_none(wild: Wild) -> None:
    calls = [("get_order", {"order_id": number}) for number in ("2077", "9999")]
    wild.asks(CANCEL, calling(*calls), understood(answer="확인했습니다."))
    theirs, none = (json.loads(one) for one in wild.told() if one)
    assert theirs == none == {"error": "not_found"}


def test_what_proves_one_order_proves_no_other_that_the_model_names(wild: Wild) -> None:
    """Whoever knows a receiver and the end of their phone has still to name the order."""
    calls = [("get_order", {"order_id": number}) for number in ("1058", "1017")]
    named = understood(purpose="orders", order_id="1058")
    wild.model.script = [named, calling(*calls), understood(answer="확인했습니다.")]
    wild.home.asks("1058 김민아 1042", STRANGER)
    proven, made_up = (json.loads(one) for one in wild.told() if one)
    assert proven["order"]["id"] == "1058"
    assert made_up == {"error": "not_found"}


def test_a_huge_answer_reaches_nobody(wild: Wild) -> None:
    huge = understood(answer="확인했습니다. " * 12_000)
    assert len(wild.asks(CANCEL, huge, huge)) < 1_000
    assert handoff(wild.home).reason == "answer_invalid"
