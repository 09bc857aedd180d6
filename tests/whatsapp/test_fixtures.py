import pytest

from tests.whatsapp.expected import EXPECTED
from tests.whatsapp.fixtures import NAMES, events
from wa_support.domain.customers import CustomerRef
from wa_support.domain.events import EventKind


def test_every_fixture_has_an_expectation_and_the_other_way_round() -> None:
    assert sorted(EXPECTED) == NAMES


def test_every_kind_of_event_occurs_in_a_fixture() -> None:
    seen = {line.split()[0] for lines in EXPECTED.values() for line in lines}
    assert seen == set(EventKind)


@pytest.mark.parametrize("name", NAMES)
def test_fixture_is_read_as_expected(name: str) -> None:
    told = [f"{event.kind} {event.type} {names_of(event.customer)}" for event in events(name)]
    assert tuple(told) == EXPECTED[name]


@pytest.mark.parametrize("name", NAMES)
def test_messages_that_start_something_are_complete(name: str) -> None:
    for event in events(name):
        if event.kind is EventKind.MESSAGE:
            assert event.id
            assert event.customer
            assert event.phone_number_id
            assert event.content is not None


def names_of(customer: CustomerRef | None) -> str:
    if customer is None:
        return "nobody"
    if customer.bsuid and customer.phone:
        return "both"
    return "bsuid" if customer.bsuid else "phone"
