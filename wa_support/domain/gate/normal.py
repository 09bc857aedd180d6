"""One spelling for matching: never for storing or showing."""

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]"
)
_LAUGHTER = re.compile(r"[ㅋㅎㅠㅜ]{2,}")
_BUT_JAMO = re.compile("[^\u3131-\u318e]+")
"""NFKC would turn ㅋ and ㅇ into other characters, and no pattern is written with those."""
_SPACE = re.compile(r"\s+")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def normal(text: str) -> str:
    """NFKC, casefolded, without invisible characters and laughter, single spaces."""
    folded = _BUT_JAMO.sub(_folded, _INVISIBLE.sub("", text))
    return _SPACE.sub(" ", _LAUGHTER.sub(" ", folded)).strip()


def _folded(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0]).casefold()


def bare(text: str) -> str:
    """`normal` without punctuation at either end: for whole-message words."""
    return _EDGES.sub("", normal(text))


def alike(one: str, other: str) -> float:
    """0 to 1: shared character bigrams (Dice), spaces and punctuation left out."""
    first, second = _bigrams(one), _bigrams(other)
    if not first or not second:
        return 1.0 if first == second and _letters(one) == _letters(other) else 0.0
    shared = sum(min(count, second.get(pair, 0)) for pair, count in first.items())
    return 2 * shared / (sum(first.values()) + sum(second.values()))


def _letters(text: str) -> str:
    return "".join(character for character in normal(text) if character.isalnum())


def _bigrams(text: str) -> dict[str, int]:
    letters = _letters(text)
    counts: dict[str, int] = {}
    for start in range(len(letters) - 1):
        pair = letters[start : start + 2]
        counts[pair] = counts.get(pair, 0) + 1
    return counts
