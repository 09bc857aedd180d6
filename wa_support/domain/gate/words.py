"""Which purposes a message's words point at, and what it wants done there."""

import re
from collections.abc import Sequence
from typing import Final

from wa_support.domain.decisions import Intent
from wa_support.domain.gate.normal import normal
from wa_support.domain.policy import Policy, Purpose

_TOPICS: Final = {
    "order_management": (
        r"주문|배송|택배|송장|운송장|출고|발송|배달|환불|반품|교환|영수증|세금\s?계산서",
        (
            r"\b(?:orders?|deliver(?:y|ies|ed)|packages?|parcels?|shipments?|shipping|shipped|tracking|courier|refund(?:s|ed)?|"
            r"reimburse(?:d|ments?)?|money back|(?:make|create|start|request|my) (?:a )?returns?|return (?:it|my|policy|label)|purchases? (?:\w+ )?#?\d+|my purchases?|"
            r"receipts?|invoices?|"
            r"(?:change|changing|wrong|new|modify|update) (?:\w+ )?(?:\w+ )?(?<!email )(?<!ip )address)\b"
        ),
    ),
    "booking": (
        r"예약|방문",
        (
            r"\b(?:bookings?|booked|reserv(?:e|ation|ations|ed)|appointments?|visit(?:s|ing)?|slots?|"
            r"(?<!\ba )(?<!\bthe )(?<!this )(?<!that )(?<!good )(?<!best )(?<!any )(?<!my )(?<!your )book(?! by\b))\b"
        ),
    ),
    "support": (
        (
            r"a/s|고장|불량|파손|(?<![가-힣])하자(?:가|를)?\s?(?:있|보수|품|접수|발견)|깨(?:져|졌|진)|부서(?:져|졌|진|질|지)|"
            r"(?<!독)수리(?!남|\s?(?:영역|논술))|조립(?!\s?(?:pc|컴퓨터))|망가"
        ),
        r"\b(?:broken|damaged|defect(?:ive)?|faulty|repairs?|warranty|assembl(?:e|y|ing)|manual|cracked|scratched)\b",
    ),
}
_ASKS: Final = re.compile(
    r"언제|어디|왔|와요|오나|오죠|온대|안\s?와|도착|확인|조회|상태|취소|변경|바꾸|바꿔|환불|반품|교환|빨리|늦|아직|됐|되나|"
    r"될까|돼요|했는데|고\s?싶|주세요|줘|할게|할께|알려|내역|목록|번호|가능|있나|있어|있을|요$|요\?|나요|까요|\?|부탁|누락|"
    r"못\s?받|지\s?못|(?:했|됐|났|졌|었|았)(?:습니다|음$)|"
    r"\b(?:where|when|status|track|arriv\w*|cancel\w*|refund\w*|return\w*|exchange\w*|change|late|still|received?|check|"
    r"update|my|missing|list|haven'?t|hasn'?t|didn'?t|isn'?t|not|need|want|can|could|may|how|is|was|has|please|help|did|make|book|reserve|tell|show|give|"
    r"it|came|got|to)\b"
)
_SOMETHING_ELSE: Final = re.compile(
    r"알바|창업|사업|주식|코인|비트코인|투자|면접|취업|연봉|법률|소송|판례|논문|역사|유래|어원|뜻이|의미가|맛집|날씨|"
    r"뉴스|정치|대통령|운세|로또|게임|연애|여행|관광|레시피|요리법|숙제|과제|시험|관리\s?(?:프로그램|시스템)|전략|마케팅|"
    r"교환\s?학생|환율|마법|해리\s?포터|배달\s?(?:음식|의\s?민족)|야식|치킨|피자|호텔|비행기|항공권|기차|ktx|병원|치과|식당|레스토랑|"
    r"로봇(?!\s?청소)|월급|면허|자격증|비결|차리고|직구|관세|청소년|일기|간호사|만들기|만드는|법칙|원리|교사|되려면|절약|트렌드|업계|아마존|쿠팡|넷플릭스|"
    r"미용실|영화|숙소|펜션|렌터카|캠핑장|콘서트|"
    r"\b(?:stock|crypto|bitcoin|invest\w*|weather|news|politic\w*|president|recipe|homework|exam|history|etymology|"
    r"meaning of|define|definition|court order|law|lawyer|marketing|strategy|business plan|startup|hotel|flight|"
    r"doctor|dentist|restaurant|movie|in order to|executive order|book (?:recommendation|review|about)|classify|"
    r"in (?:chronological|alphabetical|ascending|descending|reverse|numerical|random) order|order of (?:magnitude|operations)|"
    r"places? to visit|(?:tax|federal|nature) (?:refund|reserve)|casino|broken (?:heart|english|home)|"
    r"(?:python|npm|pip|software) packages?|speech|museum|countr(?:y|ies)|steakhouse|taxi|cab|uber|amazon|netflix|walmart|ebay|gaming|marriage|gym|"
    r"templates?|industry|legal|salary|work for|drones?|iphone|laptop|relationship|explain|recommendations?|theory|spell|order me|(?:best|right|correct|what|which) order to|sell (?:on|my))\b"
)
_OTHER_WORK: Final = re.compile(
    r"회계|분개|부가세|환급금|연말\s?정산|알고리즘|아키텍처|스키마|정규식|정규화|데이터\s?(?:분석|베이스|모델)|마이크로서비스|딥\s?러닝|머신\s?러닝|소스\s?코드|"
    r"통계|공식이?\s|지표|논문|판정\s?기준|설문|양식|서식|보고서|경제학|산업|전망|시급|연봉|수당|채용|구인|구직|취업|이직|알바|자격\s?요건|기사\s?되|"
    r"고소|소송|처벌|과태료|시효|조항|자문|판결|대출|보증금|전세|청약|적금|보험금|실비|여권|비자|대사관|영사관|동사무소|주민\s?센터|구청|시청|경찰서|우체국|"
    r"백신|수술|임신|운전\s?(?:면허|연수)|배민|요기요|마켓\s?컬리|지마켓|11번가|이마트|무신사|당근\s?마켓|올리브영|교보문고|홈쇼핑|면세점|유튜브|인스타|카톡|"
    r"영수증\s?(?:정리|관리|앱|프린터|양식)|신용\s?불량|관계가|마음이\s?(?:부서|깨|망가)|멘탈|"
    r"\b(?:accounting|bookkeeping|algorithms?|architecture|schema|regex|sql|api|kafka|backend|frontend|machine learning|deep learning|source code|"
    r"invoice (?:generator|software)|(?:write|make|create|design|build) (?:me )?(?:an? |the )?(?:invoice|receipt)s?|"
    r"statistics|formula|thesis|dissertation|survey|spreadsheet|forecast\w*|economics|econometrics|salary|salaries|wages?|drivers earn|hiring|job openings?|"
    r"interview|career|sue|suing|illegal|lawsuit|case law|tax(?:es)?|mortgage|loan|credit score|my credit|vaccin\w+|surgery|"
    r"passport|visa requirements|embassy|airport|doordash|instacart|uber eats|airbnb|shein|zara|app store|google play|quickbooks|invent(?:ed|or)|conspiracy|idiom|synonym)\b"
)
_WANTS: Final = (
    ("cancel_order", re.compile(r"취소|\bcancel")),
    ("request_refund", re.compile(r"환불|반품|\brefund|\breturn|money back")),
    ("exchange", re.compile(r"교환|\bexchange|\bswap\b")),
    ("receipt", re.compile(r"현금\s?영수증|영수증|세금\s?계산서|\b(?:receipt|invoice)s?\b")),
    ("address_change", re.compile(r"주소|배송지|\baddress")),
)
_OF_THE_WHOLE: Final = frozenset({"cancel_order", "request_refund"})
_ONLY_A_PART: Final = re.compile(
    r"(?:하나|한\s?개|두\s?개|[1-9]\s?개|일부|한\s?가지)(?:만|는|를|가)|중에?\s?(?:하나|한)|"
    r"\b(?:just|only) (?:one|two|some|part)\b|\bone of\b|\bone item\b|\bpart of\b"
)
_ONLY_CANCEL: Final = re.compile(
    r"(?:이거|그거|그것|저거|이것|저것|그걸|이걸)?(?:\s*(?:좀|다|그냥|바로))?\s*(?:취소\s?좀|취소|취소요|취소할[게께]요|취소할래요|취소하고\s?싶(?:어요|습니다)|"
    r"취소해\s?(?:주세요|주실래요|줘요?|주십시오)|취소\s?(?:부탁\S{2,5}|가능\S{1,4}|돼요|되나요)|(?:i want to |please |can you )?cancel(?: it| that| this)?(?: please)?)\W*"
)
_LIST: Final = re.compile(r"내역|목록|주문들|\bmy orders\b|\border (?:list|history)\b|\blist\b")


