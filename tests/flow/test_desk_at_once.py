"""Double clicks, stale tabs and two agents, all at the same moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest

from tests.flow.house import DANIEL, MINA, STRANGER, Home
from wa_support.domain.delivery import Author
from wa_support.domain.errors import NotAllowed

AT_ONCE = 6
CUSTOMERS = (MINA, DANIEL, STRANGER)


@pytest.fixture
def home(home_on_each: Home) -> Home:
    return home_on_each


def queued(home: Home, by: str = MINA) -> str:
    home.asks("상담원", by)
    return home.conversation(by).id


def at_once(calls: Sequence[Callable[[], object]]) -> list[object]:
    """What each gave, or its refusal."""
    together = Barrier(len(calls))

    def one(call: Callable[[], object]) -> object:
        together.wait(10)
        try:
            return call()
        except NotAllowed as why:
            return why

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def agents_sends(home: Home, by: str = MINA) -> list[str | None]:
    return [line.agent for line in home.ours(by) if line.author == Author.AGENT]


def test_one_composer_sends_once_and_notes_once(home: Home) -> None:
    here, desk, cases = queued(home), home.house.desk(), home.house.cases()
    desk.take(here, agent="지우")
    at_once([lambda: desk.reply(here, agent="지우", text="네", key="k1")] * AT_ONCE)
    at_once([lambda: cases.note(here, agent="지우", text="메모", key="k1")] * AT_ONCE)
    at_once([lambda: cases.abuse_notice(here, agent="지우", key="k1")] * AT_ONCE)
    assert agents_sends(home) == ["지우", "지우"]
    assert len(home.house.case_queries().case(here, now=0).notes) == 1


def test_of_agents_who_take_at_once_one_has_it(home: Home) -> None:
    here, desk = queued(home), home.house.desk()
    agents = [f"상담원{n}" for n in range(AT_ONCE)]
    for agent in agents:
        desk.seen(agent=agent)
    came = at_once([partial(desk.take, here, agent=agent) for agent in agents])
    refused = [one for one in came if isinstance(one, NotAllowed)]
    assert len(refused) == AT_ONCE - 1
    owner = home.conversation().agent
    assert came[agents.index(owner or "")] is True
    assert all(f"belongs to {owner}" in str(one) for one in refused)


def test_each_of_many_is_answered_once_by_whoever_was_first(home: Home) -> None:
    ids = [queued(home, by) for by in CUSTOMERS]
    cases, desk = home.house.cases(), home.house.desk()
    for agent in ("지우", "민수"):
        desk.seen(agent=agent)
    calls = [
        partial(cases.answer_many, ids, agent=agent, text="파업", key=agent)
        for agent in ("지우", "민수")
        for _ in range(2)
    ]
    came = at_once(calls)
    sent = [agents_sends(home, by) for by in CUSTOMERS]
    assert [len(one) for one in sent] == [1, 1, 1]
    assert sent == [[home.conversation(by).agent] for by in CUSTOMERS]
    refusals = [set(one) for one in came if isinstance(one, dict)]
    theirs = {
        agent: {id_ for id_, by in zip(ids, CUSTOMERS, strict=True) if sent_by(home, by) != agent}
        for agent in ("지우", "민수")
    }
    assert refusals == [theirs["지우"], theirs["지우"], theirs["민수"], theirs["민수"]]


def sent_by(home: Home, by: str) -> str | None:
    return agents_sends(home, by)[0]


def test_what_is_passed_on_twice_waits_once(home: Home) -> None:
    here, desk = queued(home), home.house.desk()
    desk.take(here, agent="지우")
    desk.seen(agent="민수")
    came = at_once([lambda: desk.pass_on(here, agent="지우", to="민수")] * AT_ONCE)
    assert came == [None] * AT_ONCE
    with home.house.database.read() as tx:
        assert [one.conversation_id for one in tx.handoffs.waiting()] == [here]
        assert tx.cases.assigned_to(here) == "민수"
