"""Words of somebody who is about to go to an authority, a court or their bank.

Only what says so in so many words: anger alone is no complaint, and "불만" or "complaint" may be
about a drawer. What people say of other things with the same words is kept out by what stands
beside it ("배송 사고 신고", "소비자 가격", "legal size").
"""

import re
from typing import Final

from wa_support.domain.gate.normal import normal

_KO: Final = (
    r"소비자\s?(?:보호원|원(?:에|으로|한테|에다|\s|$)|고발|분쟁|보호\s?(?:센터|단체|협회))|소보원|"
    r"공정\s?거래\s?위원회|공정위|방송통신위원회|국민\s?신문고|금융감독원|금감원|"
    r"(?:경찰|경찰서|구청|시청|식약처|관할|당국)(?:에|에다|으로)?\s?(?:신고|고발|고소|접수)|"
    r"(?:신고|고소|고발|제소)\s?(?:하겠|할\s?(?:거|겁|게|예정|생각|수밖에)|합니다|할래|한다고|해\s?버릴)|"
    r"(?:고소|고발|제소)\s?(?:하려|할까)|"
    r"(?:사기죄|사기)(?:로)?\s?(?:고소|고발|신고)|"
    r"법적\s?(?:조치|대응|책임|절차|으로\s?(?:가|하|대응|해결|처리)|\s?소송)|법대로\s?(?:하|해|합)|"
    r"(?:소송|재판)(?:을|를)?\s?(?:걸|하겠|할\s?(?:거|겁|게|예정|생각)|합니다|제기|준비|갈\s?(?:거|겁|게))|"
    r"변호사(?:를|와|랑|한테|에게|를\s?통해|님)?\s?(?:선임|상담|연락|상의|통해|부르|고용|만나)|내용\s?증명|"
    r"(?:언론|기자|뉴스|방송국|인터넷|맘카페|커뮤니티|sns)(?:에|에다|한테|에게)?\s?"
    r"(?:제보|터뜨리|폭로|다\s?올리|올려\s?버리|올리겠|알리겠|퍼뜨리)|"
    r"(?:정식|공식)(?:으로|적으로)?\s?(?:항의|불만|클레임|이의)|민원(?:을)?\s?(?:넣|제기|접수하겠|신청하겠)|"
    r"불만(?:을|사항(?:을)?)?\s?(?:접수|제기|신고|토로)|(?:클레임|컴플레인)(?:을)?\s?(?:걸|넣|제기|접수|하겠|할\s?(?:거|겁|게))|"
    r"피해\s?보상(?:을)?\s?(?:요구|청구|하|해)|손해\s?배상|정신적\s?피해|위자료|카드사에\s?(?:이의|분쟁|차지백)|차지백"
)
_EN: Final = (
    r"\bfile (?:an? |this as an? |my )?(?:\w+ )?(?:complaint|claim against|lawsuit|dispute)\b|"
    r"\b(?:make|lodge|submit|raise|register|filing|lodging|have) an? (?:formal |official |serious )?complaint\b|"
    r"\b(?:formal|official) complaint\b|\bcomplain(?:ing)? to (?:the |your )?(?:manager|head|ceo|authorit\w+|regulator|bbb|police|ombudsman)\b|"
    r"\bsmall claims\b|\blawsuit\b|\bsu(?:e|ing) (?:you|your|the company|this company|them)\b|"
    r"\b(?:take|taking|see|seeing) (?:you|this|the company) (?:to|in) (?:court|law)\b|\bsee you in court\b|"
    r"\b(?:my|a|our|get an?|contact an?|call(?:ing)? an?|hire an?|hiring an?|talk(?:ing)? to an?|speak(?:ing)? to an?) "
    r"(?:lawyer|attorney|solicitor)s?\b|\blegal action\b|\blegal proceedings\b|\btake legal\b|"
    r"\bchargebacks?\b|\b(?:a|do|doing|file|filing|request|requesting|issue) charge backs?\b|\bdisput(?:e|ing) (?:the|this|that|my) (?:charge|payment|transaction)\b|"
    r"\b(?:report|reporting|reported) (?:you|this|your (?:company|shop|store|business|number)|the company|this (?:shop|company|store)) to\b|"
    r"\b(?:better business bureau|trading standards|consumer (?:protection|rights|affairs|agency|council)|ombudsman|ftc)\b|"
    r"\b(?:call|calling|contact|go to|going to) the police\b|\bcontact(?:ing)? the (?:media|press|newspapers?)\b"
)
_COMPLAINT: Final = re.compile(f"{_KO}|{_EN}")


def is_complaint(text: str) -> bool:
    """Somebody threatens with, or asks for, a complaint that people must answer."""
    return _COMPLAINT.search(normal(text)) is not None
