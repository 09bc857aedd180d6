"""Numbers that are written as words."""

from collections.abc import Mapping
from typing import Final

ENGLISH_NUMBERS: Final[Mapping[str, int]] = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "one": 1,
}  # fmt: skip

KOREAN_COUNTS: Final[Mapping[str, int]] = {
    "열두": 12, "열한": 11, "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7,
    "여덟": 8, "아홉": 9, "열": 10,
}  # fmt: skip
"""In front of 시, 시간, 달, 주. Not 이 and 일: `이 시간` is this hour, not two."""

_DIGITS: Final = {digit: at for at, digit in enumerate("일이삼사오육칠팔구", 1)}
_TENS: Final = {"십": 10, "백": 100, "천": 1000}


def sino_korean(words: str) -> int:
    """`오만` is 50,000, `삼천오백` 3,500."""
    total = part = digit = 0
    for letter in words:
        if letter in _DIGITS:
            digit = _DIGITS[letter]
        elif letter in _TENS:
            part += (digit or 1) * _TENS[letter]
            digit = 0
        else:
            worth = 10_000 if letter == "만" else 100_000_000
            total += ((part + digit) or 1) * worth
            part = digit = 0
    return total + part + digit
