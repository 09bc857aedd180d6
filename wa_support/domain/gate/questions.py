"""What every customer may say to any business, each with one fixed answer."""

import re
from typing import Final

from wa_support.domain.gate.normal import bare, normal

_HERE = (
    r"(?:안녕하세요|혹시|여기|거기|오늘|평일|주말|토요일|일요일|점심|고객\s?센터|상담\s?센터|상담원?|문의|업체|회사|가게|본사|대표|귀사|"
    r"그럼|보통)(?:에서?|은|는|에도|도|의)?[\s,.!]*"
)
_PARTICLES = r"(?:을|를|이|가|은|는|좀|도)*\s*(?:좀\s*)?"
_TELL = (
    rf"{_PARTICLES}(?:(?:알려|가르쳐|뭐|뭔|어떻게|언제|몇|있|궁금|문의|안내|말씀|까지|부터|부탁|주세요|보내)"
    r"[^\n]{0,14}|요)?"
)
_OURS_KO = re.compile(
    rf"(?:{_HERE}){{0,3}}(?:"
    rf"(?:영업|상담|운영|업무|근무|고객\s?센터)\s?(?:가능\s?)?시간{_TELL}"
    r"|몇\s?시\s?(?:까지|부터)\s?(?:해|하|영업|운영|상담|열|여|근무|일)[^\n]{0,8}"
    r"|언제\s?(?:열|여|문\s?(?:열|여)|영업|상담\s?가능)[^\n]{0,8}"
    rf"|(?:전화\s?번호|연락처|대표\s?번호|이\s?메일(?:\s?주소)?|메일\s?주소){_TELL}"
    r"|(?:어디로|어떻게)\s?(?:연락|전화)\s?(?:하|드리|해)[^\n]{0,10}"
    r")"
)
_NOT_OURS: Final = re.compile(
    r"택배|기사|배송|쇼룸|예약|주차|변경|바꾸|바꿔|바꿀|바뀌|수정|틀|잘못|(?<![가-힣])[제내]\s|받는|주문|등록|인증|동의|저장|삭제"
)
_PLEASE = r"(?:[\s,]*(?:please|pls|today|now|on \w+|at the weekends?|this week))*"
_OURS_EN = re.compile(
    r"(?:(?:hi|hello|hey|and|so|also|ok)[\s,!.]+)?(?:(?:can|could|may) (?:you (?:tell|give) me|i (?:have|get|know)) |"
    r"(?:what(?:'s| is| are)|do you have|is there|give me|tell me|i need) )?(?:"
    r"(?:(?:your|the|our|a|an) )?(?:opening |business |office |working |support |customer service |service )?(?:hours|opening times?)"
    r"(?: of operation)?"
    r"|(?:your|the|a|an|any)? ?(?:customer service |support |contact )?(?:phone(?: number)?|telephone(?: number)?|contact number|"
    r"number to call|e-?mail(?: address)?|contact (?:details|info(?:rmation)?))(?: i can (?:call|write to))?"
    r"|(?:when|what time|how late|until when) (?:are|do|is) (?:you|your (?:team|office|support)) (?:open|close|closed|available|there)"
    r"(?: until| till)?"
    r"|are you (?:open|closed|available)"
    r"|(?:how|where) (?:can|do|could|should|may) i (?:reach|contact|call|phone|e-?mail|get (?:in touch|hold of|in contact)(?: with| of)?)"
    r"(?: (?:you|you guys|your team|somebody there))?(?: by (?:phone|e-?mail))?"
    rf"|can i (?:call|phone|e-?mail) you){_PLEASE}"
)

_WHO = r"(?:진짜\s?|실제\s?|그냥\s?)?(?:봇|챗봇|로봇|ai|인공\s?지능|기계|사람|인간|자동\s?(?:응답|답변|상담)|컴퓨터|상담원|상담사|직원)(?:분|님)?"
_IS_IT = (
    r"\s?(?:이신가요|이세요|세요|이에요|이예요|에요|예요|인가요|인가|인지요?|입니까|이야|야|이냐|냐|이니|니|이죠|죠|맞아요?|맞나요?|맞죠|"
    r"맞습니까|임|이랑\s?(?:말|얘기|이야기|대화|채팅)하?[^\n]{0,8}(?:가요|까요?|거예요|건가요|거죠|중이에요))"
)
_BOT_KO = re.compile(
    r"(?:(?:혹시|지금|저기요?|너는?|넌|당신은?|그쪽은?|여기는?|이거는?|이건|이게|상대방이?|답변하시는\s?분이?)[\s,]*){0,3}"
    rf"(?:{_WHO}{_IS_IT}(?:[\s,?]+(?:아니면\s?)?{_WHO}{_IS_IT})?|누구(?:세요|야|신가요|예요|십니까|시죠)|"
    rf"{_WHO}[이가]\s?(?:직접\s?)?(?:대?답|답변|응대|상담)\s?(?:하는|하시는|하고\s?있는|중인)\s?(?:건가요|거예요|거죠|거야|겁니까|건지요?))"
)
_BOT_EN = re.compile(
    r"(?:(?:hi|hello|hey|wait|so|ok|um|sorry|but)[\s,.!]+)*(?:who are you|what are you|who is this|(?:(?:are|r) (?:you|u)|is (?:this|it|that)|am i (?:talking|speaking|chatting|writing)"
    r" (?:to|with)|do i (?:talk|speak|chat) (?:to|with))(?: (?:an?|the|some|really|just|actually|real|live|actual|automated))* "
    r"(?:chat ?bot|bots?|robots?|ai|a\.i\.?|machine|computer|human(?: being)?|person|people|agent|somebody real|real)"
    r"(?:,? or (?:an? |the )?(?:real |live |actual )?(?:chat ?bot|bot|robot|ai|machine|computer|human(?: being)?|person|not))?)"
)

