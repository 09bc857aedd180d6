"""Who owns a conversation, what it remembers, and ids."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wa_support.domain.conversations import Asked, Conversation, Memory, Move, Owner, moved
from wa_support.domain.ids import ulid

O, M = Owner, Move  # noqa: E741
TABLE = {
    (M.HANDED_OFF, O.AUTOMATED): O.QUEUED,
    (M.TAKEN, O.AUTOMATED): O.AGENT,
    (M.TAKEN, O.QUEUED): O.AGENT,
    (M.TAKEN, O.ELSEWHERE): O.AGENT,
    (M.RETURNED, O.QUEUED): O.AUTOMATED,
    (M.RETURNED, O.AGENT): O.AUTOMATED,
    (M.PASSED_ON, O.AGENT): O.QUEUED,
    (M.RESOLVED, O.QUEUED): O.CLOSED,
    (M.RESOLVED, O.AGENT): O.CLOSED,
    (M.RESOLVED, O.AUTOMATED): O.CLOSED,
    (M.CUSTOMER_WROTE, O.CLOSED): O.AUTOMATED,
    (M.GONE_ELSEWHERE, O.AUTOMATED): O.ELSEWHERE,
    (M.GONE_ELSEWHERE, O.QUEUED): O.ELSEWHERE,
    (M.GONE_ELSEWHERE, O.AGENT): O.ELSEWHERE,
    (M.GONE_ELSEWHERE, O.CLOSED): O.ELSEWHERE,
    (M.CAME_BACK, O.ELSEWHERE): O.AUTOMATED,
}


@pytest.mark.parametrize(("move", "owner"), list(product(Move, Owner)))
def test_every_move_from_every_owner(move: Move, owner: Owner) -> None:
    assert moved(owner, move) is TABLE.get((move, owner))


def test_no_owner_is_a_dead_end() -> None:
    assert {owner for _, owner in TABLE} == set(TABLE.values()) == set(Owner)


words = st.text(max_size=20)
memories = st.builds(
    Memory,
    asked=st.none() | st.sampled_from(Asked),
    choices=st.lists(st.tuples(words, words), max_size=4).map(tuple),
    order_id=st.none() | words,
    wants=st.none() | words,
    tell_about=st.none() | words,
    proven=st.lists(words, max_size=3).map(tuple),
    proof_tries=st.integers(0, 9),
    not_understood=st.integers(0, 9),
    off_purpose=st.integers(0, 9),
    introduced_at=st.none() | st.integers(0, 2**53),
    say_back_to_assistant=st.booleans(),
)


@given(memories)
def test_memory_survives_storage(memory: Memory) -> None:
    assert Memory.from_json(memory.as_json()) == memory


def test_the_window_closes_at_its_last_millisecond() -> None:
    known = Conversation(
        id="con_1", phone_number_id="1", customer_id="cus_1", created_at=0, window_closes_at=10
    )
    assert [known.window_open(now) for now in (9, 10)] == [True, False]


@given(
    st.lists(st.integers(0, 2**47), min_size=2, unique=True), st.binary(min_size=10, max_size=12)
)
def test_ids_sort_by_time(times: list[int], entropy: bytes) -> None:
    made = [ulid(ms, entropy) for ms in sorted(times)]
    assert made == sorted(made)
    assert {len(one) for one in made} == {26}


def test_the_same_millisecond_sorts_by_its_entropy() -> None:
    assert ulid(5, bytes(9) + b"\1") < ulid(5, bytes(9) + b"\2") < ulid(6, bytes(10))
