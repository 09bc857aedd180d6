"""Order numbers in customers' words, and questions about delivery that name no order."""

import re
from typing import Final

from wa_support.domain.gate.normal import bare, normal
from wa_support.domain.gate.words import about_something_else
from wa_support.domain.policy import Policy

_GENERAL: Final = re.compile(
    r"(?:배송|택배|반품|교환|설치|조립)\s?(?:비|요금|비용|기간|정책|지역|업체|방법|가능\s?지역)(?!\S*\s?(?:환불|돌려))|무료\s?배송|"
    r"(?:배송|택배|배달|출고)\S*\s?(?:보통\s?|평균\s?|대략\s?)?(?:며칠|몇\s?일|얼마나\s?(?:걸|소요|되)|얼마(?:예요|에요|인가|죠|임|$))|"
    r"(?:보통|평균)\s?(?:며칠|몇\s?일|언제)\S*\s?(?:걸|와|도착|배송)|"
    r"(?:기사|택배사|택배\s?회사|배송\s?회사|배송\s?업체)(?:님|분)?\s?(?:의\s?)?(?:연락처|전화|번호|폰)|"
    r"(?:제주도?|도서\s?산간|산간|섬|울릉도|해외|외국|지방)(?:에도?|으로도?|로도?|도|까지)?\s?(?:지역\s?)?(?:배송|택배|배달|보내)|"
    r"(?:토요일|일요일|주말|공휴일|명절|새벽|당일|야간)(?:에도?|도)?\s?(?:배송|배달|택배)\S*\s?(?:되|돼|하|해|가능|안|있|와|오)|"
    r"어느\s?택배|(?:무슨|어떤)\s?택배|"
    r"\bhow (?:long|many days) (?:does|do|is|will|would|until|before|for)\b[^\n]{0,24}\b(?:deliver(?:y|ies)?|shipping|shipment|to arrive)\b|"
    r"\bhow much (?:is|does|do|are|for|will)\b[^\n]{0,24}\b(?:deliver(?:y|ies)?|shipping|returns?)\b|"
    r"\b(?:shipping|delivery|return|courier) (?:costs?|fees?|charges?|rates?|times?|polic(?:y|ies)|options?|prices?|methods?)\b|"
    r"\b(?:do|can|could|will|would) you (?:guys )?(?:also )?(?:ship|deliver)(?: (?:to|on|at|overseas|abroad|internationally|worldwide|there)\b|$)|"
    r"\bfree (?:shipping|delivery)\b|\bis (?:the )?(?:shipping|delivery) free\b|\b(?:which|what) courier\b|"
    r"\b(?:courier|driver|carrier|delivery (?:man|guy|person|company))(?:'?s)? (?:phone|number|contact)"
)
_MINE: Final = re.compile(
    r"(?<![가-힣])(?:제|내|저희|우리)\s?(?:가\s|주문|택배|거|것|물건|상품|소파)|주문한|주문했|시켰|시킨|산\s?거|\b(?:my|mine|it|i ordered)\b"
)
_STATUS_KO = r"(?:어디|언제|언재|배송|배달|택배|조회|도착|왔|와요|안\s?와|오나|오는|출고|송장)"
_STATUS_EN = r"(?:where|when|status|track(?:ing)?|shipped|delivered|arriv\w+)"
_LONGEST_LOOK_UP: Final = 6
_DO_NOT_KNOW: Final = re.compile(
    r"(?:(?:잘|하나도|다|저도|그건|둘\s?다)\s?)*(?:모르겠\S{1,5}|모릅니다|몰라요?|모르는데요?|기억(?:이)?\s?(?:안\s?나|나지\s?않)\S{1,5})|"
    r"(?:sorry,? )?i? ?(?:don'?t|do not|can'?t|cannot) (?:know|remember|have|find)(?: (?:it|them|that|any))?"
)
_NAME: Final = re.compile(
    r"(?:받는\s?(?:분|사람)은?\s|이름은\s|성함은\s|저는\s)?[가-힣]{2,5}(?:\s?(?:님|입니다|이에요|예요|이요|요|이고요))?|"
    r"(?:(?:my|the|receiver'?s?) name is |i'?m |it'?s )?[a-z][a-z.'-]+(?: [a-z][a-z.'-]+){0,2}"
)
_NO_NUMBER: Final = re.compile(
    r"주문\s?번호\S{0,2}\s?(?:를|을|가|이|도|는)?\s?(?:잘\s?|어디\S*\s?)?(?:몰라|모르|까먹|잊어|기억\s?(?:이\s?)?안|기억\s?(?:이\s?)?나지|없|못\s?찾|안\s?보|잃어)|"
    r"\b(?:don'?t|do not|dont|can'?t|cannot|cant|not|lost|forgot|forgotten|no)\b[^\n]{0,24}\border (?:number|no|id|#)"
)


def order_id_in(text: str, policy: Policy) -> str | None:
    """The first order number, by the policy's pattern."""
    found = re.search(
        rf"(?<![a-z\d-])(?:{policy.order_id_pattern})(?![\d-])", normal(text), re.IGNORECASE
    )
    return found.group().upper() if found else None


def bare_order_id(text: str, policy: Policy) -> str | None:
    """The order number when the message is nothing else: "1042", "주문번호 1042입니다", "#1042"."""
    words = re.sub(
        r"주문|번호|[번제은는]|입니다|이에요|예요|이요|요$|\b(?:order|number|no|id|it'?s|is|my|the)\b|[#:.,!\s]",
        "",
        normal(text),
    )
    return words.upper() if re.fullmatch(policy.order_id_pattern, words, re.IGNORECASE) else None


def general_delivery(text: str, policy: Policy) -> bool:
    """ "How long does delivery take", "배송비 얼마예요": about delivery, about no order."""
    words = normal(text)
    if about_something_else(text, policy) or order_id_in(text, policy):
        return False
    return _GENERAL.search(words) is not None and _MINE.search(words) is None


def lacks_order_number(text: str, policy: Policy) -> bool:
    return _NO_NUMBER.search(normal(text)) is not None and order_id_in(text, policy) is None


def knows_nothing(text: str) -> bool:
    """ "모르겠어요", where order number, name and digits were asked for."""
    return _DO_NOT_KNOW.fullmatch(bare(text)) is not None


def may_be_a_name(text: str) -> bool:
    return _NAME.fullmatch(bare(text)) is not None


def looks_up(text: str, policy: Policy) -> bool:
    """An order number beside a word of whereabouts, whatever else is misspelt."""
    words = normal(text)
    if len(words.split()) > _LONGEST_LOOK_UP or about_something_else(text, policy):
        return False
    number = rf"(?<![a-z\d-])(?:{policy.order_id_pattern})(?![\d-]|\s?(?:년|월|일|원|명|개|시|층|호|만|천|달러|km|kg))"
    beside = (
        rf"{number}(?:번(?:은|이|요)?|은|는|이|요)?[\s,]*(?:주문|거|것|꺼)?(?:은|는|이)?\s?{_STATUS_KO}|{_STATUS_KO}\s?(?:조회\s?)?{number}|"
        rf"\b{_STATUS_EN}(?:'s| is| are| will| of| for|'ll)?(?: my)?(?: #)? ?{number}|{number} {_STATUS_EN}\b"
    )
    return re.search(beside, words, re.IGNORECASE) is not None


def asks_status(text: str) -> bool:
    """Whether it asks how an order stands, so that its number is the order's."""
    return re.search(rf"{_STATUS_KO}(?!\s?받)|\b{_STATUS_EN}\b", normal(text)) is not None
