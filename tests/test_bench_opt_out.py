"""No attempt of a promotion begins after the customer's opt-out was committed."""

from bench.opt_out import run

_SEED = 1


def test_hundreds_of_races_are_all_won_by_who_was_first() -> None:
    score = run(300, _SEED)
    assert score.faults == []
    assert min(score.begun_before, score.cancelled) > 30, "so few of either prove nothing"


def test_a_fence_that_reads_before_the_transaction_is_seen() -> None:
    assert run(300, _SEED, plant=True).faults
