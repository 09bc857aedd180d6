"""Shapes of a message that say what it is, whatever the business sells."""

import re
from typing import Final

from wa_support.domain.gate.normal import bare, normal

_LONGEST: Final = 400

_WRITTEN_WORK = (
    r"코드|파이썬|자바(?:스크립트)?|html|sql|엑셀|프로그램|스크립트|알고리즘|퀵\s?정렬|함수|앱|웹\s?(?:사이트|페이지)|홈페이지|"
    r"챗봇|시스템|데이터베이스|db|쿼리|(?<![가-힣])시(?:를|\s?한\s?편|\s?하나|\s)|소설|동화|수필|에세이|독후감|레포트|리포트|"
    r"보고서|논문|자소서|자기소개서|이력서|기사|블로그\s?글|대본|가사|노래|랩|편지|연설문|축사|사과문|카피|광고\s?문구|홍보\s?문구|"
    r"기획서|사업\s?계획서|발표\s?자료|ppt|슬로건|삼행시|농담|퀴즈|이야기|그림|이미지|로고"
)
_MADE = (
    r"(?<![진가공날타])짜\s?(?:줘|주|줄|봐|달)|(?:써|적어|만들어|지어|그려)\s?(?:줘|주|줄|봐|달)|만드는\s?(?:법|방법)|"
    r"작성(?:해|하|법)|설계|구현|개발|생성해|(?:들려|얘기해|이야기해)\s?(?:줘|주)|불러\s?(?:줘|주)|(?:^|\s)써\s?봐"
)
_MAKE_KO = re.compile(
    rf"(?:{_WRITTEN_WORK})[^\n]{{0,20}}?(?:{_MADE})"
    r"|(?:코딩|프로그래밍|번역|통역|요약|첨삭|교정|대필|작문|작곡|작사)(?:을|를|\s)*(?:좀\s*)?(?:해|하|부탁|가능|돼|되)"
    r"|(?:영어|일본어|중국어|한국어|스페인어|불어|독일어)로\s*(?:좀\s*)?(?:번역|바꿔|옮겨|뭐|어떻게|써|말해)"
    r"|(?<![진가공날타])짜\s?(?:줘|주세|줄래|주실|봐)"
)
_MAKE_EN = re.compile(
    r"\b(?:write|compose|draft|generate|create|make|code|implement|build|design|develop|debug)\b"
    r"[^\n]{0,60}?\b(?:poems?|haiku|sonnet|story|stories|essay|novel|song|lyrics|rap|script|program|function|"
    r"(?<!tracking )(?<!order )(?<!coupon )(?<!discount )(?<!promo )code|"
    r"python|javascript|java|sql|html|algorithm|regex|app|website|chatbot|bot|database|system|article|blog|"
    r"speech|letter|resume|cv|slogan|joke|report|summary|paragraph|tweet|caption|image|picture|logo)\b"
    r"|\bgive me a (?:poem|haiku|story|joke|song|recipe|summary|speech)\b"
    r"|\btranslate\b|\bsummari[sz]e\b|\bparaphrase\b|\bproofread\b|\brewrite\b"
    r"|\b(?:tell|sing)\s+me\s+a\b|\bpoem\b|\bessay\b|\bhomework\b|\bquick\s?sort\b"
)
_ROLE = re.compile(
    r"역할\s?(?:극|놀이)|롤\s?플레이|(?:너는|넌|당신은|네가)\s*(?:이제|지금부터|오늘부터)|(?:인|된|이)\s*척\s*(?:해|하)|"
    r"(?:이전|앞의|위의|지금까지의?|모든)\s*(?:지시|명령|규칙|프롬프트|설정)[^\n]{0,12}(?:무시|잊|따르지)|"
    r"(?:시스템|숨겨진)\s*(?:프롬프트|지시|메시지)|탈옥|제한\s*없(?:이|는)\s*(?:대답|답|ai)|"
    r"\bignore\b[^\n]{0,40}\b(?:instructions?|rules?|prompts?|guidelines?|policy|policies|above)\b|"
    r"\b(?:disregard|forget|override|bypass)\b[^\n]{0,40}\b(?:instructions?|rules?|prompts?|guidelines?|restrictions?)\b|"
    r"\bpretend\b|\brole\s?-?play\b|\bact as\b|\bacting as\b|\byou are (?:now|no longer)\b|\bdeveloper mode\b|\bjailbreak|"
    r"\bsystem prompt\b|\bdo anything now\b|\bfrom now on\b[^\n]{0,20}\byou\b"
)

