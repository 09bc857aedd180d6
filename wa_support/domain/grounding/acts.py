"""Acts that an answer claims or promises, and what must have been done for each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from wa_support.domain.grounding.evidence import Evidence
from wa_support.domain.grounding.sentences import is_question, sentences

_PERSON: Final = (
    r"\b(?:i|we)(?:'ve|'ll|'m| have| had| will| am| are|'re|'d)?"
    r"(?: (?:just|now|already|also|gladly|happily|personally|successfully|going to|be|go ahead and|make sure to|can|then|gone ahead and|went ahead and))*"
)
_NEAR: Final = r"(?:(?!안내|확인|문의|말씀|찾|못|방법|연결|담당|알려|여쭤|가능|원하)[^.?!\n]){0,14}"
_ENDED_KO: Final = rf"{_NEAR}(?:(?<!못)했습니다|하였습니다|드렸습니다|두었습니다|놓았습니다|넣었습니다|하겠습니다|드리겠습니다)"
_DID_KO: Final = (
    r"(?:을|를|이|가|도|은|는)?\s?(?:처리|접수|신청|진행|완료|요청|조치)?(?:을|를|도)?\s?"
    r"(?:해\s?(?:드렸|드리겠|드릴\s?예정|드릴게|드립니다|놓았|두었|놨|뒀|주었|줬|보겠)|하였|했습|했어|하겠|합니다|할게"
    r"|도와\s?드리겠|도와\s?드렸|시켜\s?드)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Act:
    """`claims` says that we did or shall do it; `by` are the effects that make it true."""

    name: str
    claims: re.Pattern[str]
    by: frozenset[str] = frozenset()


def _act(name: str, claims: str, *by: str) -> _Act:
    return _Act(name=name, claims=re.compile(claims), by=frozenset(by))


_ACTS: Final = (
    _act(
        "refund",
        rf"(?:환불|반품|환급){_DID_KO}|(?:환불|반품|환급){_ENDED_KO}|(?:환불|반품|취소)\s?(?:신청|접수|요청)(?:이|은|도)?\s?(?:정상\s?)?(?:접수|처리)?(?:가)?\s?(?:되었|됐|완료)"
        r"|(?:돈|금액|대금|전액)(?:을|를)?\s?(?:모두\s?)?(?:돌려|환급해|환불해)\s?드(?:리겠|렸|립니다|릴)"
        rf"|{_PERSON} (?:refund|refunded|issued?|process(?:ed)?|initiated?|reimbursed?|return(?:ed)?|g[ia]ven? you)\b"
        r"(?:\s\S+){0,4}?\s?(?:refund|return|money|payment|amount|full|it|you|order|purchase|\$|₩|\d)"
        r"|\b(?:your |a |the )?(?:full )?refund (?:has been|have been|was|is) (?:\w+ )?(?:issued|processed|requested|approved|started|complete\w*|on its way)"
        r"|^refunded\b|\bconsider (?:it|that) \w+ed\b|\brefund is (?:being )?process|\bmoney (?:is|has been) (?:on its way|returned|sent)",
        "request_refund",
    ),
    _act(
        "cancellation",
        rf"취소{_DID_KO}|취소{_ENDED_KO}|{_PERSON} cancel(?:l?ed|ling|led)?\b"
        rf"|{_PERSON} (?:put in|submit(?:ted)?|sent|requested) (?:a|an|the|your) (?:\w+ )?cancell?ation|\bcancell?ation (?:has been|was|is) (?:\w+ )?(?:processed|confirmed|complete\w*|requested)",
        "cancel_order", "cancel_booking",
    ),
    _act(
        "booking",
        rf"예약(?!을? 원|\s?가능){_DID_KO}|예약{_ENDED_KO}|(?:예약|자리|시간)(?:를|을)?\s?(?:잡아|비워|맡아)\s?(?:드렸|드리겠|두었|놓|뒀)"
        rf"|{_PERSON} (?:book|booked|reserved?|hold|held)\b",
        "book", "reschedule",
    ),
    _act(
        "change",
        rf"(?:변경|수정|교환|업데이트){_DID_KO}|(?:변경|교환){_ENDED_KO}|(?:변경|수정|교환)(?:이|은)?\s?(?:신청\s?|접수\s?)?(?:되었|됐|완료)|(?:바꿔|고쳐|옮겨)\s?(?:드렸|드리겠|드립니다|놓았|두었)"
        rf"|{_PERSON} (?:chang(?:e|ed)|updated?|moved?|rescheduled?|exchanged?|replaced?|corrected)\b"
        r"|\b(?:address|booking|order|time) (?:has been|was) (?:changed|updated|moved|rescheduled)",
        "reschedule",
    ),
    _act(
        "ticket",
        r"(?:문의|불편|내용|요청|문제|건)(?:을|를|이|가|은|는|사항을|사항이)?\s?(?:정상\s?)?접수(?:가|를)?\s?(?:해\s?드렸|되었|됐|했습|하였|완료)"
        rf"|{_PERSON} (?:(?:opened?|created?|filed?|logged?|raised?) (?:a|an|the|your) (?:\w+ )?(?:ticket|case|complaint|claim|report|request))"
        r"|\b(?:ticket|case) (?:has been|was) (?:opened|created|filed|logged)",
        "create_ticket",
    ),
    _act(
        "sending",
        r"(?:발송|출고|배송|재발송|재배송)(?:을|를)?\s?(?:해\s?(?:드렸|드리겠|드립니다|드릴)|하겠|했습)"
        r"|(?:보내|부쳐)\s?(?:드렸|드리겠|드립니다|드릴게|드릴 예정)"
        rf"|{_PERSON} (?:sen[dt]|sending|ship(?:ped)?|dispatch(?:ed)?|mail(?:ed)?|e-?mailed|forward(?:ed)?|resen[dt])\b"
        r"|\b(?:a |the )?(?:replacement|new one|receipt|invoice|coupon|link|code|e-?mail|sms) (?:has been|was|will be|is being) (?:\w+ )?sent",
    ),
    _act(
        "contact",
        r"(?:연락|전화|문자|이메일|메일|회신|답변)(?:을|를|로)?\s?(?:다시\s?|안내\s?)?(?:해\s?)?(?:드리겠|드렸|드릴게|드릴 예정|드립니다|하겠|주실 것|줄 것)"
        r"|(?:전달|연결)(?:을|를)?\s?(?:해\s?)?(?:드렸|드리겠|드립니다|하겠|했습|되었|됐)"
        rf"|{_PERSON} (?:call|called|text|e-?mail|contact(?:ed)?|follow up|get back|reach out|notif(?:y|ied)|let (?:you|them|the team|my team|our team) know|t(?:ell|old) the team|keep you|forward(?:ed)?|escalat(?:e|ed)|pass(?:ed)?|transfer(?:red)?|connect(?:ed|ing)?)\b"
        r"|\b(?:someone|colleague|agent|team|manager|specialist)\b(?: \w+){0,3} (?:will|shall|is going to) (?:call|contact|e-?mail|be in touch|get back|reach out|reply|review)",
        "hand_off", "create_ticket",
    ),
    _act(
        "compensation",
        rf"(?:보상|배상|면제|할인|적립|지급|무료로 제공|업그레이드|쿠폰){_DID_KO}|(?:제품|상품|선물|쿠폰)(?:을|를|도)?\s?(?:하나\s?|더\s?)?드(?:리겠|렸|릴게)|(?:깎아|챙겨|얹어)\s?(?:드리겠|드렸|드립니다|드릴)"
        rf"|{_PERSON} (?:compensated?|waived?|discount(?:ed)?|credit(?:ed)?|upgraded?|offer(?:ed)? you|give you|cover)\b",
    ),
)  # fmt: skip
_WILL_BE: Final = re.compile(
    r"(?:환불|취소|교환|보상)(?:이|은|금이|금은|도)?\s?(?:자동으로\s?|전액\s?)?(?:될 예정|될 것|됩니다|이루어집|진행됩|처리됩|입금됩)"
    r"|\brefund (?:should|will|is going to) (?:arrive|come|be|reach|show|appear)|(?:will|shall|'ll|going to) (?:automatically )?(?:be|get|receive|have) (?:\w+ ){0,2}?(?:refund(?:ed)?|cancell?ed|reimbursed|compensated|replaced|credited)\b"
)
_REFUSES: Final = re.compile(
    r"(?:환불|반품|교환)(?:은|이|을|를|도)?\s?(?:해\s?드릴\s?수\s?없|불가|안\s?됩|안\s?되|어렵|할\s?수\s?없|받으실\s?수\s?없|거절|되지\s?않|하실 수 없|가능하지 않)"
    r"|\b(?:can't|cannot|can not|won't|will not|unable to|not able to|isn't|not|aren't) (?:be |eligible for |entitled to |offer |give |issue |process |allowed |get |qualify for )*(?:you )?(?:a |any |the |your )?refund"
    r"|\bno refunds?\b|\brefunds? (?:is|are|was|has been|request was) (?:not|denied|declined|refused|impossible|rejected)"
)
_PERSONAL: Final = re.compile(r"될 예정|될 것|\byou(?:'ll|r)?\b|고객님")
_IF: Final = re.compile(r"\b(?:if|once|when|after)\b|면\s|경우|(?<!오)후\s|뒤\s|(?<=[가-힣] )시\s")


def unconfirmed_acts(answer: str, facts: Evidence, done: frozenset[str]) -> Iterator[str]:
    for sentence in sentences(answer):
        if not is_question(sentence):
            yield from _in_statement(sentence, facts, done)


def _in_statement(sentence: str, facts: Evidence, done: frozenset[str]) -> Iterator[str]:
    for act in _ACTS:
        found = act.claims.search(sentence)
        if found is not None and not act.by & done:
            yield f'"{found[0].strip()}" claims or promises a {act.name} that nothing has done.'
    coming = _WILL_BE.search(sentence)
    if coming is not None and not _is_rule(sentence, coming, facts, done):
        yield f'"{coming[0].strip()}" promises what nothing has confirmed.'
    refused = _REFUSES.search(sentence)
    if refused is not None and _REFUSES.search(facts.prose) is None:
        yield f'"{refused[0].strip()}" refuses a refund: only a person decides that.'


def _is_rule(sentence: str, coming: re.Match[str], facts: Evidence, done: frozenset[str]) -> bool:
    """It tells what a passage tells of everybody, or what follows when the customer goes on."""
    if done & {"request_refund", "cancel_order"}:
        return True
    if _IF.search(sentence[: coming.start()]) is not None:
        return "refund" in facts.text or "환불" in facts.text
    return _WILL_BE.search(facts.prose) is not None and _PERSONAL.search(sentence) is None
