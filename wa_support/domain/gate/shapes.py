"""Shapes of a message that say what it is, whatever the business sells."""

import re
from typing import Final

from wa_support.domain.gate.normal import bare, normal
from wa_support.domain.gate.questions import asks_if_bot

_LONGEST: Final = 400

_WRITTEN_WORK = (
    r"(?<!인\s)(?<!폰\s)코드|파이썬|자바(?:스크립트)?|html|sql|엑셀|프로그램|스크립트|알고리즘|퀵\s?정렬|함수|앱|웹\s?(?:사이트|페이지)|"
    r"홈페이지|챗봇|시스템|데이터베이스|\bdb|쿼리|(?<![가-힣\d])(?<!\d\s)시(?:를|\s?한\s?편|\s?하나|\s)|소설|동화|수필|에세이|독후감|"
    r"레포트|리포트|보고서|논문|자소서|자기소개서|이력서|기사|블로그\s?글|대본|가사|노래|(?<![가-힣])랩|편지|연설문|축사|사과문|카피|"
    r"광고\s?문구|홍보\s?문구|기획서|사업\s?계획서|발표\s?자료|ppt|슬로건|삼행시|농담|퀴즈|이야기|그림|이미지|로고"
)
_NOT_THE_OBJECT = r"(?!에|으?로(?!\s?된)|이\s|가\s|은\s|는\s|도\s|님|상|대로|처럼|한테|께)"
_MADE = (
    r"(?<![진가공날타])짜\s?(?:줘|주|줄|봐|달)|(?:써|만들어|지어|그려)\s?(?:줘(?!서)|주(?!셨|신)|줄|봐|달)|만드는\s?(?:법|방법)|"
    r"작성(?:해(?!\s?주셨|\s?주신)|하|법)|설계|구현|개발|생성해|(?:들려|얘기해|이야기해)\s?(?:줘|주(?!셨|신))|불러\s?(?:줘|주(?!셨|신))|"
    r"(?:^|\s)써\s?봐"
)
_MAKE_KO = re.compile(
    rf"(?:{_WRITTEN_WORK}){_NOT_THE_OBJECT}[^\n]{{0,20}}?(?:{_MADE})"
    r"|(?:코딩|프로그래밍|번역|통역|요약|첨삭|교정|대필|작문|작곡|작사)(?:을|를|\s)*(?:좀\s*)?(?:해|하|부탁|가능|돼|되|좀$)"
    r"|(?:영어|일본어|중국어|한국어|스페인어|불어|독일어)로\s*(?:좀\s*)?(?:번역|옮겨|뭐|(?:바꿔|써|말해)\s?(?:줘|주|달|봐))"
    r"|(?<![진가공날타])짜\s?(?:줘|주세|줄래|주실|봐)|그려\s?(?:줘|주세|달라)"
    r"|(?:문구|양식|서식|초안|템플릿|이메일|메일)(?:을|를)?\s*(?:좀\s*|하나\s*)?(?:작성\s?(?:해|하)|만들어\s?(?:줘|주|달))|초안(?:을)?\s*(?:좀\s*)?써\s?(?:줘|주|달)"
    r"|(?<!인\s)(?<!폰\s)코드(?:를)?\s*(?:좀\s*)?(?:고쳐|디버깅)"
    r"|(?:농담|퀴즈|삼행시|(?:재밌는|재미있는|웃긴|무서운|옛날)\s?(?:이야기|얘기))\s*(?:좀\s*|하나\s*)?(?:해|내|들려)\s?(?:줘|주|달|봐)"
)
_PIECES = (
    r"poems?|haikus?|sonnets?|stor(?:y|ies)|essays?|novels?|songs?|lyrics|rap|scripts?|programs?|functions?|"
    r"(?<!tracking )(?<!order )(?<!coupon )(?<!discount )(?<!promo )(?<!return )(?<!label )code|"
    r"python|javascript|java|sql|html|algorithms?|regex|apps?|websites?|chatbots?|bots?|databases?|systems?|articles?|"
    r"blogs?|speech|letters?|resume|cv|slogans?|jokes?|reports?|summary|paragraphs?|tweets?|captions?|images?|pictures?|"
    r"logos?|quiz|debate|debates|plot|screenplay"
)
_MAKE_EN = re.compile(
    r"\b(?:write|compose|draft|generate|create|make|code|implement|build|design|develop|debug)\s+(?:me\s+|us\s+)?"
    r"(?:(?:an?|the|some|this|my)\s+)?"
    r"(?:(?!(?:an?|the|my|your|this|it|i|you|we|on|in|at|from|through|via|using|and|but|sure|than|because|down|up)\b)"
    rf"[\w'/-]+\s+){{0,5}}?(?:{_PIECES})\b"
    r"|\b(?:write|compose|draft|design)\s+(?:me\s+|us\s+)?(?:an?|the|some|my)\s+(?:(?!to\b|on\b|for\b|about\b)\w+\s+){0,3}?"
    r"(?:e-?mails?|polic(?:y|ies)|templates?|contract|comparison|posts?|forms?)\b"
    r"|\bgive me a (?:poem|haiku|story|joke|song|recipe|summary|speech)\b"
    r"|\btranslate\b|\bsummari[sz]e\b|\bparaphrase\b|\bproofread\b|\brewrite\b"
    r"|\b(?:tell|sing)\s+me\s+(?:a|an|another|some)\s+(?:\w+\s+){0,3}?(?:jokes?|stor(?:y|ies)|riddles?|songs?|poems?|fun facts?)\b"
    r"|\bpoem\b|\bessay\b|\bhomework\b|\bquick\s?sort\b"
)
_ORDERS = r"(?:instructions?|rules?|prompts?|guidelines?|restrictions?|programming)"
_ROLE = re.compile(
    r"역할\s?(?:극|놀이)|롤\s?플레이|(?:너는|넌|당신은|네가)\s*(?:이제|지금부터|오늘부터)|(?:인|된|이)\s*척\s*(?:해|하)|"
    r"(?:이전|앞의|위의|지금까지의?|모든)\s*(?:지시|명령|규칙|프롬프트|설정)[^\n]{0,12}(?:무시|잊|따르지)|"
    r"(?:시스템|숨겨진)\s*(?:프롬프트|지시|메시지(?:를)?\s*(?:보여|출력|알려|공개))|탈옥|제한\s*없(?:이|는)\s*(?:대답|답|ai)|"
    r"(?<!not )(?<!n't )(?<!you )\b(?:ignore|disregard|forget|override|bypass)\s+(?:about\s+)?"
    rf"(?:all|any|every|everything|your|the|these|those|that|previous|prior|earlier|above)\b[^\n]{{0,40}}?\b{_ORDERS}\b|"
    r"\b(?:ignore|disregard) (?:all|everything) (?:of )?(?:the )?(?:above|previous)\b|\bwithout (?:any )?restrictions\b|"
    r"\bpretend\b|\brole\s?-?play\b|\b(?:act|acting) as (?:if|an?|the|my|though)\b|"
    r"\byou are (?:now|no longer) (?!an? (?:week|day|month|hour|bit|few)\b)(?:an?|the|my|dan|in|free|going|bound|called|acting)\b|"
    r"\bdeveloper mode\b|\bjailbreak|\bsystem prompt\b|(?<!can you )\bdo anything now\b(?! (?:about|to|for|with)\b)|"
    r"\bfrom now on\b[^\n]{0,20}\byou\b"
)

