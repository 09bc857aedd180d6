"""Bytes to JSON values without the surprises of Python's `json`: strict, bounded, always storable.

What JSON leaves open (duplicate keys, huge numbers, lone surrogates) is RFC 8259 §4, §6 and §8.2.
"""

import json
import math
import re
from collections.abc import Sequence
from typing import Any, Final

from wa_support.domain.errors import Unreadable

DEPTH_LIMIT: Final = 64
INTEGER_DIGITS: Final = 20

_STRING_OR_BRACKET: Final = re.compile(
    rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?+|[\[{]|[\]}]',
    re.DOTALL,
)
_HAZARD: Final = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")
_ESCAPE: Final = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(?P<lone>u[dD][89a-fA-F][0-9a-fA-F]{2})|(?P<nul>u0000)|.)",
    re.DOTALL,
)


def decode(body: bytes) -> object:
    """The JSON value in `body`, which must be UTF-8 without a byte order mark.

    Lone surrogates become U+FFFD and NUL becomes U+2400, so that every text can be stored.
    Raises Unreadable with sizes and offsets only: its words are kept in clear beside the
    encrypted body, so they repeat nothing that a customer could have written.
    """
    text = _storable(_utf8(body))
    _check_depth(body)
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        at = len(text[: error.pos].encode())
        raise Unreadable(f"not JSON at byte {at}: {error.msg}") from error


def _utf8(body: bytes) -> str:
    if body.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("byte order mark at byte 0: only plain UTF-8 is read")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(f"not UTF-8 at byte {error.start}") from error


def _storable(text: str) -> str:
    return _ESCAPE.sub(_harmless, text) if _HAZARD.search(text) else text


def _harmless(escape: re.Match[str]) -> str:
    # same length as before, so that offsets in later errors stay true
    if escape["lone"]:
        return "\\ufffd"
    return "\\u2400" if escape["nul"] else escape[0]


def _check_depth(body: bytes) -> None:
    # before decoding: the decoder recurses, and a RecursionError is no ValueError
    depth = 0
    for match in _STRING_OR_BRACKET.finditer(body):
        first = match[0][:1]
        if first in b"[{":
            depth += 1
            if depth > DEPTH_LIMIT:
                raise Unreadable(f"nested deeper than {DEPTH_LIMIT} at byte {match.start()}")
        elif first in b"]}":
            depth -= 1


def _integer(digits: str) -> int:
    if len(digits.lstrip("-")) > INTEGER_DIGITS:
        raise Unreadable(f"an integer of more than {INTEGER_DIGITS} digits")
    return int(digits)


def _number(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise Unreadable(f"a number out of range, {len(digits)} characters long")
    return number


def _no_constant(name: str) -> object:
    raise Unreadable(f"{name} is not JSON")


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        raise Unreadable(f"{len(pairs) - len(result)} of {len(pairs)} keys repeat in one object")
    return result


_DECODER: Final = json.JSONDecoder(
    parse_int=_integer,
    parse_float=_number,
    parse_constant=_no_constant,
    object_pairs_hook=_object,
)
