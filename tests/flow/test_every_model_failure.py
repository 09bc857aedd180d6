"""Each failure of a model's server, at both endpoints, as a customer meets it: an answer or a
person, truthfully, within the turn's deadline. Adapter, breaker, checks and shop are the real ones.
"""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import pytest

from tests.acceptance.service import settings_in
from tests.flow.house import MINA, Home, StillClock, at_home
from tests.flow.test_answering import handoff, taps
from tests.models.asking import REQUEST, model_at, serving
from wa_support.bootstrap.house import open_house
from wa_support.bootstrap.understanding import thinking_with
from wa_support.domain.breaker import FAILURES_BEFORE_OPEN, OPEN_MS
from wa_support.domain.conversations import Owner
from wa_support.domain.spending import day_of
from wa_support.ports.language_model import LanguageModel, ModelUnavailable
from wa_support.simulator.model.answers import Answer, Endpoint, Failure, Says
from wa_support.simulator.model.filling import HOSTILE
from wa_support.simulator.model.server import RunningModel

ADMITTED: Final = "주문 1042 어디쯤이에요?"
"""Rules admit it to a purpose; the model would word the answer."""
TOO_LATE: Final = "1042 주문 취소하고 싶은데 이미 보냈나요"
"""As above, and by the shop's rules only a person may do it."""
UNCLEAR: Final = "그 머시기 그거 왜 아직이죠"
"""The model would name the purpose; without it there is the menu."""
DEADLINE_S: Final = 3.6

UNFIT: Final = frozenset(
    {Failure.REFUSAL, Failure.TRUNCATED, Failure.INVALID_JSON, Failure.SCHEMA_VIOLATING,
     Failure.HOSTILE}
)  # fmt: skip
"""The server was there and its words may not be used; after the others it was not there."""
GONE: Final = [failure for failure in Failure if failure not in UNFIT]
TEXTS: Final = (ADMITTED, TOO_LATE, UNCLEAR)
SENT_BY_NO_RULE: Final = ("9,999,999", "evil.example", "홍길동", "9000", "900 555", "system", "…")


Heard = tuple[str, list[str], str]
"""The bubble, what may be tapped under it, and how the turn ended."""


@dataclass(frozen=True, slots=True)
class RunningSeconds:
    """The test's days and the machine's seconds."""

    days: StillClock

    def now(self) -> int:
        return self.days.now()

    def monotonic(self) -> float:
        return time.monotonic()


@pytest.fixture(scope="module")
def told() -> list[Answer]:
    """What the server says from now on."""
    return [Failure.EMPTY]


@pytest.fixture(scope="module")
def server(told: list[Answer]) -> Iterator[RunningModel]:
    running = serving(lambda _asked: told[0], slow_s=30)
    yield running
    running.stop()


@pytest.fixture(scope="module", params=list(Endpoint))
def model(request: pytest.FixtureRequest, server: RunningModel) -> LanguageModel:
    """Opened before a deadline counts: the first request imports the SDK."""
    adapter = model_at(server.url, request.param)
    with suppress(ModelUnavailable):
        adapter.reply(REQUEST, within_s=20)
    return adapter


@pytest.fixture
def thinking(home: Home, model: LanguageModel) -> Home:
    home.turns = _turns_with(home, model)
    return home


def _turns_with(home: Home, model: LanguageModel) -> Any:
    clock = RunningSeconds(home.clock)
    with_model = replace(thinking_with(home.house, model), clock=clock, deadline_s=DEADLINE_S)
    return replace(home.turns, clock=clock, model=with_model)


@pytest.fixture(scope="module")
def without_a_model(
    tmp_path_factory: pytest.TempPathFactory, prepared: Path
) -> Mapping[str, Heard]:
    heard = {}
    for number, text in enumerate(TEXTS):
        with at_home(tmp_path_factory.mktemp("plain") / str(number), prepared) as home:
            heard[text] = _heard(home, text)
    return heard


def _heard(home: Home, text: str) -> Heard:
    return _in_time(home, text), taps(home), home.stories()[0].state


def _in_time(home: Home, text: str) -> str:
    before = time.monotonic()
    bubble = home.asks(text)
    assert time.monotonic() - before < DEADLINE_S
    return bubble


def _steps(home: Home, kind: str) -> list[Mapping[str, Any]]:
    """Of the newest turn."""
    return [payload for step, payload in home.stories()[0].steps if step == kind]


def _nothing_untrue(home: Home) -> None:
    for call in home.cloud.calls:
        said = str(call.message)
        assert not [one for one in SENT_BY_NO_RULE if one in said]
        assert call.to == MINA
    assert not [
        kind for story in home.stories() for kind, _ in story.steps if kind.startswith("effect")
    ]


# each failure


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("failure", GONE)
def test_without_its_model_a_turn_ends_as_if_there_were_none(
    thinking: Home,
    told: list[Answer],
    without_a_model: Mapping[str, Heard],
    failure: Failure,
    text: str,
) -> None:
    told[0] = failure
    assert _heard(thinking, text) == without_a_model[text]
    assert {one["reply"] for one in _steps(thinking, "model")} == {None}
    _nothing_untrue(thinking)