_TAKEOVER = re.compile(
    r"(?:개발자|관리자|디버그|루트|테스트)\s?(?:모드|권한|명령)|"
    r"(?:나는|난|저는|내가)\s?(?:네|너의|당신의|이\s?(?:봇|가게|시스템)의?)\s?(?:개발자|관리자|사장|주인|운영자)(?:이다|다|야|입니다|이야|로서)|"
    r"(?:본인|신원)\s?확인(?:은|을|절차를?)?\s?(?:없이|생략|건너뛰|무시)|"
    r"(?:너|네|당신)(?:의|에게|한테)?\s?(?:입력된\s?)?(?:숨은\s?|비밀\s?)?(?:설정|지침|지시문|프롬프트|명령어)(?:을|를|은|이)?\s|프롬프트\S*\s?(?:보여|출력|알려|번역|공개)|"
    r"(?:그대로|똑같이)\s?(?:따라\s?(?:해|말|써)|출력|반복)|^(?:시스템|새\s?(?:규칙|정책|지시)|새로운\s?(?:규칙|정책|지시))\s?[:：]|"
    r"^system\s?(?:message|note|prompt)?\s?[:>]|\bnew (?:policy|rules?|instructions?)\s?:|\b(?:admin(?:istrator)?|debug|root|god|unrestricted) mode\b|"
    r"\bas (?:an? )?(?:admin(?:istrator)?|root|sudo)\b|\bi(?: a|')m (?:the|your|an?) (?:developer|admin(?:istrator)?|creator|system owner|supervisor|boss)\b|"
    r"\b(?:skip|bypass|disable|without) (?:the |any |all |your )?(?:identity|verification|filters?|safety|content polic(?:y|ies))\b|"
    r"\b(?:reveal|print|repeat|show|dump|output|leak|translate|tell)\b[^\n]{0,20}\b(?:your|the|hidden|secret) (?:\w+ )?(?:prompts?|configuration|guidelines|hidden rules)\b|"
    r"\b(?:say|repeat|respond|reply|output) (?:exactly|after me|everything above|the words)\b|\byou have been (?:updated|reprogrammed|hacked)\b|"
    r"\bfor (?:debugging|testing) purposes\b|\bunfiltered\b|\bstay in character\b"
)
"""Who writes so wants the assistant to be something else, whatever else is in it."""

