"""Which runs of ASCII digits are a resident number, a foreigner number or a payment card.

Korean numbers: a date that has been, and a seventh digit that says century and kind. The last digit
proves nothing: since October 2020 the tail is random. Cards: an issuer's range, its lengths, Luhn.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Final

from stdnum import luhn


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
_GLUED_LENGTHS: Final = {14, 15, 16}
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


def kind_of(digits: str, today: date) -> Kind | None:
    """What exactly these digits are, read as one number."""
    return korean_kind(digits, today) or (Kind.CARD if is_card(digits) else None)


def korean_kind(digits: str, today: date) -> Kind | None:
    if len(digits) != SHORTEST or digits[6] not in "12345678":
        return None
    century = 1900 if digits[6] in "1256" else 2000
    try:
        born = date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return None
    if born > today:
        return None
    return Kind.RESIDENT_NUMBER if digits[6] in "1234" else Kind.FOREIGNER_NUMBER


def is_card(digits: str) -> bool:
    return len(digits) in _lengths(digits) and bool(luhn.checksum(digits) == 0)


def kind_within(digits: str, today: date) -> Kind | None:
    """A number glued to others: the first that stands anywhere in a run too long to be one.

    Up to 19 digits only a card at the front counts (with its security code behind it): a longer
    search would find cards in ordinary order numbers.
    """
    if len(digits) <= LONGEST:
        return Kind.CARD if len(digits) > 16 and is_card(digits[:16]) else None
    for start in range(len(digits) - SHORTEST + 1):
        front = digits[start : start + 16]
        if any(is_card(front[:length]) for length in _lengths(front) & _GLUED_LENGTHS):
            return Kind.CARD
        if kind := korean_kind(front[:SHORTEST], today):
            return kind
    return None


def _lengths(digits: str) -> set[int]:
    """How long a card that begins like this can be; empty when no issuer's does."""
    issuer = _ISSUER.match(digits)
    return _CARD_LENGTHS[issuer.lastgroup] if issuer and issuer.lastgroup else set()
