"""Days of the week and days such as tomorrow: each must be what a fact makes of it."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from wa_support.domain.grounding.evidence import Evidence, folded
from wa_support.domain.grounding.figures import Kind, figures
from wa_support.domain.grounding.sentences import is_question, sentences

_KOREAN: Final = "월화수목금토일"
_ENGLISH: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY: Final = re.compile(
    rf"([{_KOREAN}])요일|(?<=일)\s?\(([{_KOREAN}])\)|\b({'|'.join(_ENGLISH)})s?\b"
)
_RELATIVE: Final = re.compile(
    r"내일|모레|글피|어제|그제|다음\s?주|이번\s?주|다음\s?달"
    r"|오늘\s?(?:까지|안|중|내로|도착|출고|발송|배송|환불|저녁|밤|오전|오후)"
    r"|\b(?:tomorrow|tonight|yesterday|(?:this|next) (?:week|month|weekend))\b"
    r"|\b(?:arriv|deliver|ship|refund|com)\w*\b(?:\s\w+){0,4}\stoday\b|\bby today\b"
)


def ungrounded_days(answer: str, facts: Evidence, customer_words: str) -> Iterator[str]:
    own = folded(customer_words)
    known = {_weekday(one) for one in facts.values(Kind.DATE) if one[0] is not None}
    known |= set(_weekdays_in(facts.text))
    for sentence in sentences(answer):
        yield from _misdated(sentence, facts)
        asks = is_question(sentence)
        for found in _WEEKDAY.finditer(sentence):
            if _number_of(found) not in known and not (asks and found[0] in own):
                yield f'The day of the week "{found[0]}" stands in no fact.'
        for found in _RELATIVE.finditer(sentence):
            if found[0] not in facts.text and not (asks and found[0] in own):
                yield f'"{found[0]}" is no date: write the date that stands in the facts.'


def _misdated(sentence: str, facts: Evidence) -> Iterator[str]:
    """One date and one day of the week in a sentence belong together."""
    dates = [one.value for one in figures(sentence) if one.kind == Kind.DATE]
    said = list(_WEEKDAY.finditer(sentence))
    if len(dates) != 1 or len(said) != 1:
        return
    _, month, day = dates[0] if isinstance(dates[0], tuple) else (None, None, None)
    meant = {
        _weekday(known)
        for known in facts.values(Kind.DATE)
        if known[0] is not None and (known[1], known[2]) == (month, day)
    }
    if meant and _number_of(said[0]) not in meant:
        yield f'"{said[0][0]}" is not the day of the week of that date.'


def _weekdays_in(text: str) -> Iterator[int]:
    return (_number_of(found) for found in _WEEKDAY.finditer(text))


def _number_of(found: re.Match[str]) -> int:
    korean = found[1] or found[2]
    return _KOREAN.index(korean) if korean else _ENGLISH.index(found[3])


def _weekday(day: tuple[int, int, int]) -> int | None:
    try:
        return date(*day).weekday()
    except ValueError:
        return None
