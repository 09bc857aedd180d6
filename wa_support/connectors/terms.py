"""Words as the index knows them: character bigrams of Korean, stems of English.

A two-syllable Korean word has no trigram, and one with a particle is another word to a tokenizer;
bigrams find both.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

LONGEST_QUESTION: Final = 2_000
"""Characters of a question that are read; what is asked stands within them."""

_WORD: Final = re.compile(r"[가-힣]+|[a-z]+|[0-9]+")
_CLOSED: Final = "은 이 을 과 으로 이나 이랑 이라도 이에요 이라 이라서 이면 으면 으니까 은데 은데요"
_OPEN: Final = "는 가 를 와 로 나 랑 라도 예요 라서"
_EITHER: Final = (
    "에 에서 에게 에도 에는 에서는 에서도 한테 까지 까지는 부터 처럼 보다 마다 밖에 도 의 만 "
    "으로는 로는 으로도 로도 습니다 습니까 합니다 됩니다 입니다 인가요 건가요 하나요 되나요 나요 "
    "까요 네요 세요 어요 아요 해요 돼요 에요 요 는데요 데요 는데 거든요 잖아요 군요 지요 죠 고요 "
    "려고요 려고 려면 해서 어서 아서 서 하고 고 하면 되면 면 니까 지만 지"
)
"""Particles and endings: after a final consonant, after a vowel, after either."""
_SAYS_NOTHING: Final = (
    "안녕 혹시 제가 저는 저희 우리 이거 그거 저거 이것 그것 그냥 좀 지금 그런 이런 어떤 "
    "어떻게 어떡 어떠 얼마나 무슨 뭐 뭘 왜 언제 있 없 수 것 거 게 때 때문 하 해 되 돼 "
    "한 할 될 더 다 안 못 너무 많이 문의 질문 궁금 알려주 알려 주 부탁드립니다 감사 아니면 "
    "아니 그리고 그런데 근데 그래서 경우 정도 같 싶 보 봐 a an and any are as at be been but "
    "by can could did do does for from get got had has have hello hi how i if im in into is "
    "it its ive just me my no not of off on one or our out please should so some than thank "
    "thanks that the their them then there they this to up us was we what when which "
    "who why will with would you your don doesn didn isn ll ve re am about also want need "
    "like know tell"
)
"""What every question holds, whatever it is about."""

_COMMON: Final = frozenset(_SAYS_NOTHING.split())
_AFTER_CLOSED: Final = frozenset(f"{_CLOSED} {_EITHER}".split())
_AFTER_OPEN: Final = frozenset(f"{_OPEN} {_EITHER}".split())

_VOWEL: Final = re.compile(r"[aeiouy]")
_DOUBLED: Final = re.compile(r"([b-df-hj-np-rtvwx])\1$")
_PAST: Final = 20
"""ㅆ among the final consonants of a syllable (Unicode, chapter 3.12)."""
_UNTOUCHED: Final = frozenset("있겠")


def terms(text: str) -> list[str]:
    """In the order of the text, repeated as often as they stand there."""
    return [term for word in _words(text) for term in _pieces(word)]


def question_terms(text: str) -> list[str]:
    """Each once, without what says nothing about the subject."""
    words = (word for word in _words(text[:LONGEST_QUESTION]) if word not in _COMMON)
    return list(dict.fromkeys(term for word in words for term in _pieces(word)))


def _words(text: str) -> Iterator[str]:
    for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold()):
        if word in _COMMON:
            yield word
        elif word[0] >= "가":
            yield _without_ending(_present(word))
        elif word[0].isdigit() or len(word) > 1:
            yield _stem(word)


def _pieces(word: str) -> list[str]:
    if word[0] < "가" or len(word) == 1:
        return [word]
    return [word[start : start + 2] for start in range(len(word) - 1)]


def _present(word: str) -> str:
    """남았어요 → 남아어요: the past and the present of a verb share their bigrams."""
    return "".join(_without_past(syllable) for syllable in word)


def _without_past(syllable: str) -> str:
    final = (ord(syllable) - 0xAC00) % 28
    return chr(ord(syllable) - _PAST) if final == _PAST and syllable not in _UNTOUCHED else syllable


def _without_ending(word: str) -> str:
    """The longest particle or ending less, as long as something is left."""
    for length in range(min(4, len(word) - 1), 0, -1):
        ending, rest = word[-length:], word[:-length]
        fitting = _AFTER_CLOSED if (ord(rest[-1]) - 0xAC00) % 28 else _AFTER_OPEN
        if ending in fitting:
            return rest
    return word


def _stem(word: str) -> str:
    """Plural, -ed, -ing, a last e and y: "tables", "dimmed" and "dimming" are one word each."""
    for ending in ("ies", "ied"):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + "i"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        word = word[:-1]
    for ending in ("ing", "ed", "ly"):
        root = word.removesuffix(ending)
        if root != word and len(root) > 2 and _VOWEL.search(root):
            word = _DOUBLED.sub(r"\1", root)
            break
    word = word.removesuffix("e") if len(word) > 3 else word
    return f"{word[:-1]}i" if word.endswith("y") and len(word) > 3 else word
