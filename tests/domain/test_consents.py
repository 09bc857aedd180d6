"""What holds of all that was said about consent, in whatever order it was heard of."""

from itertools import permutations
from typing import Final

import pytest

from wa_support.domain.consents import (
    ConsentCategory,
    ConsentRecord,
    Consents,
    ConsentSource,
    consents_of,
)
from wa_support.domain.countries import country_of, is_korean
from wa_support.domain.customers import Customer

_WORDS: Final = {
    "in": (ConsentCategory.MARKETING, True, ConsentSource.WORDS),
    "form": (ConsentCategory.MARKETING, True, ConsentSource.ORDER_FORM),
    "out": (ConsentCategory.MARKETING, False, ConsentSource.WORDS),
    "off": (ConsentCategory.MARKETING, False, ConsentSource.WHATSAPP),
    "on": (ConsentCategory.MARKETING, True, ConsentSource.WHATSAPP),
    "signup": (ConsentCategory.MARKETING, True, ConsentSource.SIGNUP),
    "131050": (ConsentCategory.MARKETING, False, ConsentSource.ERROR_131050),
    "night": (ConsentCategory.MARKETING_NIGHT, True, ConsentSource.AGENT),
    "night-": (ConsentCategory.MARKETING_NIGHT, False, ConsentSource.AGENT),
    "all-": (ConsentCategory.ALL, False, ConsentSource.WORDS),
    "all": (ConsentCategory.ALL, True, ConsentSource.AGENT),
}


def record(word: str, at: int) -> ConsentRecord:
    category, given, source = _WORDS[word]
    return ConsentRecord(customer_id="c", category=category, given=given, source=source, at=at)


def held(said: str) -> Consents:
    return consents_of([record(word, at) for at, word in enumerate(said.split(), 1)])


@pytest.mark.parametrize(
    ("said", "marketing", "night", "stopped", "all_stopped"),
    [
        ("", False, False, False, False),
        ("in", True, False, False, False),
        ("form night", True, True, False, False),
        ("night", False, True, False, False),
        ("in night night-", True, False, False, False),
        ("in out", False, False, True, False),
        ("in night out", False, False, True, False),
        ("in night out in", True, False, False, False),
        ("out", False, False, True, False),
        ("on", False, False, False, False),
        ("off on", False, False, False, False),
        ("in off", False, False, True, False),
        ("in off on", True, False, False, False),
        ("in 131050 on", True, False, False, False),
        ("in out on", False, False, False, False),
        ("signup", True, False, False, False),
        ("in all-", False, False, True, True),
        ("in all- on", False, False, False, True),
        ("in all- all", False, False, True, False),
        ("in all- all in", True, False, False, False),
    ],
)
def test_what_holds(
    said: str, marketing: bool, night: bool, stopped: bool, all_stopped: bool
) -> None:
    found = held(said)
    assert (found.marketing, found.night) == (marketing, night)
    assert (found.stopped_at is not None, found.all_stopped_at is not None) == (
        stopped,
        all_stopped,
    )


def test_what_is_heard_late_is_as_old_as_it_is() -> None:
    for said in (("in", "off", "on"), ("in", "out", "on"), ("all-", "off", "signup")):
        records = [record(word, at) for at, word in enumerate(said, 1)]
        assert len({consents_of(order) for order in permutations(records)}) == 1


def test_of_the_same_moment_the_refusal_counts() -> None:
    for order in permutations([record("in", 5), record("out", 5)]):
        assert consents_of(order) == Consents(stopped_at=5)


@pytest.mark.parametrize(
    ("phone", "bsuid", "country", "korean"),
    [
        ("821012345678", None, "KR", True),
        ("821012345678", "US.1", "KR", True),
        (None, "KR.13491208655302741918", "KR", True),
        ("491512345678", "KR.1", "DE", True),
        ("12125550134", None, "+1", False),
        (None, "CA.12", "+1", False),
        (None, "US.12", "+1", False),
        ("85212345678", None, "HK", False),
        ("2347012345678", None, "NG", False),
        ("99912345678", None, None, False),
        (None, "", None, False),
        (None, "12345", None, False),
    ],
)
def test_where_a_customer_is_from(
    phone: str | None, bsuid: str | None, country: str | None, korean: bool
) -> None:
    customer = Customer(id="c", created_at=0, phone=phone, bsuid=bsuid)
    assert (country_of(customer), is_korean(customer)) == (country, korean)
