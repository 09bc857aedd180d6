"""Text that may be stored in clear, and which language it is in."""

import unicodedata
from collections.abc import Sequence
from typing import NewType

MaskedText = NewType("MaskedText", str)
"""Text whose resident numbers and cards are gone. Only `flow.masking` makes it from customer text;
our own words (`spoken`) need no masking."""


def spoken(words: str) -> MaskedText:
    """Our own words, written by the catalogue or by an agent at the desk."""
    return MaskedText(words)


def script_of(text: str) -> str | None:
    """`hangul`, `latin`, `other`, or None when there is no letter at all.

    Hangul wins over Latin, both win over the rest: "order 주문" is Korean, "नमस्ते ok" is other
    because most of its letters are.
    """
    letters = [character for character in text if unicodedata.category(character)[0] == "L"]
    if not letters:
        return None
    if any(_is_hangul(character) for character in letters):
        return "hangul"
    latin = sum(1 for character in letters if _is_latin(character))
    return "latin" if latin * 2 >= len(letters) else "other"


def language_of(text: str, *, last: str | None, configured: Sequence[str]) -> str | None:
    """The language to answer in: Hangul is ko, Latin is en, no letters keeps the last one.

    None means a script outside ours; the answer is then `language_fallback`.
    """
    script = script_of(text)
    if script == "other":
        return None
    if script is None:
        return last or configured[0]
    wanted = "ko" if script == "hangul" else "en"
    return wanted if wanted in configured else configured[0]


def _is_hangul(character: str) -> bool:
    return "가" <= character <= "힣" or "ㄱ" <= character <= "ㆎ" or "ᄀ" <= character <= "ᇿ"


def _is_latin(character: str) -> bool:
    return character <= "ɏ" or "Ḁ" <= character <= "ỿ" or "Ａ" <= character <= "ｚ"