_ABUSE = re.compile(
    r"(?<![가-힣])(?:씨발|시발|씨팔|시팔|씹|좆|ㅅㅂ|ㅆㅂ|ㅂㅅ|ㄲㅈ|병신|븅신|썅|미친(?:놈|년|새끼)|개(?:새끼|자식|년|놈)|씹새끼|쌍(?:놈|년)|"
    r"또라이)(?:아|들아?|놈(?:아|들아?)?|것들아?|새끼(?:야|들아?)?|이(?:네|냐|야)?|같은|같네|같아요?|야|임|ㅋ+)?(?![가-힣])|"
    r"(?<![가-힣])지랄(?:하네|하지\s?마|마|이야|이네|들?)?(?![가-힣])|^(?:꺼져|닥쳐)(?:라|요)?$|"
    r"\bfuck (?:you|u|off|yourself)\b|^fuck$|\b(?:mother)?fuckers?\b|\bfucking (?:idiots?|morons?|bot|liars?|thieves|scammers?)\b|\bassholes?\b|\bbitch(?:es)?\b|\bcunts?\b|"
    r"\bdickheads?\b|\b(?:you|ya|u|lying|stupid|thieving|fucking|dirty|cheap|greedy|useless) bastards?\b|^bastards?$|\bpiece of shit\b|\bshitheads?\b|\bgo to hell\b"
)
_DANGER = re.compile(
    r"불이\s?(?:났|나요|나고|나서|붙|납니다)|불\s?(?:났|붙었)|화재|연기(?:가|도)?\s?(?:나요|나고|났|납니다|나는|난다|나서|나네|피어|올라)|"
    r"타는\s?냄새|감전|스파크|불꽃이?\s?튀|전기가?\s?(?:올|튀)|폭발|(?<![가-힣])(?:펑\s?)?터졌|다쳤|다쳐서|다칠\s?뻔|피가\s?(?:나|났)|"
    r"(?:찔|베|긁|데)[이여]?(?:렸|었|였)어요|손을?\s?(?:베였|데었|찔렸)|화상(?:을)?\s?(?:입|당)|"
    r"\b(?:caught|catching|on) fire\b|\b(?:is|was|started?|starting|began) (?:smoking|sparking|burning)\b|"
    r"\bsmoke\b(?! (?:gr[ae]y|colou?r|glass|detector|alarm|blue|white|black))|\bburn(?:t|ing|ed) (?:smell|my|me)\b|\bsmells? (?:like )?burn|"
    r"\bsparks? (?:from|came|come|coming|flew|flying)\b|\belectric(?:al)? shock\b|\belectrocuted\b|\bexploded?\b|"
    r"\b(?:got|was|were|am|is) (?:hurt|injured|bleeding)\b|\b(?:hurt|injured|burned|burnt|cut) (?:my|me|myself)\b"
)
_ERASURE = re.compile(
    r"(?:개인\s?정보|(?:제|내|저의)\s?(?:정보|데이터|기록|대화)|회원\s?정보|상담\s?(?:기록|내용)|대화\s?(?:기록|내용))\S*\s?(?:[^\s]{1,6}\s){0,2}"
    r"(?:삭제|지워|지우|파기|폐기|열람)|회원\s?탈퇴|탈퇴(?:할|하고|시켜|해\s?주|\s?처리)|"
    r"\b(?:delete|erase|remove|wipe|destroy) (?:all )?(?:of )?my (?:personal )?(?:data|information|info|details|records?|chat history)\b|"
    r"\bright to be forgotten\b|\bgdpr\b|\bforget (?:me|my data)\b|\bwhat (?:personal )?data do you (?:have|keep|store|hold)\b"
)


def asks_our_hours(text: str) -> bool:
    """ "영업시간이 어떻게 되나요", "email address please": when we are there, how to reach us."""
    words = bare(text)
    if _OURS_EN.fullmatch(words):
        return True
    return _OURS_KO.fullmatch(words) is not None and _NOT_OURS.search(words) is None


def asks_if_bot(text: str) -> bool:
    """Whether it asks who is answering, and nothing else: "봇이에요?", "are you a human?"."""
    words = bare(text)
    return (_BOT_KO.fullmatch(words) or _BOT_EN.fullmatch(words)) is not None


def is_abuse(text: str) -> bool:
    return _ABUSE.search(bare(text)) is not None


def tells_of_danger(text: str) -> bool:
    """Fire, smoke, shock, injury: nothing a bot should answer."""
    return _DANGER.search(normal(text)) is not None


def wants_own_data(text: str) -> bool:
    """To have personal data erased or shown: a right, and people's work."""
    return _ERASURE.search(normal(text)) is not None
