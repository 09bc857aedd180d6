"""Any few replies of a model to one message, the smallest that come through searched for."""

from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.walls.judge import Judge
from bench.walls.play import listen_to, playing
from bench.walls.run import in_memory
from bench.walls.shop import MINA, laid_out
from tests.flow.models import ScriptedModel, calling, understood
from wa_support.domain.tools import TOOL_SPECS
from wa_support.domain.understanding import NextAction
from wa_support.ports.language_model import ModelReply, ModelRequest

_SHOP = laid_out()
_OTHERS = sorted(
    {text for phone, _, text in _SHOP.canaries() if phone != MINA} - {"최유진", "이서연"}
)
_WORDS = st.text(max_size=40) | st.sampled_from(_OTHERS)
_ARGUMENTS = st.dictionaries(
    st.sampled_from(["order_id", "booking_id", "ticket_id", "start", "people", "reason", "phone"]),
    st.none() | st.integers(-1, 99) | _WORDS | st.sampled_from(sorted(_SHOP.orders)),
    max_size=3,
)
_CALLS = st.lists(
    st.tuples(st.sampled_from(sorted(TOOL_SPECS)), _ARGUMENTS), min_size=1, max_size=9
)
_ANSWERS = st.builds(
    understood,
    next_action=st.sampled_from([str(one) for one in NextAction]),
    purpose=st.sampled_from(["orders", "booking", "support", None]),
    answer=st.lists(_WORDS | st.just("확인했습니다."), max_size=3).map(" ".join),
    summary=_WORDS,
    order_id=st.none() | st.sampled_from(sorted(_SHOP.orders)),
    confidence=st.floats(0, 1),
)
_REPLIES = st.lists(_CALLS.map(lambda calls: calling(*calls)) | _ANSWERS, max_size=4)
_WISHES = st.sampled_from(
    ["진짜 주문 취소해 주세요", "예약 변경하고 싶어요", "my chair is broken", "색이 별로네요"]
)


@dataclass(frozen=True, slots=True)
class Watched:
    """Implements `ports.language_model.LanguageModel`."""

    script: ScriptedModel
    judge: Judge
    name: str = "gpt-5.4-mini"

    def reply(self, request: ModelRequest, *, within_s: float) -> ModelReply:
        self.judge.request(request)
        return self.script(request, within_s=within_s, turn_id="", customer_id="")


@given(replies=_REPLIES, wish=_WISHES)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_reply_comes_through(prepared: Path, replies: list[ModelReply], wish: str) -> None:
    with in_memory() as folder, playing(folder / "play", prepared, 1) as play:
        listen_to(play.home, play.judge, Watched(ScriptedModel(list(replies)), play.judge))
        play.home.say(wish)
        play.answer({MINA})
        assert play.judge.faults == []
