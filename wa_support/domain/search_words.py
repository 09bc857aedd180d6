"""By which words a customer is found, and what somebody who searches means by theirs."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

TERMS_VERSION: Final = 1
"""Of the rules below: rows made by older ones are made anew."""

MOST_TOKENS: Final = 5
_LONGEST_SEARCH: Final = 200
_LONGEST_NAME: Final = 200
_MOST_WORDS: Final = 12
_LONGEST_WORD: Final = 64
_LONGEST_PREFIX: Final = 16
_LAST_DIGITS: Final = 4
_LOCAL_DIGITS: Final = 8
_FAMILY_NAME_HAS: Final = 1
_FEWEST_DIGITS: Final = 7
_UNSEEN: Final = frozenset({"Cf", "Cc", "Cs"})
_PHONE: Final = re.compile(r"[+()\d\s.\-/]+")


def customer_terms(
    *, name: str | None, phones: Iterable[str] = (), ids: Iterable[str] = ()
) -> frozenset[str]:
    """`phones` are digits with the country code; `ids` BSUIDs and their like."""
    terms = set(_name_terms(_plain(name or "", _LONGEST_NAME)))
    for phone in phones:
        terms |= {f"phone:{form}" for form in _forms(phone)}
        terms.add(f"last:{phone[-_LAST_DIGITS:]}")
    return frozenset(terms | {f"id:{_plain(one, _LONGEST_SEARCH)}" for one in ids})


def order_term(order_id: str) -> str:
    return f"order:{_plain(order_id, _LONGEST_SEARCH).lstrip('#')}"


def tokens_of(words: str) -> list[frozenset[str]]:
    """Each token as the terms that it can mean; who is meant has one of each token's terms."""
    plain = _plain(words, _LONGEST_SEARCH)
    if _PHONE.fullmatch(plain) and len(_digits(plain)) >= _FEWEST_DIGITS:
        return [_meant(plain) | _meant(_digits(plain))]
    meant = (_meant(token) for token in plain.split())
    return [terms for terms in meant if terms][:MOST_TOKENS]


def _meant(token: str) -> frozenset[str]:
    terms = {f"id:{token}", order_term(token)}
    joined = _joined(token)
    if joined:
        terms.add(f"name:{joined[:_LONGEST_WORD]}")
    digits = _digits(token)
    if digits and _PHONE.fullmatch(token):
        terms.add(f"phone:{_as_stored(digits)}")
    if len(digits) == _LAST_DIGITS == len(token):
        terms.add(f"last:{digits}")
    return frozenset(terms)


def _forms(phone: str) -> Iterator[str]:
    """As people type it: with its country code, with 0 in its place, the last eight digits."""
    yield phone
    yield f"0{phone[2:]}"
    yield phone[-_LOCAL_DIGITS:]
    if phone.startswith("1"):
        yield phone[1:]


def _as_stored(digits: str) -> str:
    """`0082 …` and `+82 010 …` mean `82 10 …`."""
    plain = digits.removeprefix("00")
    return f"82{plain[3:]}" if plain.startswith("820") else plain


def _name_terms(name: str) -> Iterator[str]:
    chunks = name.split()[:_MOST_WORDS]
    words = {word for chunk in chunks for word in (*_words(chunk), _joined(chunk)) if word}
    whole = _joined(name)
    if whole:
        words.add(whole)
    for word in words:
        yield f"name:{word[:_LONGEST_WORD]}"
        yield from (f"name:{start}" for start in _starts(word))


def _starts(word: str) -> Iterator[str]:
    """From two syllables or three letters on; of a Korean name also the given name alone."""
    dense = _is_dense(word[0])
    for length in range(2 if dense else 3, min(len(word), _LONGEST_PREFIX)):
        yield word[:length]
    if dense and 3 <= len(word) <= 4:
        yield word[_FAMILY_NAME_HAS:]


def _is_dense(sign: str) -> bool:
    """Whether one sign is a syllable or a word: Hangul, kana, Han."""
    return "\u3040" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7a3"


def _words(chunk: str) -> list[str]:
    return "".join(sign if _in_word(sign) else " " for sign in chunk).split()


def _joined(text: str) -> str:
    return "".join(sign for sign in text if _in_word(sign))


def _in_word(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LNM"


def _digits(text: str) -> str:
    return "".join(sign for sign in text if "0" <= sign <= "9")


def _plain(text: str, most: int) -> str:
    """Composed, in lower case, without what cannot be seen."""
    folded = unicodedata.normalize("NFKC", text[: 4 * most]).casefold()
    seen = "".join(
        sign for sign in folded if unicodedata.category(sign) not in _UNSEEN or sign in "\t\n\r"
    )
    return " ".join(seen.split())[:most]
