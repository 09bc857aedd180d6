"""Reads text the way a person reads numbers in it, character for character.

What comes out is as long as what went in, so a place found in it is the place in the original:
digits of every script become ASCII digits, what stands between the digits of one number becomes a
space, other signs and emoji, which part lists, times and prices too, become a PART, and letters
stay.
"""

import re
import unicodedata
from typing import Final

PART: Final = ","

_BETWEEN: Final = frozenset(
    "._~*`+/|()"  # with WhatsApp's own marks for bold, italic, struck and code
    "·ㆍ・･‧•∙⋅․．·"  # dots in the middle
    "／＋＊｜（）〜～−﹣ーㅡ─━"  # and what serves as a dash
    "ㅤᅟᅠﾠ⠀"  # letters that show nothing
)
_BETWEEN_KINDS: Final = frozenset({"Cc", "Cf", "Cs", "Mn", "Me", "Pd", "Pc", "Zs", "Zl", "Zp"})
"""Spaces, line ends, dashes, and the invisible: zero-width, direction and combining marks."""

_PARTING: Final = frozenset("PS")  # the first letter of every punctuation mark's and symbol's kind

_CODED: Final = re.compile(
    r"\\u(?P<unicode>[0-9A-Fa-f]{4})"  # in JSON inside a string
    r"|%(?P<byte>[0-9A-Fa-f]{2})"  # in an address
    r"|\\[nrt]|\\/"
    r"|다시|대시|하이픈|뒷자리[는가]?|\bdash\b"  # how a dash is said
    r"|(?<=\d)(?P<said> ?(?:[xX]|이고|하고|그리고|콤마|쉼표|and) ?)(?=\d)"
)


class _Reading(dict[int, str]):
    """Learns each character when it first meets it."""

    def __missing__(self, code: int) -> str:
        self[code] = read = _read(chr(code))
        return read


_READING: Final = _Reading()


def read_plain(text: str) -> str:
    return text.translate(_READING)


def read_decoded(text: str) -> str | None:
    """The same with escapes decoded; None when there are none."""
    decoded, found = _CODED.subn(_decoded, text)
    return read_plain(decoded) if found else None


def _read(character: str) -> str:
    value = unicodedata.digit(character, None)
    if value is not None:
        return str(value)
    if character in _BETWEEN or unicodedata.category(character) in _BETWEEN_KINDS:
        return " "
    return PART if unicodedata.category(character)[0] in _PARTING else character


def _decoded(coded: re.Match[str]) -> str:
    if coded["said"]:
        return PART.ljust(len(coded[0]))
    code = coded["unicode"] or coded["byte"]
    character = chr(int(code, 16)) if code else " "
    if coded["byte"] and character > "\x7f":  # one byte of a longer character
        character = " "
    return character.ljust(len(coded[0]))
