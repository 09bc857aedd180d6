"""`order_id_pattern`: a regular expression that can neither stall nor hide personal numbers.

Python's engine tries every way in which a pattern can fit, so only shapes whose ways can be counted
are let in; the count bounds the work at any place of any text.
"""

import re
from collections.abc import Iterable
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Final

_LONGEST: Final = 200
_REPEATS: Final = 40
_WAYS: Final = 1000
_ALLOWED: Final = (
    r"plain characters, classes such as \d or [A-Z0-9], (a|b), ? and {4,8}, "
    f"with counts up to {_REPEATS}"
)
_ONE_CHARACTER: Final = (op.LITERAL, op.NOT_LITERAL, op.IN)
_NO_ORDERS: Final = {
    "9001011234567": "a resident number",
    "900101-1234567": "a resident number",
    "4111111111111111": "a card",
}


def order_pattern(text: str) -> str:
    """The pattern itself. Raises ValueError, whose text says what is allowed."""
    if len(text) > _LONGEST:
        raise ValueError(f"a regular expression of at most {_LONGEST} characters")
    try:
        tree = _parser.parse(text)
        pattern = re.compile(text)
    except (re.error, OverflowError, RecursionError, Warning) as error:
        raise ValueError(f"a regular expression ({error})") from None
    if tree.state.flags & ~re.UNICODE or _ways(tree) > _WAYS:
        raise ValueError(f"a pattern that fits in fewer ways: only {_ALLOWED}")
    if pattern.fullmatch(""):
        raise ValueError("a regular expression that needs characters")
    for number, what in _NO_ORDERS.items():
        if pattern.fullmatch(number):
            wanted = r"write what your order numbers begin with, such as ML-\d{6} or 20\d{14}"
            raise ValueError(f"this takes {number}, {what}, for an order; {wanted}")
    return text


def _ways(parts: Iterable[tuple[Any, Any]]) -> int:
    """In how many ways the parts fit at one place. Raises ValueError for what is not allowed."""
    ways = 1
    for kind, value in parts:
        ways *= _ways_of(kind, value)
    return ways


def _ways_of(kind: Any, value: Any) -> int:
    if kind in _ONE_CHARACTER:
        return 1
    if kind is op.SUBPATTERN and not (value[1] or value[2]):  # no flags of its own
        return _ways(value[3])
    if kind is op.BRANCH:
        return sum(_ways(branch) for branch in value[1])
    if kind is op.MAX_REPEAT:
        return _ways_of_repeat(*value)
    raise ValueError(f"only {_ALLOWED}; this has more")


def _ways_of_repeat(low: int, high: int, repeated: Any) -> int:
    if high > _REPEATS:
        raise ValueError(f"no + or *: only {_ALLOWED}")
    ways = _ways(repeated)
    if high == 1:
        return ways + 1 - low
    if ways > 1:
        raise ValueError(f"no repeat of what varies itself: only {_ALLOWED}")
    return int(high) - int(low) + 1
