"""What the classifier sees of a message: hashed n-grams, the same for fitting and for scoring."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final
from zlib import crc32

from wa_support.domain.gate.normal import normal
from wa_support.domain.text import script_of

BUCKETS: Final = 1 << 16
_LONGEST: Final = 512
_URL: Final = re.compile(r"(?:https?://|www\.)\S+")
_DIGITS: Final = re.compile(r"\d+")
_WORD: Final = re.compile(r"[^\W_]+(?:['/][^\W_]+)*")


def features(text: str) -> tuple[str | None, dict[int, float]]:
    """The script that decides which weights count (None: neither Hangul nor Latin), and bucket →
    1 + log of how often its n-grams occur."""
    script = script_of(text)
    if script not in _GRAMS:
        return None, {}
    words = _WORD.findall(_DIGITS.sub("0", _URL.sub("url", normal(text)[:_LONGEST])))
    counts = Counter(map(_bucket, _GRAMS[script](words)))
    return script, {bucket: 1 + math.log(count) for bucket, count in counts.items()}


def _bucket(gram: str) -> int:
    return crc32(gram.encode("utf-8", "surrogatepass")) % BUCKETS


def _jamo(words: list[str]) -> Iterator[str]:
    """Korean glues its endings to the stem, and one syllable is two or three letters of it."""
    text = unicodedata.normalize("NFD", f" {' '.join(words)} ")
    return (text[at : at + size] for size in range(2, 6) for at in range(len(text) - size + 1))


def _letters_and_words(words: list[str]) -> Iterator[str]:
    for word in words:
        padded = f" {word} "
        for size in range(3, 6):
            for at in range(max(len(padded) - size + 1, 1)):
                yield padded[at : at + size]
    yield from (f"\x00{word}" for word in words)
    yield from (f"\x00{one} {two}" for one, two in pairwise(words))


_GRAMS: Final = {"hangul": _jamo, "latin": _letters_and_words}
