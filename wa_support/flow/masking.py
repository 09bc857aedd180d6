"""Resident numbers, foreigner numbers and payment cards never reach storage, logs or a model."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Final

from wa_support.flow.masking_numbers import (
    SHORTEST,
    Kind,
    is_grouped,
    kind_of,
    kind_of_halves,
    kind_within,
    lengths_from,
)
from wa_support.flow.masking_reading import PART, read_decoded, read_plain
from wa_support.ports.outside import Masker

_RUN: Final = re.compile(rf"[0-9][0-9 {PART}]{{12,}}")
_GROUP: Final = re.compile(r"[0-9]+")
_MOBILE: Final = re.compile(r"(?<![0-9])01[016-9](?:( +)[0-9]{3,4}\1[0-9]{4}|[0-9]{7,8})(?![0-9])")
"""A phone number and an hour, or two phone numbers, would now and then pass for one long number."""

_MARK: Final = rf"{PART}(?:card|resident number|foreigner number){PART}"
_MOBILE_FRONT: Final = len("010-1234-")
_HALVES: Final = re.compile(
    rf"(?<![0-9])([0-9]{{6}})(?:(?!{_MARK})[^0-9]){{1,24}}([1-8][0-9]{{6}})(?![0-9])"
)
"""`앞 900101 뒤 1234567`: a date of birth and seven digits seldom stand in one breath otherwise, so
any words may part them."""

_LONGEST_ORDER_ID: Final = 64
_BARE: Final = ("9001011234567", "900101-1234567")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hit:
    start: int
    end: int
    kind: Kind


def make_masker(order_id_pattern: str, today: Callable[[], date]) -> Masker:
    """`order_id_pattern` is the policy's: a resident or foreigner number is spared only where it is
    written in one piece inside a longer order id (`M2611221234567`), and only when that pattern
    matches no number that stands alone; a card never is.

    The masker returns the text with `[resident_number]`, `[foreigner_number]` or `[card]` in place
    of each number, and the kinds in the order found. Masking what is masked changes nothing.
    """
    order_id = _order_id(order_id_pattern)

    def mask(text: str) -> tuple[str, tuple[str, ...]]:
        if len(text) < SHORTEST:
            return text, ()
        plain = read_plain(text)
        if sum(map(plain.count, "0123456789")) < SHORTEST:
            return text, ()
        decoded = read_decoded(text)
        hits = [
            hit
            for reading in (plain, decoded)
            if reading is not None
            for hit in _hits(reading, today())
            if hit.kind is Kind.CARD or order_id is None or not _is_order(hit, text, order_id)
        ]
        return _replaced(text, _apart(hits)) if hits else (text, ())

    return mask


def _order_id(pattern: str) -> re.Pattern[str] | None:
    """None when the pattern is so broad that it says nothing about what an order is."""
    if any(re.fullmatch(pattern, bare) for bare in _BARE):
        return None
    return re.compile(rf"(?<![0-9A-Za-z])(?:{pattern})(?![0-9A-Za-z])")


def _hits(reading: str, today: date) -> Iterator[_Hit]:
    for run in _RUN.finditer(reading):
        groups = [group.span() for group in _GROUP.finditer(reading, *run.span())]
        for hit in _hits_in_run(reading, groups, today):
            if not _is_mobile(reading, hit):
                yield hit
    for halves in _HALVES.finditer(reading):
        if kind := kind_of_halves(halves[1], halves[2], today):
            yield _Hit(start=halves.start(), end=halves.end(), kind=kind)


def _is_mobile(reading: str, hit: _Hit) -> bool:
    """A phone number inside, or the end of one before something else in a list."""
    if _MOBILE.search(reading, hit.start, hit.end):
        return True
    found = _MOBILE.search(reading, max(hit.start - _MOBILE_FRONT, 0), hit.end)
    return found is not None and found.end() > hit.start and PART in reading[hit.start : hit.end]


def _hits_in_run(reading: str, groups: list[tuple[int, int]], today: date) -> Iterator[_Hit]:
    """Every number that is made of whole groups, and long groups with a number inside.

    Where a PART stands in it, it must stand where people part such a number.
    """
    digits = "".join(reading[start:end] for start, end in groups)
    ends = list(accumulate(end - start for start, end in groups))
    first = 0  # digits before this group
    for index, (start, end) in enumerate(groups):
        if end - start > 16 and (kind := kind_within(digits[first : ends[index]], today)):
            yield _Hit(start=start, end=end, kind=kind)
        lengths = lengths_from(digits[first : first + 4])
        longest = max(lengths, default=0)
        for last in range(index, len(groups)):
            size = ends[last] - first
            if size > longest:
                break
            if size not in lengths or not (kind := kind_of(digits[first : ends[last]], today)):
                continue
            hit = _Hit(start=start, end=groups[last][1], kind=kind)
            if _holds_together(reading[hit.start : hit.end]):
                yield hit
        first = ends[index]


def _holds_together(found: str) -> bool:
    if PART not in found:
        return True
    parts = [len(part.replace(" ", "")) for part in found.split(PART)]
    groups = [len(group) for group in _GROUP.findall(found)]
    return is_grouped([part for part in parts if part]) or is_grouped(groups)


def _is_order(hit: _Hit, text: str, order_id: re.Pattern[str]) -> bool:
    if hit.end - hit.start > _LONGEST_ORDER_ID or not text[hit.start : hit.end].isdecimal():
        return False
    near = max(hit.start - _LONGEST_ORDER_ID, 0), hit.end + _LONGEST_ORDER_ID
    return any(
        found.start() <= hit.start and hit.end <= found.end() and len(found[0]) > SHORTEST
        for found in order_id.finditer(text, *near)
    )


def _apart(hits: list[_Hit]) -> list[_Hit]:
    """Hits that share digits become one, named after the longest, so that no digit is left over."""
    apart: list[_Hit] = []
    longest = 0
    for hit in sorted(hits, key=lambda hit: (hit.start, hit.start - hit.end)):
        size = hit.end - hit.start
        if not apart or hit.start >= apart[-1].end:
            apart.append(hit)
            longest = size
            continue
        last = apart.pop()
        kind = hit.kind if size > longest else last.kind
        apart.append(_Hit(start=last.start, end=max(last.end, hit.end), kind=kind))
        longest = max(longest, size)
    return apart


def _replaced(text: str, hits: list[_Hit]) -> tuple[str, tuple[str, ...]]:
    parts: list[str] = []
    upto = 0
    for hit in hits:
        parts += text[upto : hit.start], f"[{hit.kind}]"
        upto = hit.end
    return "".join([*parts, text[upto:]]), tuple(dict.fromkeys(hit.kind.value for hit in hits))
