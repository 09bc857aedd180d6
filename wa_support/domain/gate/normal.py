"""One spelling for matching: never for storing or showing."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Final

_LONGEST: Final = 4096
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]"
)
_LAUGHTER = re.compile(r"[ㅋㅎㅠㅜ]{2,}")
_BUT_JAMO = re.compile("[^\u3131-\u318e]+")
"""NFKC would turn ㅋ and ㅇ into other characters, and no pattern is written with those."""
_SPACE = re.compile(r"\s+")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


@lru_cache(maxsize=64)  # every layer of the gate looks at the same message
def normal(text: str) -> str:
    """NFKC, casefolded, without invisible characters and laughter, single spaces; at most 4,096
    characters, because NFKC can make eighteen out of one."""
    folded = _BUT_JAMO.sub(_folded, _INVISIBLE.sub("", text[:_LONGEST]))[:_LONGEST]
    return _SPACE.sub(" ", _LAUGHTER.sub(" ", folded)).strip()


def _folded(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0]).casefold()


@lru_cache(maxsize=64)
def bare(text: str) -> str:
    """`normal` without punctuation at either end: for whole-message words."""
    return _EDGES.sub("", normal(text))


def alike(one: str, other: str, at_least: float = 0.0) -> float:
    """0 to 1: shared character bigrams (Dice), spaces and punctuation left out. What their numbers
    alone keep below `at_least` is not worked out: 0."""
    mine, theirs = _bigrams(one), _bigrams(other)
    if not mine or not theirs:
        return 1.0 if not mine and not theirs and _letters(one) == _letters(other) else 0.0
    both = len(mine) + len(theirs)
    if 2 * min(len(mine), len(theirs)) < at_least * both:
        return 0.0
    return 2 * len(mine & theirs) / both


def _letters(text: str) -> str:
    return "".join(character for character in normal(text) if character.isalnum())


@lru_cache(maxsize=2048)  # a policy's examples are compared with every message
def _bigrams(text: str) -> frozenset[tuple[str, int]]:
    """Each with how often it came before, so that a set counts repeated ones too."""
    letters, seen = _letters(text), Counter[str]()
    found = set[tuple[str, int]]()
    for start in range(len(letters) - 1):
        pair = letters[start : start + 2]
        found.add((pair, seen[pair]))
        seen[pair] += 1
    return frozenset(found)
