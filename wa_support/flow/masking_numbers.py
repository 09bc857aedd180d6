"""Which runs of ASCII digits are a resident number, a foreigner number or a payment card.

Korean numbers: a date that has been, and a seventh digit that says century and kind. The last digit
proves nothing: since October 2020 the tail is random. Cards: an issuer's range, its lengths, Luhn.
"""

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final


class Kind(StrEnum):
    RESIDENT_NUMBER = "resident_number"
    FOREIGNER_NUMBER = "foreigner_number"
    CARD = "card"


SHORTEST: Final = 13
LONGEST: Final = 19

_CARD_LENGTHS: Final = {
    "visa": {13, 16, 19},
    "mastercard": {16},
    "amex": {15},
    "jcb": {16, 17, 18, 19},
    "diners": {14, 15, 16, 17, 18, 19},
    "discover": {16, 17, 18, 19},
    "unionpay": {16, 17, 18, 19},
    "domestic": {16},  # cards that only Korean networks know begin with 9
}
_ONCE: Final = bytes.maketrans(b"0123456789", bytes(range(10)))
_TWICE: Final = bytes.maketrans(b"0123456789", bytes([0, 2, 4, 6, 8, 1, 3, 5, 7, 9]))
_GLUED_LENGTHS: Final = {14, 15, 16}
_GROUPS: Final = {(6, 7), (6, 1, 6), (2, 2, 2, 7), (4, 6, 5), (4, 6, 4)}
_YOUNGEST: Final = 5
_OLDEST: Final = 96
_ISSUER: Final = re.compile(
    r"(?P<visa>4)"
    r"|(?P<mastercard>5[1-5]|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)"
    r"|(?P<amex>3[47])"
    r"|(?P<jcb>35(?:2[89]|[3-8]\d))"
    r"|(?P<diners>30[0-59]|3[689])"
    r"|(?P<discover>6011|64[4-9]|65)"
    r"|(?P<unionpay>62)"
    r"|(?P<domestic>9)"
)
_BIRTH: Final = r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[1-8]"
_FRONT: Final = re.compile(rf"(?={_BIRTH}|{_ISSUER.pattern})")


def kind_of(digits: str, today: date) -> Kind | None:
    """What exactly these digits are, read as one number."""
    return korean_kind(digits, today) or (Kind.CARD if is_card(digits) else None)


@cache
def lengths_from(front: str) -> frozenset[int]:
    """How long a number that begins with these four digits can be."""
    begins_a_date = "01" <= front[2:4] <= "12"
    return frozenset(_card_lengths(front) | ({SHORTEST} if begins_a_date else set()))


def korean_kind(digits: str, today: date) -> Kind | None:
    if len(digits) != SHORTEST or digits[6] not in "12345678":
        return None
    born = _born(digits)
    if born is None or born > today:
        return None
    return Kind.RESIDENT_NUMBER if digits[6] in "1234" else Kind.FOREIGNER_NUMBER


def kind_of_halves(front: str, back: str, today: date) -> Kind | None:
    """The same for halves with words between, unless the first is more likely a recent day.

    `251120에 주문한 1234567` would be a person of a hundred or a small child.
    """
    kind = korean_kind(front + back, today)
    born = _born(front + back) if kind else None
    return kind if born and _YOUNGEST <= today.year - born.year < _OLDEST else None


def is_card(digits: str) -> bool:
    return len(digits) in _card_lengths(digits) and _passes_luhn(digits)


def is_grouped(sizes: Sequence[int]) -> bool:
    """Whether digits in groups of these sizes are a number as people write one."""
    *front, last = sizes
    by_fours = set(front) == {4} and last <= 4
    return by_fours or set(sizes) == {1} or tuple(sizes) in _GROUPS


def kind_within(digits: str, today: date) -> Kind | None:
    """A number glued to others: the first that stands anywhere in a run too long to be one.

    Up to 19 digits only a card at the front counts (with its security code behind it): a longer
    search would find cards in ordinary order numbers.
    """
    if len(digits) <= LONGEST:
        return Kind.CARD if len(digits) > 16 and is_card(digits[:16]) else None
    for found in _FRONT.finditer(digits):
        front = digits[found.start() : found.start() + 16]
        if any(is_card(front[:length]) for length in _card_lengths(front) & _GLUED_LENGTHS):
            return Kind.CARD
        if kind := korean_kind(front[:SHORTEST], today):
            return kind
    return None


def _born(digits: str) -> date | None:
    century = 1900 if digits[6] in "1256" else 2000
    try:
        return date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return None


def _card_lengths(digits: str) -> set[int]:
    issuer = _ISSUER.match(digits)
    return _CARD_LENGTHS[issuer.lastgroup] if issuer and issuer.lastgroup else set()


def _passes_luhn(digits: str) -> bool:
    backwards = digits[::-1].encode()
    total = sum(backwards[::2].translate(_ONCE)) + sum(backwards[1::2].translate(_TWICE))
    return total % 10 == 0
