"""A worker that dies between any two lines around an effect: it happens once, and is told once.

The connected system does a thing as often as it is asked, so that nothing but the journal keeps
it from happening twice.
"""

from collections.abc import Callable, Iterator

import pytest

from tests.flow.acts import TOOLS, DieAt, Forgetful, forgetful, up_to_the_question
from tests.flow.house import MINUTE, Crash, Home
from wa_support.domain import failpoints
from wa_support.domain.conversations import Owner
from wa_support.domain.failpoints import Failpoint
from wa_support.domain.turns import JournalKind

OF_AN_ORDER = ("cancel_order", "request_refund")
EACH_TURN: list[Failpoint] = [
    "lease.writing",
    "lease.committed",
    "gate.decided",
    "effect.writing",
    "effect.committed",
    "effect.done",
    "effect_result.committed",
    "outcome.writing",
    "outcome.committed",
    "attempt.writing",
]
READING: list[Failpoint] = ["read.writing", "read.committed"]
AROUND_THE_SEND: list[Failpoint] = ["attempt.committed", "call.ended", "result.writing"]
HAPPENED: list[Failpoint] = ["effect.done", "effect_result.committed", "outcome.writing"]


@pytest.fixture(autouse=True)
def _nothing_stays_installed() -> Iterator[None]:
    yield
    failpoints.install(None)


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("point", EACH_TURN)
def test_an_effect_happens_once_and_is_told_once_wherever_the_worker_dies(
    home_on_each: Home, tool: str, point: Failpoint
) -> None:
    home, shop = home_on_each, forgetful(home_on_each)
    before = _tapped(home, tool)
    _dies_at(home, point)
    _the_next_worker(home)
    _once_and_told(home, shop, tool, before)


@pytest.mark.parametrize("tool", OF_AN_ORDER)
@pytest.mark.parametrize("point", READING)
def test_an_effect_happens_once_where_the_worker_dies_over_the_last_look(
    home_on_each: Home, tool: str, point: Failpoint
) -> None:
    home, shop = home_on_each, forgetful(home_on_each)
    before = _tapped(home, tool)
    _dies_at(home, point)
    _the_next_worker(home)
    _once_and_told(home, shop, tool, before)


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("at", ["before", "after"])
def test_an_effect_happens_once_where_the_worker_dies_inside_the_call(
    home_on_each: Home, tool: str, at: DieAt
) -> None:
    home, shop = home_on_each, forgetful(home_on_each)
    before = _tapped(home, tool)
    shop.die_at = at
    with pytest.raises(Crash):
        home.answer()
    _the_next_worker(home)
    _once_and_told(home, shop, tool, before)


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("point", AROUND_THE_SEND)
def test_a_worker_that_dies_over_the_answer_does_nothing_again_and_says_it_at_most_once(
    home_on_each: Home, tool: str, point: Failpoint
) -> None:
    home, shop = home_on_each, forgetful(home_on_each)
    before = _tapped(home, tool)
    _dies_at(home, point)
    _the_next_worker(home)
    assert [name for name, _ in shop.done] == [tool]
    assert len(home.cloud.calls) - before <= 1


@pytest.mark.parametrize("second", HAPPENED)
@pytest.mark.parametrize("first", EACH_TURN[:6])
def test_two_workers_die_one_after_the_other_and_it_happens_once(
    home: Home, first: Failpoint, second: Failpoint
) -> None:
    shop = forgetful(home)
    before = _tapped(home, "book")
    _dies_at(home, first)
    home.clock.pass_by(MINUTE)
    _dies_at(home, second)
    _the_next_worker(home)
    _once_and_told(home, shop, "book", before)


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("point", HAPPENED)
def test_what_happened_is_told_as_done_although_the_button_has_run_out_since(
    home: Home, tool: str, point: Failpoint
) -> None:
    shop = forgetful(home)
    before = _tapped(home, tool)
    _dies_at(home, point)
    home.clock.pass_by(20 * MINUTE)
    home.beat()
    _the_next_worker(home)
    _once_and_told(home, shop, tool, before)


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("point", HAPPENED)
def test_what_happened_is_told_as_done_although_another_policy_is_in_force_since(
    home: Home, tool: str, point: Failpoint
) -> None:
    shop = forgetful(home)
    before = _tapped(home, tool)
    _dies_at(home, point)
    home.publish(lambda source: source.replace("privacy_notice: https", "privacy_notice:  https"))
    _the_next_worker(home)
    _once_and_told(home, shop, tool, before)