@pytest.mark.parametrize("failure", sorted(UNFIT))
def test_words_that_may_not_be_used_bring_a_person_who_is_announced_truthfully(
    thinking: Home, told: list[Answer], failure: Failure
) -> None:
    told[0] = failure
    bubble = _in_time(thinking, ADMITTED)
    assert "답변을 준비하지 못했습니다. 상담원" in bubble
    assert handoff(thinking).reason == "answer_invalid"
    assert thinking.conversation().owner is Owner.QUEUED
    assert len(_steps(thinking, "model")) == 2
    _nothing_untrue(thinking)


@pytest.mark.parametrize("failure", sorted(UNFIT))
def test_a_purpose_that_cannot_be_read_leaves_the_menu(
    thinking: Home,
    told: list[Answer],
    without_a_model: Mapping[str, Heard],
    failure: Failure,
) -> None:
    told[0] = failure
    assert _heard(thinking, UNCLEAR) == without_a_model[UNCLEAR]
    _nothing_untrue(thinking)


def test_hostile_words_that_name_a_purpose_first_still_reach_no_customer(
    thinking: Home, told: list[Answer]
) -> None:
    told[0] = Says(text=_understanding(HOSTILE))
    bubble = _in_time(thinking, UNCLEAR)
    assert [one["outcome"] for one in _steps(thinking, "model")] == ["understood", *["unfit"] * 2]
    assert "답변을 준비하지 못했습니다. 상담원" in bubble
    assert thinking.conversation().owner is Owner.QUEUED
    _nothing_untrue(thinking)


# failures that go on


def _outcomes(home: Home) -> list[str]:
    return [one["outcome"] for one in _steps(home, "model")]


def test_a_model_that_keeps_failing_is_left_alone_and_tried_again(
    thinking: Home, told: list[Answer], server: RunningModel
) -> None:
    told[0] = Failure.ERROR_500
    for _ in range(FAILURES_BEFORE_OPEN):
        thinking.asks(ADMITTED)
    before = len(server.asked)
    thinking.asks(ADMITTED)
    assert (_outcomes(thinking), len(server.asked)) == (["circuit_open"], before)
    told[0] = Says(text=_understanding("1042 주문은 사람이 확인합니다."))
    thinking.clock.pass_by(OPEN_MS)
    assert thinking.asks(ADMITTED).endswith("1042 주문은 사람이 확인합니다.")
    assert len(server.asked) == before + 1


def _understanding(answer: str) -> str:
    value: dict[str, Any] = {
        "intent": "asks", "customer_id": None, "order_id": "1042", "issue_type": None,
        "summary": "", "next_action": "answer", "purpose": "orders", "language": "ko",
        "confidence": 0.9, "collected_fields": [], "answer": answer, "citations": [],
    }  # fmt: skip
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("endpoint", list(Endpoint))
def test_what_failed_in_another_process_is_known_here(
    home: Home, told: list[Answer], server: RunningModel, endpoint: Endpoint
) -> None:
    told[0] = Failure.RESET
    folder = home.house.settings.wa_data_dir
    other = get_context("spawn").Process(
        target=_fail_until_open, args=(folder, server.url, endpoint)
    )
    other.start()
    other.join(60)
    assert other.exitcode == 0
    before = len(server.asked)
    home.turns = _turns_with(home, model_at(server.url, endpoint))
    assert "주문 1042" in home.asks(ADMITTED)
    assert (_outcomes(home), len(server.asked)) == (["circuit_open"], before)


def _fail_until_open(folder: Path, url: str, endpoint: Endpoint) -> None:
    house = open_house(settings_in(folder, "http://127.0.0.1:9"), clock=StillClock())
    with house.database.read() as tx:
        reply = thinking_with(house, model_at(url, endpoint)).reply_for(house.book.current(tx))
    kinds = []
    for _ in range(FAILURES_BEFORE_OPEN + 1):
        try:
            reply(REQUEST, within_s=20, turn_id="trn_other", customer_id="cus_other")
        except ModelUnavailable as why:
            kinds.append(why.kind)
    house.engine.close()
    assert kinds == ["connection"] * FAILURES_BEFORE_OPEN + ["circuit_open"]


def test_over_budget_the_rules_carry_on_and_nothing_is_asked(
    thinking: Home,
    told: list[Answer],
    server: RunningModel,
    without_a_model: Mapping[str, Heard],
) -> None:
    told[0] = Says(text=_understanding("1042 주문은 사람이 확인합니다."))
    thinking.publish(
        lambda source: source.replace("  spend: {", "  spend: {model_per_day: 1 USD, ")
    )
    with thinking.house.database.write() as tx:
        tx.model_calls.spend("", day_of(thinking.clock.now()), 999_999, most=None)
    before = len(server.asked)
    assert _heard(thinking, ADMITTED) == without_a_model[ADMITTED]
    assert (_outcomes(thinking), len(server.asked)) == (["over_budget"], before)
    thinking.asks("상담원 연결해 주세요")
    assert thinking.conversation().owner is Owner.QUEUED
