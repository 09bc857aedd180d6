"""When one passage is clearly the answer."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wa_support.domain.knowledge import (
    Found,
    Passage,
    clearly_the_one,
    passage_as_json,
    passage_from_json,
)


def found(document: str, score: float, coverage: float = 1.0) -> Found:
    passage = Passage(
        document=document,
        language="ko",
        title="원목 관리",
        heading="얼룩",
        text="닦아 주십시오.",
        file=f"{document}.ko.md",
        line=4,
        valid_until=date(2027, 1, 31),
    )
    return Found(passage=passage, score=score, coverage=coverage)


def test_alone_and_covering_the_question_it_is_the_one() -> None:
    best = found("care", 3.0)
    assert clearly_the_one([best]) is best.passage


def test_nothing_found_is_not_known() -> None:
    assert clearly_the_one([]) is None


def test_enough_of_the_question_must_be_covered() -> None:
    assert clearly_the_one([found("care", 9.0, 0.39)]) is None
    assert clearly_the_one([found("care", 9.0, 0.4)]) is not None


@pytest.mark.parametrize(("coverage", "ahead"), [(1.0, 1.15), (0.6, 1.45), (0.4, 1.6)])
def test_the_less_it_covers_the_further_ahead_it_must_be(coverage: float, ahead: float) -> None:
    near = found("fabric", 4.0)
    assert clearly_the_one([found("care", 4.0 * (ahead - 0.01), coverage), near]) is None
    assert clearly_the_one([found("care", 4.0 * (ahead + 0.01), coverage), near]) is not None


def test_its_own_document_may_come_near() -> None:
    assert clearly_the_one([found("care", 5.0), found("care", 4.9)]) is not None


def test_a_passage_is_read_back_from_the_journal_as_it_was() -> None:
    passage = found("care", 1.0).passage
    assert passage_from_json(passage_as_json(passage)) == passage


@given(
    st.lists(
        st.builds(
            found,
            st.sampled_from(["care", "fabric", "returns"]),
            st.floats(0.001, 50),
            st.floats(0, 1),
        ),
        max_size=6,
    )
)
def test_only_ever_the_first_or_nothing(several: list[Found]) -> None:
    ordered = sorted(several, key=lambda one: -one.score)
    answer = clearly_the_one(ordered)
    assert answer is None or answer is ordered[0].passage