_PERSON = re.compile(
    r"상담\s?(?:원|사|직원)|"
    r"담당자(?:님|분)?(?:이?랑|와|과|하고|한테|께)?\s*(?:좀\s*)?(?:직접\s*)?(?:연결|통화|바꿔|불러|부탁|대화|얘기|이야기|상담|말)|"
    r"(?:사람|직원|인간)(?:분|님)?(?:이?랑|하고|과|와|한테)\s*(?:좀\s*)?(?:직접\s*)?(?:연결|통화|상담|대화|얘기|이야기|말)|"
    r"(?:사람|직원|인간)(?:분|님)?(?:을|으로)?\s*(?:좀\s*)?(?:직접\s*)?(?:연결|바꿔|불러)|"
    r"(?:사람|직원)(?:분|님)?이\s*(?:직접\s*)?(?:나와|응대해\s?주|상담해\s?주|답해\s?주|답변해\s?주)|"
    r"(?:봇|기계|ai|로봇)\s*(?:말고|싫|필요\s?없)|사람\s*상담|"
    r"^(?:저기요?|여기|거기|혹시|누구|진짜|도대체|응대할|답해\s?줄)?\s*(?:사람|직원|담당자)(?:분|님)?(?:은|이)?\s?(?:아무도\s?)?(?:없|안\s?계|있)[가-힣]{1,4}$|"
    r"^(?:저한테|저에게|지금|빨리|그냥)?\s*전화(?:를|로)?\s?(?:좀\s?)?(?:해\s?주(?:세요|실래요|시겠어요|십시오)|주세요|부탁(?:드려요|드립니다|해요))$|"
    r"^(?:(?:please|can you|could you) )?call me(?: back)?(?: please| now)?$|"
    r"^(?:hello,? )?(?:is|are) (?:there )?(?:any ?(?:one|body)|some(?:one|body)|(?:a |any )?(?:real )?(?:human|person|people)s?) (?:out )?(?:there|here|available)$|"
    r"(?:전화|유선)(?:로)?\s*상담\s*(?:을\s*)?(?:좀\s*)?(?:하고\s*싶|원|받|부탁|해\s*주|가능|할게)|"
    r"\b(?:talk|speak|chat)(?:ing)?\b[^\n]{0,24}\b(?:person|human|agent|someone|somebody|representative|rep|operator|"
    r"staff|colleague|manager|supervisor|assistant|customer (?:service|support|care))\b|"
    r"\b(?:connect|transfer|put) me\b[^\n]{0,24}\b(?:person|human|agent|someone|somebody|representative|rep|operator|"
    r"staff|colleague|manager|supervisor|customer (?:service|support|care))\b|"
    r"\b(?:real|live|actual|human)\s+(?:person|human|agent|being|operator|rep(?:resentative)?|support)\b|"
    r"\b(?:need|want|get|give)\b[^\n]{0,16}\b(?:a|an|the|me)\s+(?:human|person|agent|representative|operator|manager)\b|"
    r"^(?:an?\s+)?(?:human|person|agent|representative|operator|customer (?:service|support|care)|manager)(?:,?\s+please|\s+pls)$|"
    r"\bnot\s+(?:a\s+)?(?:bot|robot|machine)\b|\b(?:don'?t|do not) (?:want|like) (?:a |to talk to a |this )?(?:bot|robot|machine)s?\b|"
    r"\bno (?:more )?(?:bots?|robots?)\b"
)
_PERSON_WHOLE = frozenset(
    "사람 담당자 직원 상담 상담원연결 연결 연결해주세요 agent human person operator representative staff".split()
)
_STOP = frozenset(
    {"수신거부", "수신 거부", "광고거부", "광고 거부", "stop", "unsubscribe", "opt out", "opt-out"}
)
_STOP_ALL = frozenset(
    {"모두 수신거부", "모두 수신 거부", "전체 수신거부", "stop all", "unsubscribe all"}
)
_WANTED = frozenset(
    {"수신동의", "수신 동의", "광고 수신동의", "광고 수신 동의", "subscribe", "opt in", "opt-in"}
)
_LEAVE = frozenset(
    {
        "그만",
        "됐어요",
        "됐습니다",
        "됐어",
        "그만할게요",
        "아니 다시",
        "아니에요 다시",
        "다시 할게요",
        "start over",
        "stop it",
        "never mind",
        "nevermind",
        "forget it",
    }
)
_HELLO = (
    r"안녕(?:하세요|하십니까|하신가요|히)?|하이|헬로|반갑습니다|저기(?:요|여)?|여보세요|계세요|혹시|저|처음\s?뵙겠습니다|"
    r"좋은\s?(?:아침|오전|오후|저녁|하루)\S*|(?:사장|점장|매니저|선생)님|수고(?:가|들)?\s?(?:많으\S{2,4}|하십니다|하시네요)|"
    r"(?:문의|질문)(?:\s?(?:좀|하나|사항))?\s?(?:드려요|드립니다|드릴게요|할게요|이?요|있어요|있습니다|있는데요)?|"
    r"hi+|hello+|hey+|yo|there|good (?:morning|afternoon|evening|day)|(?:i have |i've got )?(?:a )?(?:quick )?question|"
    r"excuse me|start|시작|메뉴|menu|처음으로"
)
_GREETING = re.compile(rf"^(?:{_HELLO})(?:[\W_ㅋㅎㅠㅜ]+(?:{_HELLO}))*$")
_GRATEFUL = (
    r"(?:정말|너무|대단히|진짜|답변|도움|빠른\s?답변)?\s?(?:감사(?:합니다|해요|드립니다|드려요|요)?|고맙습니다|고마워요?)|땡큐|ㄱㅅ|ㄳ|"
    r"수고하(?:세요|셨습니다)|(?:많이\s?)?도움\s?(?:이\s?)?(?:됐|되었)\S{1,3}|"
    r"(?:great,? |perfect,? |many )?thanks?(?: you)?(?: so much| very much| a lot)?(?: for (?:your|the) (?:help|reply|answer))?|"
    r"thx|ty|cheers"
)
_THANKS = re.compile(
    rf"^(?:(?:네+|넵|넹|아|예|알겠습니다|ok(?:ay)?|great|perfect)[\W_]*)?(?:{_GRATEFUL})(?:[\W_ㅋㅎㅠㅜ]+(?:{_GRATEFUL}))*$"
)
_YES = frozenset(
    "네 넵 넹 예 응 어 ㅇㅇ ㅇ 맞아요 맞습니다 그래요 좋아요 네네 yes y yeah yep yup ok okay sure right correct".split()
)