_PERSON = re.compile(
    r"상담\s?(?:원|사|직원)|담당자(?:랑|와|하고|님)?\s*(?:좀\s*)?(?:연결|통화|바꿔|불러|부탁|대화|얘기|상담|말)|"
    r"(?:사람|직원|인간)(?:이랑|하고|과|한테|을|이)?\s*(?:좀\s*)?(?:직접\s*)?(?:연결|통화|바꿔|불러|상담|대화|얘기|말하|나와|응대)|"
    r"(?:봇|기계|ai|로봇)\s*(?:말고|싫|필요\s?없)|사람\s*(?:상담|연결)|"
    r"\b(?:talk|speak|chat|connect|transfer|put)\b[^\n]{0,24}\b(?:person|human|agent|someone|somebody|representative|"
    r"rep|operator|staff|colleague|people)\b|"
    r"\b(?:real|live|actual|human)\s+(?:person|human|agent|being|operator|rep(?:resentative)?|support)\b|"
    r"\b(?:need|want|get|give)\b[^\n]{0,16}\b(?:a|an|the|me)\s+(?:human|person|agent|representative|operator)\b|"
    r"\bnot\s+(?:a\s+)?(?:bot|robot|machine)\b"
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
_LEAVE = frozenset(
    {
        "그만",
        "됐어요",
        "됐습니다",
        "됐어",
        "그만할게요",
        "stop it",
        "never mind",
        "nevermind",
        "forget it",
    }
)
_GREETING = re.compile(
    r"^(?:안녕(?:하세요|하십니까|하신가요|히)?|하이|헬로|반갑습니다|저기요?|여보세요|계세요|문의\s?(?:드려요|드립니다|요|있어요|있습니다)?|"
    r"질문\s?(?:이요|있어요|있습니다)?|사장님|저|처음\s?뵙겠습니다|좋은\s?(?:아침|하루)\S*|hi+|hello+|hey+|yo|good (?:morning|afternoon|evening)|"
    r"hi there|hello there|hey there|start|시작|메뉴|menu|처음으로)$"
)
_THANKS = re.compile(
    r"^(?:(?:네|넵|아)\s*,?\s*)?(?:정말\s?|너무\s?|대단히\s?)?(?:감사(?:합니다|해요|드립니다|드려요|요)?|고맙습니다|고마워요?|땡큐|ㄱㅅ|ㄳ|수고하(?:세요|셨습니다)|"
    r"thanks?(?: you)?(?: so much| a lot| very much)?|thx|ty|great,? thanks?|ok(?:ay)?,? thanks?(?: you)?|cheers)$"
)
_YES = frozenset(
    "네 넵 넹 예 응 어 ㅇㅇ ㅇ 맞아요 맞습니다 그래요 좋아요 네네 yes y yeah yep yup ok okay sure right correct".split()
)
_NO = frozenset("아니요 아니오 아뇨 아니 ㄴㄴ 괜찮아요 괜찮습니다 no n nope nah".split())


def is_hard_denied(text: str) -> bool:
    """A request to write, code, translate, tell, draw or play a role, or an over-long text."""
    words = normal(text)
    return (
        len(words) > _LONGEST
        or _ROLE.search(words) is not None
        or _MAKE_KO.search(words) is not None
        or _MAKE_EN.search(words) is not None
    )


def asks_for_person(text: str) -> bool:
    """ "상담원", "사람 불러줘", "talk to a human": a way to a person is never far."""
    words = bare(text)
    return words.replace(" ", "") in _PERSON_WHOLE or _PERSON.search(words) is not None


def opts_out(text: str) -> str | None:
    """`promotions` or `all`, when the whole message is one of the opt-out words."""
    words = bare(text)
    if words in _STOP_ALL:
        return "all"
    return "promotions" if words in _STOP else None


def leaves_flow(text: str) -> bool:
    return bare(text) in _LEAVE


def is_greeting(text: str) -> bool:
    words = bare(text)
    return bool(_GREETING.match(words)) or _all_lines(text, _GREETING)


def is_thanks(text: str) -> bool:
    return bool(_THANKS.match(bare(text))) or _all_lines(text, _THANKS)


def says_yes(text: str) -> bool:
    return bare(text) in _YES


def says_no(text: str) -> bool:
    return bare(text) in _NO


def _all_lines(text: str, pattern: re.Pattern[str]) -> bool:
    lines = [bare(line) for line in text.splitlines()]
    return len(lines) > 1 and all(pattern.match(line) for line in lines if line)
