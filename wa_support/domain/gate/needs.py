"""Whether words want hands (a repair, a ticket, an order looked at) or an article's answer."""

import re
from typing import Final

from wa_support.domain.gate.normal import normal

_BROKEN: Final = re.compile(
    r"깨(?:져|졌|진|짐)|깨진|부서(?:져|졌|진|짐)|부러(?:져|졌|진|짐)|망가|파손|불량|고장|하자(?:가|를)?\s?(?:있|접수|발견)|금이?\s?(?:가\s?있|갔|간)|"
    r"휘(?:었|어\s?(?:졌|있|져))|흔들(?:려|거|리|림)|삐걱|덜컹|안\s?(?:열|닫|켜|움직|맞아|맞고|맞는)|(?:켜지?|열리|닫히|움직이)지\s?(?:않|를\s?않|도\s?않)|"
    r"이상(?:해|하|한|합|함)|문제(?:가|는)?\s?(?:있|생)|튀어나|떨어져\s?(?:나|있)|벌어(?:졌|져)|꺼졌|내려앉|작동(?:을|이)?\s?(?:안|하지\s?않)|"
    r"\b(?:broke(?:n)?|damaged?|defect(?:ive|s)?|faulty|crack(?:ed|s)?|craked|snapped|shattered|chipped|torn|ripped|wobbl\w+|loose|squeak\w*|creak\w*|bent|collapsed)\b|"
    r"\b(?:won'?t|doesn'?t|does not|will not|isn'?t|is not|not|stopped) (?:open\w*|clos\w+|shut\w*|turn(?:ing)? on|switch(?:ing)? on|light(?:ing)? up|work\w*|mov\w+)\b|"
    r"\b(?:something|anything|problem|trouble|issue)s? (?:is |was )?(?:wrong )?with (?:my|the|it|this)\b|\b(?:looks?|feels?|sounds?|seems?) (?:weird|odd|strange|off|wrong)\b|"
    r"\b(?:came|fell|falling|coming) (?:off|apart)\b"
)
_MARKED: Final = re.compile(
    r"찍(?:혀|혔|힌|힘)|흠집|기스|스크래치|긁(?:혀|혔|힌|힘)|패(?:였|인)|\bscratch(?:ed|es)?\b|\bdent(?:ed|s)?\b|\bgouged?\b"
)
_WRONG: Final = re.compile(
    r"누락|빠(?:져|졌|진)\s?(?:있|왔|서|채|것|어요|습)|빠졌|(?:하나|한\s?개|두\s?개|개가|나사|부품|볼트|손잡이|부속)\S*\s?(?:\S{1,4}\s)?(?:없|모자라|부족|안\s?(?:왔|들))|"
    r"(?:다른|엉뚱한)\s?(?:게|제품|상품|색\S*|것|거|물건)\S*\s?(?:왔|배송|도착)|잘못\s?(?:왔|온|배송)|(?:사진|화면)\S*\s?(?:많이\s?|너무\s?)?(?:다르|달라)|"
    r"\b(?:is|are|was|were|'s|has|have) (?:a |some )?missing\b|\bmissing (?:a |one |some |the )?(?:screws?|parts?|pieces?|bolts?|item)|"
    r"\bwrong (?:item|product|one|colou?r|thing) (?:arrived|came|was)|\b(?:got|received|sent|shipped|delivered)(?: me| us)?(?: the| a)? wrong\b|"
    r"\b(?:isn'?t|is not|not|different|looks? different) (?:like|from|as|than) (?:in )?(?:the )?(?:photo|picture)s?\b|\b(?:screws?|parts?|bolts?) short\b"
)
_HANDS: Final = re.compile(
    r"수리\s?(?:해|부탁|하고\s?싶|받|맡|신청|접수|되|돼|가능)|고쳐|(?:a/s|as|에이에스)\s?(?:접수|신청|부탁|받|해|불러)|접수(?:해|하고|할|한|부탁|하려)|교체해|"
    r"새\s?(?:걸|것|거|제품|상품)\S*\s?(?:로\s?)?(?:보내|바꿔)|보상|신고|"
    r"\b(?:repair|fix|replace) (?:it|this|that|my|the)\b|\b(?:report|register|file|open|make|raise) (?:an? )?(?:\w+ )?(?:defect|claim|ticket|complaint|repair|problem|fault)\b|"
    r"\bsend (?:me )?(?:an? )?(?:new|another|replacement)\b|\b(?:news|update|status) (?:on|of|about) (?:my|the) (?:repair|ticket|claim)\b|\bmy (?:repair|ticket|claim)\b"
)
_SUPPOSES: Final = re.compile(
    r"(?:파손|불량|고장|하자)(?:이|가)?\s?(?:나|되|있|이)?[으]?면|(?:깨지|깨져\s?있으|망가지|부러지|부서지|고장\s?나|빠져\s?있으)면|\bif (?:it|the|a|my|something|one|they)\b"
)
_TELLS: Final = re.compile(
    r"(?:왔|받았|샀|됐|졌|났|갔|있)(?:어요|습니다|는데|네요|고|음)|\b(?:arrived|came|received|got|it'?s|is|was|has)\b"
)
_HOW_TO: Final = re.compile(
    r"(?:닦|지우|지울|메우|메울|메꾸|없애|없앨|손질|관리|가리|가릴|감추|티\s?안)|방법|\bhow (?:do|can|should|to|would)\b[^\n]{0,30}\b(?:remove|hide|fill|clean|get rid|get|cover|touch up|polish|care)\b|\b(?:remove|hide|fill in|touch up)\b"
)
_PRICE: Final = re.compile(
    r"비용|얼마|가격|요금|출장비|수리비|기간|며칠|정책|규정|절차|\b(?:how much|how long|costs?|prices?|fees?|period|polic(?:y|ies)|charges?)\b"
)