def about_something_else(text: str, policy: Policy) -> bool:
    """Our words in another world: stocks, exams, other people's work, other shops. What the
    policy's own sentences speak of is no other world."""
    words = normal(text)
    found = [
        one[0] for pattern in (_SOMETHING_ELSE, _OTHER_WORK) for one in pattern.finditer(words)
    ]
    return any(not _speaks_of(one, policy) for one in found)


def _speaks_of(word: str, policy: Policy) -> bool:
    said = (example.text for purpose in policy.purposes for example in purpose.examples)
    names = (name for purpose in policy.purposes for name in purpose.names.values())
    return any(word.strip() in text.casefold() for text in (*said, *names))


def purposes_named(text: str, policy: Policy) -> tuple[Purpose, ...]:
    """The purposes whose words occur in something that asks, complains or is only those words."""
    words = normal(text)
    if about_something_else(text, policy):
        return ()
    short = len(words.split()) <= 2
    if not short and not _ASKS.search(words):
        return ()
    return purposes_mentioned(text, policy)


def purposes_mentioned(text: str, policy: Policy) -> tuple[Purpose, ...]:
    """The purposes whose words occur, whatever is said with them."""
    words = normal(text)
    return tuple(purpose for purpose in policy.purposes if _topic(purpose).search(words))