@pytest.mark.parametrize("point", HAPPENED)
def test_what_happened_is_told_as_done_although_the_new_policy_does_not_allow_it(
    home: Home, point: Failpoint
) -> None:
    shop = forgetful(home)
    before = _tapped(home, "cancel_order")
    _dies_at(home, point)
    home.publish(lambda source: source.replace("list_orders, cancel_order,", "list_orders,"))
    _the_next_worker(home)
    _once_and_told(home, shop, "cancel_order", before)


@pytest.mark.parametrize("gone", ["renamed", "people", "draft"])
@pytest.mark.parametrize("tool", TOOLS)
def test_what_happened_is_told_as_done_although_its_purpose_is_gone_since(
    home: Home, tool: str, gone: str
) -> None:
    shop = forgetful(home)
    before = _tapped(home, tool)
    _dies_at(home, "effect.done")
    home.publish(lambda source: _without_purposes(source, gone))
    _the_next_worker(home)
    _once_and_told(home, shop, tool, before)


@pytest.mark.parametrize("gone", ["renamed", "people"])
def test_what_never_arrived_is_not_done_under_a_policy_that_does_not_allow_it(
    home: Home, gone: str
) -> None:
    shop = forgetful(home)
    before = _tapped(home, "book")
    _dies_at(home, "effect.committed")
    home.publish(lambda source: _without_purposes(source, gone))
    _the_next_worker(home)
    assert shop.done == []
    assert len(home.cloud.calls) == before + 1
    assert _say(home, "tool_failed") in home.cloud.calls[-1].body
    assert home.conversation().owner is Owner.QUEUED


def test_what_happened_and_was_written_down_is_told_as_done_without_its_connector(
    home: Home,
) -> None:
    shop = forgetful(home)
    before = _tapped(home, "book")
    _dies_at(home, "effect_result.committed")
    home.publish(_without_connector)
    _the_next_worker(home)
    _once_and_told(home, shop, "book", before)


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("point", ["effect.committed", "effect.done"])
def test_what_began_and_whose_connector_is_gone_is_told_to_be_unsure(
    home: Home, tool: str, point: Failpoint
) -> None:
    shop = forgetful(home)
    before = _tapped(home, tool)
    _dies_at(home, point)
    done = list(shop.done)
    home.publish(_without_connector)
    _the_next_worker(home)
    assert shop.done == done
    assert len(home.cloud.calls) == before + 1
    assert _say(home, "tool_unsure") in home.cloud.calls[-1].body
    assert home.conversation().owner is Owner.QUEUED


@pytest.mark.parametrize("point", ["effect.committed", *HAPPENED])
def test_words_that_came_after_the_crash_are_answered_after_the_effect(
    home: Home, point: Failpoint
) -> None:
    shop = forgetful(home)
    before = _tapped(home, "book")
    _dies_at(home, point)
    home.say("주문 1042 어디쯤이에요?")
    _the_next_worker(home)
    told, answered = [call.body for call in home.cloud.calls[before:]]
    assert [name for name, _ in shop.done] == ["book"]
    assert "접수번호" in told
    assert "1042" in answered


@pytest.mark.parametrize("tool", TOOLS)
def test_an_effect_that_nobody_can_tell_of_is_not_tried_again_and_goes_to_a_person(
    home_on_each: Home, tool: str
) -> None:
    home, shop = home_on_each, forgetful(home_on_each)
    before = _tapped(home, tool)
    shop.die_at, shop.unsure = "before", True
    with pytest.raises(Crash):
        home.answer()
    _the_next_worker(home)
    assert shop.done == []
    assert len(home.cloud.calls) == before + 1
    assert _say(home, "tool_unsure") in home.cloud.calls[-1].body
    assert home.conversation().owner is Owner.QUEUED