def needs_hands(text: str) -> bool:
    """ "받았는데 깨져 있어요", "can you repair it": people's work, whatever an article says.

    A scratch that one asks how to fill, a price, and "what if it breaks" are questions.
    """
    words = normal(text)
    if _WRONG.search(words):
        return True
    if _BROKEN.search(words):
        return not _SUPPOSES.search(words) or _reports(words)
    if _MARKED.search(words):
        return not _HOW_TO.search(words)
    return _HANDS.search(words) is not None and not _PRICE.search(words)


def _reports(words: str) -> bool:
    """What happened already, beside the "if"."""
    return _TELLS.search(_SUPPOSES.sub(" ", words)) is not None


_SHOWROOM: Final = re.compile(
    r"주차|주소|위치|어디(?:에|예|인|죠|로)|오시는\s?길|찾아\s?가|지하철|몇\s?층|영업|휴무|쉬는\s?날|몇\s?시(?:까지|부터|에)\s?(?:해|하|열|여|닫|문|영업|운영)|문\s?(?:여|열|닫)|"
    r"아이|아기|애들?|유모차|휠체어|강아지|반려|고양이|애완|(?:예약\s?(?:없이|안\s?하고|꼭|필수|해야))|그냥\s?(?:가|들러|방문)|샘플|전시|"
    r"\bpark(?:ing)?\b|\baddress\b|\bwhere(?:'s| is| are)\b|\bdirections?\b|\bsubway\b|\bstation\b|\bhow late\b|\bopen(?:ing)?\b|\bclosed?\b|\bkids?\b|\bchild(?:ren)?\b|\bbaby\b|"
    r"\bstroller\b|\bwheelchair\b|\bdogs?\b|\bpets?\b|\bcats?\b|\bwalk in\b|\bdrop (?:in|by)\b|\bwithout (?:an? )?(?:appointment|booking)\b|\bneed (?:an? )?appointment\b|\bsamples?\b|\bswatch(?:es)?\b|\bdisplay\b"
)
_MY_VISIT: Final = re.compile(
    r"(?<![가-힣])[제내]\s|예약(?:돼|되어|한|했|하고\s?싶|할게|해\s?주|해줘|부탁)|\bmy (?:booking|visit|appointment)\b|\bbook me\b"
)


def asks_about_showroom(text: str) -> bool:
    """Parking, hours, children: what stands in an article, not in a calendar."""
    words = normal(text)
    return _SHOWROOM.search(words) is not None and _MY_VISIT.search(words) is None


_RULES: Final = re.compile(
    r"(?:환불|반품|교환|취소|결제|적립|쿠폰|멤버십|등급|포인트|선물|포장|할부|영수증|계산서|수거)\S*\s?(?:\S{1,4}\s)?(?:규정|정책|기간|방법|비용|수수료|조건|절차|기한)|"
    r"(?:반품|교환)\S{0,2}\s?(?:비(?!교)|배송비|택배비)|(?:환불|반품|교환)\S{0,3}\s?(?:언제까지|며칠|몇\s?일|얼마나|보통)|"
    r"할부|무이자|현금\s?영수증|세금\s?계산서|적립금|포인트|쿠폰|멤버십|회원\s?등급|선물\s?(?:포장|용)|메시지\s?카드|(?:헌|쓰던|낡은|오래된|기존)\s?(?:가구|소파|침대|매트리스|장롱|책상)|대형\s?폐기물|"
    r"\b(?:return|refund|exchange|cancellation) (?:polic(?:y|ies)|rules?|period|window|fees?|costs?)\b|\bhow (?:long|many days)\b[^\n]{0,40}\b(?:returns?|refunds?|exchange)\b|\bhow (?:do|does|to)\b[^\n]{0,20}\b(?:returns?|refunds?|exchanges?) work\b|"
    r"\binstal?lments?\b|\btax invoice\b|\bcash receipt\b|\b(?:coupons?|promo code|membership|loyalty|points)\b|\bgift[- ]?wrap\w*|\bmessage card\b|\b(?:old|used) (?:furniture|sofa|couch|bed|mattress|wardrobe|desk)\b|\bdisposal sticker\b"
)

_PAPERS: Final = re.compile(
    r"(?:해|발급|끊어|보내|떼|뽑아|발행해?)\s?(?:주|줘|달)|부탁|신청\S{0,3}\s?(?:할|하고|합)|필요(?:해|합|한데)|"
    r"\b(?:please|pls|send|resend|issue|e-?mail|need|want|give me|can i (?:get|have))\b"
)
_HOW: Final = re.compile(
    r"어떻게|방법|하려면|빼\s?(?:고|주)|없이|\bhow\b|\bwithout\b|\bleave out\b"
)


def asks_for_papers(text: str) -> bool:
    """To be given a receipt or an invoice, rather than how one comes by it."""
    words = normal(text)
    return _PAPERS.search(words) is not None and _HOW.search(words) is None


def asks_shop_rules(text: str) -> bool:
    """How returns, payment, points or gifts work here, of no order in particular."""
    return _RULES.search(normal(text)) is not None
