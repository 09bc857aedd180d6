"""The desk's week in one line: "월–목 10:00–18:00, 금 10:00–17:00 (점심시간 12:30–13:30)"."""

from collections.abc import Callable, Sequence
from itertools import groupby

from wa_support.domain.policy import Hours


def say_hours(hours: Hours, word: Callable[[str], str]) -> str:
    """`word` gives weekdays (from Monday on), lunch and days_off in the customer's language;
    neighbouring days with the same hours are said together."""
    week = groupby(range(7), key=hours.days.get)
    stretches = [(list(days), span) for span, days in week if span is not None]
    names = word("weekdays").split()
    said = ", ".join(f"{_days(days, names)} {_span(span)}" for days, span in stretches)
    notes = [f"{word('lunch')} {_span(hours.lunch)}"] if hours.lunch else []
    notes += [word("days_off")] if hours.closed else []
    return f"{said} ({', '.join(notes)})" if notes else said


def _days(days: Sequence[int], names: Sequence[str]) -> str:
    first, last = names[days[0]], names[days[-1]]
    return first if len(days) == 1 else f"{first}–{last}"


def _span(span: tuple[int, int]) -> str:
    return "–".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in span)