def test_each_effect_has_one_attempt_and_one_result_in_the_journal(home: Home) -> None:
    forgetful(home)
    _tapped(home, "cancel_order")
    home.answer()
    lines = [kind for kind, _ in home.stories()[0].steps]
    assert lines.index(JournalKind.EFFECT_ATTEMPT) + 1 == lines.index(JournalKind.EFFECT_RESULT)
    assert lines.count(JournalKind.EFFECT_ATTEMPT) == lines.count(JournalKind.EFFECT_RESULT) == 1
    assert lines[-1] == JournalKind.OUTCOME


def test_an_agent_who_took_over_during_the_effect_is_not_talked_over(home: Home) -> None:
    shop = forgetful(home)
    before = _tapped(home, "book")
    shop.during = lambda: _an_agent_takes(home)
    home.answer()
    assert [name for name, _ in shop.done] == ["book"]
    assert len(home.cloud.calls) == before
    assert JournalKind.EFFECT_RESULT in [kind for kind, _ in home.stories()[0].steps]


def test_a_worker_that_dies_three_times_over_the_effect_leaves_it_to_a_person(
    home: Home,
) -> None:
    shop = forgetful(home)
    _tapped(home, "book")
    for _ in range(3):
        _dies_at(home, "effect.done")
        home.clock.pass_by(MINUTE)
    _the_next_worker(home)
    assert [name for name, _ in shop.done] == ["book"]
    assert home.conversation().owner is Owner.QUEUED
    assert _say(home, "tool_unsure") in home.cloud.calls[-1].body


@pytest.mark.parametrize("ending", ["an agent took over", "three workers died"])
def test_a_button_whose_effect_began_in_a_turn_without_an_answer_does_not_begin_it_again(
    home: Home, ending: str
) -> None:
    shop = forgetful(home)
    confirm = up_to_the_question(home, "book")
    home.tap(confirm)
    if ending == "an agent took over":
        shop.during = lambda: _an_agent_takes(home)
        home.answer()
        shop.during = None
    else:
        for _ in range(3):
            _dies_at(home, "effect.done")
            home.clock.pass_by(MINUTE)
        _the_next_worker(home)
        _an_agent_takes(home)
    home.house.desk().give_back(home.conversation().id, agent="지우")
    home.tap(confirm)
    home.answer()
    assert [name for name, _ in shop.done] == ["book"]


def _tapped(home: Home, tool: str) -> int:
    """The customer has agreed, no worker has looked yet. How many bubbles there were by then."""
    confirm = up_to_the_question(home, tool)
    home.clock.pass_by(1_000)
    home.tap(confirm)
    return len(home.cloud.calls)


def _dies_at(home: Home, point: Failpoint) -> None:
    failpoints.install(_dies(point))
    with pytest.raises(Crash):
        home.answer()


def _dies(point: Failpoint) -> Callable[[Failpoint], None]:
    def act(name: Failpoint) -> None:
        if name == point:
            failpoints.install(None)
            raise Crash

    return act


def _the_next_worker(home: Home) -> None:
    """Its predecessor's leases have run out."""
    home.clock.pass_by(MINUTE)
    home.outbox.settle_abandoned()
    home.answer()


def _once_and_told(home: Home, shop: Forgetful, tool: str, before: int) -> None:
    assert [name for name, _ in shop.done] == [tool]
    (told,) = [call.body for call in home.cloud.calls[before:]]
    assert "접수번호" in told
    assert home.conversation().owner is Owner.AUTOMATED


def _without_purposes(source: str, how: str) -> str:
    """No purpose of these names is there any more, or none that the bot answers."""
    if how != "renamed":
        return source.replace("answers: live", f"answers: {how}")
    for name in ("orders", "booking"):
        source = source.replace(f"  {name}:\n", f"  {name}_2:\n")
        source = source.replace(f"then: {name}", f"then: {name}_2")
        source = source.replace(f"{name}: answer_ready", f"{name}_2: answer_ready")
    return source


def _without_connector(source: str) -> str:
    return source.replace("  connect: sample_shop", "# connect: sample_shop")


def _say(home: Home, key: str) -> str:
    with home.house.database.read() as tx:
        return home.house.book.current(tx).catalogue.text(key, "ko")


def _an_agent_takes(home: Home) -> None:
    assert home.house.desk().take(home.conversation().id, agent="지우")
