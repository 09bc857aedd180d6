"""Text that may be stored in clear, and which language it is in."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, NewType

MaskedText = NewType("MaskedText", str)
"""Text whose resident numbers and cards are gone. Only `flow.masking` makes it from customer text;
our own words (`spoken`) need no masking."""


def spoken(words: str) -> MaskedText:
    """Our own words, written by the catalogue or by an agent at the desk."""
    return MaskedText(words)


_MARK = re.compile(r"\[[a-z_]+\]")
"""What masking leaves behind is written in Latin letters, whoever wrote the number."""


def script_of(text: str) -> str | None:
    """`hangul`, `latin`, `other`, or None when there is no letter at all.

    Any Hangul makes it Korean: "order 주문". Else the script that says more: "नमस्ते ok" is other,
    and so is "订单 order", because one Han or kana letter says as much as several Latin ones.
    """
    letters = [character for character in _MARK.sub("", text) if _is_letter(character)]
    if not letters:
        return None
    if any(_is_hangul(character) for character in letters):
        return "hangul"
    latin = sum(1 for character in letters if _is_latin(character))
    other = sum(_weight(character) for character in letters if not _is_latin(character))
    return "latin" if latin >= other else "other"


def language_of(text: str, *, last: str | None, configured: Sequence[str]) -> str | None:
    """The language to answer in: Hangul is ko, Latin is en, no letters keeps the last one, and so
    does a Latin word or name ("ok", "5133 Daniel 0000") in a Korean conversation.

    None means a script outside ours; the answer is then `language_fallback`.
    """
    script = script_of(text)
    if script == "other":
        return None
    if script is None or (last == "ko" and script == "latin" and not _is_english(text)):
        return last or configured[0]
    wanted = "ko" if script == "hangul" else "en"
    return wanted if wanted in configured else configured[0]


_NAMES_HAVE_AT_MOST: Final = 3
_SENTENCE_WORDS: Final = re.compile(
    r"\b(?:i|my|me|you|your|it|is|are|am|was|the|an|to|of|for|in|on|do|does|did|don'?t|can|could|"
    r"will|would|have|has|not|no|please|pls|where|when|what|why|who|how|this|that|and|with|thanks?|"
    r"want|need|help|hi|hello|order|orders|tracking|delivery|refund|cancel|status)\b",
    re.IGNORECASE,
)


def _is_english(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", _MARK.sub("", text))
    return len(words) > _NAMES_HAVE_AT_MOST or (
        len(words) > 1 and _SENTENCE_WORDS.search(text) is not None
    )


_HANGUL_FILLERS: Final = "\u115f\u1160\u3164\uffa0"
"""Letters by category, blank to the eye."""

_HANGUL: Final = (
    ("\u1100", "\u11ff"),  # jamo
    ("\u3131", "\u318e"),  # compatibility jamo
    ("\ua960", "\ua97f"),  # jamo extended A
    ("\uac00", "\ud7a3"),  # syllables
    ("\ud7b0", "\ud7ff"),  # jamo extended B
    ("\uffa1", "\uffdc"),  # halfwidth
)
_HAN_LETTER_SAYS: Final = 3
"""Latin letters that one Han or kana letter stands for."""


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] == "L" and character not in _HANGUL_FILLERS


def _is_hangul(character: str) -> bool:
    return any(first <= character <= last for first, last in _HANGUL)


def _is_latin(character: str) -> bool:
    return character <= "ɏ" or "Ḁ" <= character <= "ỿ" or "Ａ" <= character <= "ｚ"


def _weight(character: str) -> int:
    dense = unicodedata.name(character, "").startswith(("CJK", "HIRAGANA", "KATAKANA"))
    return _HAN_LETTER_SAYS if dense else 1
