"""Which figures of an answer stand in no fact."""

import re
from collections.abc import Iterator
from typing import Any, Final

from wa_support.domain.grounding.evidence import Evidence, folded
from wa_support.domain.grounding.figures import Figure, Kind, figures
from wa_support.domain.grounding.sentences import is_question, sentences

_RESTATED: Final = frozenset({Kind.DATE, Kind.TIME, Kind.SPAN, Kind.DAY, Kind.NUMBER, Kind.MONTH})
"""What a question may take up from the customer: asking is not claiming."""
_IDS: Final = frozenset({Kind.CODE, Kind.DIGITS, Kind.NUMBER})
_ID_IS_AT_LEAST: Final = 3
_LIST_NUMBER: Final = re.compile(r"^\s*\d{1,2}[.)]\s", re.MULTILINE)
_NAMES: Final = {
    Kind.DATE: "date", Kind.DAY: "date", Kind.MONTH: "month", Kind.TIME: "time",
    Kind.SPAN: "length of time", Kind.MONEY: "amount of money", Kind.PERCENT: "percentage",
    Kind.DIGITS: "number", Kind.CODE: "id", Kind.NUMBER: "number",
}  # fmt: skip


def ungrounded_figures(answer: str, facts: Evidence, customer_words: str) -> Iterator[str]:
    """`answer` is folded."""
    own = {(one.kind, one.value) for one in figures(folded(customer_words))}
    for sentence in sentences(_LIST_NUMBER.sub(" ", answer)):
        asks = is_question(sentence)
        for figure in figures(sentence):
            if not (_stands(figure, facts) or _is_own(figure, own, asks=asks)):
                yield f'The {_NAMES[figure.kind]} "{figure.shown}" stands in no tool result or cited passage.'


def _is_own(figure: Figure, own: set[tuple[Kind, object]], *, asks: bool) -> bool:
    if (figure.kind, figure.value) not in own:
        return False
    is_id = figure.kind in _IDS and len(str(figure.value)) >= _ID_IS_AT_LEAST
    is_phone = figure.kind == Kind.DIGITS and str(figure.value).startswith("0")
    return (is_id and not is_phone) or (asks and figure.kind in _RESTATED)


def _stands(figure: Figure, facts: Evidence) -> bool:
    if facts.has(figure.kind, figure.value):
        return True
    match figure.kind:
        case Kind.DATE:
            return _date_stands(figure.value, facts)
        case Kind.DAY:
            return any(date[2] == figure.value for date in facts.values(Kind.DATE))
        case Kind.MONTH:
            return any(date[1] == figure.value for date in facts.values(Kind.DATE))
        case Kind.TIME:
            return _time_stands(figure.value, facts)
        case Kind.MONEY:
            return _money_stands(figure.value, facts)
        case Kind.SPAN:
            return _span_stands(figure.value, facts)
        case Kind.DIGITS | Kind.CODE | Kind.NUMBER:
            return any(facts.has(kind, figure.value) for kind in _IDS)
    return False


def _date_stands(value: Any, facts: Evidence) -> bool:
    year, month, day = value
    return any(
        (month, day) == (known[1], known[2]) and None in (year, known[0])
        for known in facts.values(Kind.DATE)
    )


def _time_stands(value: Any, facts: Evidence) -> bool:
    """Three o'clock is 03:00 and 15:00; three in the afternoon is 15:00 alone."""
    hour, minute, half_said = value
    for known_hour, known_minute, known_half in facts.values(Kind.TIME):
        same = hour == known_hour if half_said and known_half else hour % 12 == known_hour % 12
        if same and minute == known_minute:
            return True
    return False


def _money_stands(value: Any, facts: Evidence) -> bool:
    amount, currency = value
    spoken = {code for code in ("krw", "usd", "eur", "jpy", "gbp") if code in facts.text}
    if spoken and currency.lower() not in spoken and not _currency_stands(currency, facts):
        return False
    return facts.has(Kind.MONEY, (amount, ""))


def _currency_stands(currency: str, facts: Evidence) -> bool:
    return any(code == currency for _, code in facts.values(Kind.MONEY))


def _span_stands(value: Any, facts: Evidence) -> bool:
    """Seven days are a week; 28일 without more may also be a day of a month."""
    count, unit = value
    if unit == "week" and facts.has(Kind.SPAN, (count * 7, "day")):
        return True
    if unit == "day" and count % 7 == 0 and facts.has(Kind.SPAN, (count // 7, "week")):
        return True
    return unit == "day" and any(known[2] == count for known in facts.values(Kind.DATE))
