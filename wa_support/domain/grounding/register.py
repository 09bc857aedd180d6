"""The answer's language, and in Korean its level of politeness: 합니다체."""

import re
from collections.abc import Iterator
from typing import Final

from wa_support.domain.grounding.evidence import Evidence, folded
from wa_support.domain.grounding.sentences import sentences
from wa_support.domain.text import script_of

_WORD: Final = re.compile(r"[^\W\d_]+")
_FOREIGN_LETTERS_AT_MOST: Final = 0.4
_KOREAN_LETTERS_AT_MOST: Final = 0.1


def other_language(
    answer: str, facts: Evidence, customer_words: str, language: str
) -> Iterator[str]:
    """Names that stand in a fact, or that the customer used, belong to no language."""
    if language not in ("ko", "en"):
        return
    known = set(_WORD.findall(facts.text + " " + folded(customer_words)))
    words = [word for word in _WORD.findall(answer) if not _is_name(word, known)]
    letters = {"hangul": 0, "latin": 0, "other": 0}
    for word in words:
        letters[script_of(word) or "other"] += len(word)
    total = sum(letters.values())
    if letters["other"]:
        yield "The answer has letters of another script."
    if total and language == "ko" and letters["latin"] / total > _FOREIGN_LETTERS_AT_MOST:
        yield "The customer writes Korean; answer in Korean."
    if total and language == "en" and letters["hangul"] / total > _KOREAN_LETTERS_AT_MOST:
        yield "The customer writes English; answer in English."


def _is_name(word: str, known: set[str]) -> bool:
    return (word in known and not word.isascii()) or (word in known and len(word) > 3)


_POLITE_BUT_SOFT: Final = re.compile(
    r"(?:해요|어요|아요|여요|에요|예요|거든요|네요|군요|할게요|드릴게요|볼게요|드려요|져요|돼요|되요|려요|니까요|래요|대요|잖아요|지요|죠"
    r"|데요|나요|가요|인가요|까여|해여|어여)(?=[\s,!?.~…)'\"”’]|$)"
)
_SOFT_END: Final = re.compile(r"[가-힣]요$")
_FINE_END: Final = re.compile(
    r"(?:세요|까요|아니요|필요|중요|주요|수요|개요|소요|동요|요요|가요|불필요|담요|도자기요|이불요)$"
)
_PLAIN_END: Final = re.compile(
    r"(?:[했었았였겠된한는있없간온졌렸났썼]다|이다|하다|되다|한다|된다"
    r"|[했었았였겠있없됐렸졌]어|할게|줄게|갈게|할래|거야|이야|[했하되됐있없었았]지|해\s?줘|[가-힣]\s?줘|한다고|해라|하자|하네|했네"
    r"|[겠했있없였었았]음|(?:취소|처리|확인|완료|발송|접수)됨|[있하되했었았]니|[하되있없]냐|그래|알았어|맞아|괜찮아|미안|고마워|몰라|[하되]자|할까|볼까|갈까|인가|는가|거든|는데|잖아)$"
)
_LAUGHS: Final = re.compile(r"[ㅋㅎㅠㅜ\u110f\u1112\u1172\u116e]{2,}|\^\^|;;")
_TAIL: Final = re.compile(r"[^가-힣]+$")


def wrong_register(answer: str, language: str) -> Iterator[str]:
    """Korean only. What is no sentence (a line of a list, a heading) has no level."""
    if language != "ko":
        return
    if _LAUGHS.search(answer):
        yield "No ㅋㅋ, ㅎㅎ or ㅠㅠ in an answer."
    if answer.count("고객님") > 1:
        yield 'Say "고객님" at most once.'
    for sentence in sentences(answer):
        end = _informal(sentence)
        if end:
            yield f'"{end}" is not 합니다체: end sentences in -습니다, -습니까, -ㄹ까요 or -해 주세요.'


def _informal(sentence: str) -> str | None:
    body = _TAIL.sub("", sentence)
    soft = next(
        (one for one in _POLITE_BUT_SOFT.finditer(sentence) if not _is_noun(sentence, one)), None
    )
    if soft is not None:
        return sentence[max(0, soft.start() - 4) : soft.end()]
    if _SOFT_END.search(body) and not _FINE_END.search(body):
        return body[-6:]
    return body[-6:] if _PLAIN_END.search(body) else None


def _is_noun(sentence: str, found: re.Match[str]) -> bool:
    """`가요` alone is a song."""
    return (
        found[0] == "가요"
        and sentence[: found.start()].endswith((" ", ""))
        and (found.start() == 0 or sentence[found.start() - 1] == " ")
    )