def is_hard_denied(text: str) -> bool:
    """A request for other work, or an over-long text."""
    return len(normal(text)) > _LONGEST or asks_for_other_work(text)


def asks_for_other_work(text: str) -> bool:
    """To write, code, translate, tell, draw or play a role."""
    words = normal(text)
    return (
        _ROLE.search(words) is not None
        or _TAKEOVER.search(words) is not None
        or _MAKE_KO.search(words) is not None
        or _MAKE_EN.search(words) is not None
    )


def asks_for_person(text: str) -> bool:
    """ "상담원", "사람 불러줘", "talk to a human": a way to a person is never far."""
    words = bare(text)
    if asks_if_bot(text):
        return False
    return words.replace(" ", "") in _PERSON_WHOLE or _PERSON.search(words) is not None


def opts_out(text: str) -> str | None:
    """`promotions` or `all`, when the whole message is one of the opt-out words."""
    words = bare(text)
    if words in _STOP_ALL:
        return "all"
    return "promotions" if words in _STOP else None


def opts_in(text: str) -> bool:
    """The whole message asks for our promotions."""
    return bare(text) in _WANTED


def leaves_flow(text: str) -> bool:
    return bare(text) in _LEAVE


def is_greeting(text: str) -> bool:
    words = bare(text)
    return bool(_GREETING.match(words)) or _all_lines(text, _GREETING)


def is_thanks(text: str) -> bool:
    return bool(_THANKS.match(bare(text))) or _all_lines(text, _THANKS)


def without_courtesies(text: str) -> str:
    """The lines that say more than hello and thank you; all of them when none does."""
    lines = text.splitlines()
    said = [line for line in lines if not (is_greeting(line) or is_thanks(line))]
    return "\n".join(said) if any(map(bare, said)) else text


def says_yes(text: str) -> bool:
    return bare(text) in _YES


def _all_lines(text: str, pattern: re.Pattern[str]) -> bool:
    lines = [bare(line) for line in text.splitlines()]
    return len(lines) > 1 and all(pattern.match(line) for line in lines if line)
