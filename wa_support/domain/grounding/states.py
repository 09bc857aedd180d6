"""What an answer says has become of an order, a booking or a ticket, and whether facts say so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from wa_support.domain.grounding.evidence import Evidence
from wa_support.domain.grounding.sentences import is_question, sentences

_DONE: Final = r"(?:이|가|은|는|을|를|도)?\s?(?:처리(?:가)?\s?)?(?:완료|되었|됐|된\s(?:상태|것)|했습|하였|마쳤)"
_IS: Final = r"\b(?:is|are|was|were|has|have|it's|been)(?: (?:now|already|just|been|being|all|successfully|fully))*"
_IF: Final = re.compile(
    r"\b(?:if|once|when|before|after|until|unless|whether|as soon as|any|can|may|will|must)\b"
    r"|면\s|경우|때\s|때는|전에|전까지|후에|(?<!오)후\s|뒤에"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """`means` are the values of a state field that bear the words of `says` out."""

    name: str
    says: re.Pattern[str]
    means: re.Pattern[str]


def _state(name: str, says: str, means: str) -> _State:
    return _State(name=name, says=re.compile(says), means=re.compile(means))


_STATES: Final = (
    _state(
        "shipped",
        rf"(?:발송|출고){_DONE}|배송\s?중|배송이?\s?시작|배송하고 있"
        rf"|{_IS} (?:shipped|dispatched|sent out|in transit|out for delivery|on (?:its|the) way)\b"
        r"|\bon its way\b|\bbeing (?:delivered|shipped)\b|\b(?:order|package|parcel) shipped\b",
        r"ship|transit|dispatch|sent|out_for|배송\s?중|발송|출고",
    ),
    _state(
        "delivered",
        rf"(?:배송|배달|수령|도착)(?!\s?(?:예정|전|일)){_DONE}"
        rf"|도착해\s?있|{_IS} (?<!being )(?:delivered|arrived)\b|\b(?:order|package|parcel) (?:arrived|was delivered)\b",
        r"deliver|arriv|received|배송\s?완료|배달\s?완료|도착",
    ),
    _state(
        "cancelled",
        rf"취소{_DONE}|^cancell?ed\b|{_IS} cancell?ed\b",
        r"cancel|취소",
    ),
    _state(
        "in preparation",
        r"(?:상품|제품|주문)?\s?준비\s?중(?:입|이|인)|포장\s?중(?:입|이)"
        rf"|{_IS} (?:prepared|packed|processed|preparing)\b",
        r"prepar|process|pack|준비|포장",
    ),
    _state(
        "paid",
        rf"(?:결제|입금){_DONE}|{_IS} paid\b|\bpayment (?:is|was|has been) (?:complete|received|confirmed)",
        r"paid|prepar|ship|deliver|결제|입금|준비|배송",
    ),
    _state(
        "refunded",
        rf"환불(?:금)?(?:이|은|도)?\s?(?:모두\s?)?(?:처리(?:가)?\s?)?(?:완료|되었|됐|입금)|{_IS} refunded\b",
        r"refunded|환불\s?완료",
    ),
    _state(
        "booked",
        rf"예약(?!\s?(?:가능|번호)){_DONE}|^booked\b|{_IS} (?:booked|reserved)\b|\bbooking(?:'s| is| was| has been) (?:confirmed|all set)",
        r"book|reserv|confirm|예약",
    ),
    _state(
        "not yet sent",
        r"(?:발송|출고)(?:이|은|되지|하지|가)?\s?(?:아직\s?)?(?:되지\s?)?(?:전입|않았)"
        r"|\b(?:not|hasn't|haven't) (?:yet )?(?:been )?(?:shipped|dispatched)\b",
        r"paid|prepar|pending|process|cancel|결제|준비",
    ),
    _state(
        "finished",
        r"(?:문의|접수|요청|건)(?:이|은|는|가)?\s?(?:처리\s?)?(?:완료되었|해결되었|종결되었)"
        r"|\b(?:ticket|request|case|issue) (?:is|was|has been) (?:closed|resolved|done)\b",
        r"done|closed|resolved|완료|해결",
    ),
)


def ungrounded_states(answer: str, facts: Evidence, done: frozenset[str]) -> Iterator[str]:
    """A question claims nothing, and neither does what hangs on an if."""
    for sentence in sentences(answer):
        if is_question(sentence):
            continue
        for state in _STATES:
            found = state.says.search(sentence)
            if found is None or _IF.search(sentence[: found.end() + 2]) is not None:
                continue
            if not _stands(state, facts, done):
                yield f'"{found[0].strip()}": no tool result says that it is {state.name}.'


_BY_EFFECT: Final = {
    "cancelled": {"cancel_order", "cancel_booking"},
    "booked": {"book", "reschedule"},
}


def _stands(state: _State, facts: Evidence, done: frozenset[str]) -> bool:
    if any(state.means.search(value) for value in facts.states):
        return True
    return bool(_BY_EFFECT.get(state.name, set()) & done) or bool(state.says.search(facts.prose))
