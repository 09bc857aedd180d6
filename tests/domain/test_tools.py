"""Arguments are held to their patterns before any system sees them."""

import pytest

from wa_support.domain.tools import TOOL_SPECS


@pytest.mark.parametrize("start", ["2026-11-24T10:00", "2028-02-29T23:59"])
def test_a_moment_that_there_is_can_be_booked(start: str) -> None:
    assert TOOL_SPECS["book"].faults({"start": start, "people": 2}) == ()


@pytest.mark.parametrize(
    "start", ["2026-13-01T10:00", "2027-02-29T10:00", "2026-11-24T24:30", "0000-01-01T00:00", "x"]
)
def test_a_moment_that_there_is_not_is_a_fault(start: str) -> None:
    assert TOOL_SPECS["book"].faults({"start": start, "people": 2}) == ("start",)


@pytest.mark.parametrize("people", [0, 21, True, "2", 1.5, None])
def test_people_are_a_number_from_one_to_twenty(people: object) -> None:
    assert TOOL_SPECS["book"].faults({"start": "2026-11-24T10:00", "people": people})


def test_what_is_missing_or_unknown_is_named() -> None:
    assert TOOL_SPECS["get_order"].faults({}) == ("order_id",)
    assert TOOL_SPECS["get_order"].faults({"order_id": "1", "sql": "x"}) == ("sql",)
    assert TOOL_SPECS["find_slots"].faults({"day": None}) == ()
    assert TOOL_SPECS["find_slots"].faults({"day": "2026-02-30"}) == ("day",)