def wants(text: str) -> tuple[Intent, str]:
    """What an order message wants: the intent and the tool (or form) it needs."""
    words = normal(text)
    for tool, pattern in _WANTS:
        if pattern.search(words):
            part = tool in _OF_THE_WHOLE and _ONLY_A_PART.search(words)
            return Intent.NOT_AUTOMATED, "one_item" if part else tool
    if _LIST.search(words):
        return Intent.LIST_ORDERS, "list_orders"
    return Intent.ORDER_STATUS, "get_order"


def wish(text: str, named: Sequence[Purpose]) -> str | None:
    """What is wished for whichever of these purposes is meant; None when it is only asked."""
    declared = {purpose.declared_as for purpose in named}
    intent, tool = wants(text)
    if "order_management" in declared and intent is Intent.NOT_AUTOMATED:
        return tool
    return "create_ticket" if "support" in declared else None


_BOOKING_WANTS: Final = (
    ("cancel_booking", re.compile(r"취소|빼\s?주|못\s?갈|\bcancel|can'?t make it")),
    ("reschedule", re.compile(r"변경|바꾸|바꿔|바꿀|옮|늦|\bresched|\bmove\b|\bchange\b|\blate\b")),
)


def booking_tool(text: str, purpose: Purpose) -> str | None:
    """What a booking message wants, among the tools of its purpose."""
    words = normal(text)
    wished = (tool for tool, pattern in _BOOKING_WANTS if pattern.search(words))
    tools = (tool for tool in wished if tool in purpose.bot_may)
    return next(tools, purpose.bot_may[0] if purpose.bot_may else None)


def only_cancel(text: str) -> bool:
    return _ONLY_CANCEL.fullmatch(normal(text)) is not None


def _topic(purpose: Purpose) -> re.Pattern[str]:
    hangul, latin = _TOPICS[purpose.declared_as]
    named = [
        rf"(?<![a-z]){re.escape(word)}(?![a-z])"
        for name in purpose.names.values()
        for word in re.split(r"[\s·&/,+]+", normal(name))
        if len(word) > 1 and word not in _TOO_COMMON
    ]
    return re.compile("|".join([hangul, latin, *named]))


_TOO_COMMON: Final = frozenset(
    {"and", "the", "help", "product", "products", "제품", "상품", "고객", "문의", "showroom"}
)
