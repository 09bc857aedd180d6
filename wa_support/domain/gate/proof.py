"""Reads the second fact: order number, receiver's name, last four digits of the phone."""

import re
from dataclasses import dataclass
from typing import Final

from wa_support.domain.gate.lookups import asks_status
from wa_support.domain.gate.normal import normal

_PHONE = re.compile(
    r"(?<!\d)(?:\+?82[\s.-]?\(?0?\)?|0)1[016-9][\s.-]?\d{3,4}[\s.-]?\d{4}(?!\d)|(?<!\d)\d{3,4}-\d{4}(?!\d)"
)
_PHONE_LENGTHS: Final = {4, 7, 8, 10, 11, 12}
_LABEL = r"(?:주문|\border)\D{0,20}?"
_FACTS = (
    r"주문\s?번호|주문자?|전화\s?번호|번호|성함|이름|받는\s?(?:분|사람)|수령[인자]|전화|핸드폰|휴대폰|연락처|"
    r"(?:뒷|뒤|끝|마지막)?\s?(?:네\s?)?자리|뒷\s?번호|뒷|뒤|끝|마지막"
)
_OF_A_PHONE = re.compile(
    r"전화|핸드폰|휴대폰|연락처|뒷|뒤|끝\s?자리|마지막|네\s?자리|4\s?자리|\bphone\b|\bmobile\b|\blast\b|\bdigits?\b|\bends?\b"
)
_OF_AN_ORDER = re.compile(r"주문|\border\b|#")
_FILLER = re.compile(
    rf"(?:{_FACTS})(?:은|는|이고|가)?(?=[\s,:]|$)|"
    r"^(?:네|넵|예|저는?|제|안녕하세요)(?=[\s,])|(?<=\s)(?:저는|제)(?=\s)|님(?=\s|$)|"
    r"(?:입니다|이에요|예요|이고요?|이요|고요|(?<=[가-힣]{2})요|(?<=\s)요)(?=\s|$)|"
    r"\b(?:order|number|no|name|receiver|recipient|is|are|the|my|phone|last|four|digits?|and|it'?s|its?|for|of|ends?|with|in|"
    r"hi|hello|yes|please)\b|"
    r"[^\w\s]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFact:
    order_id: str | None
    receiver: str | None
    last_4: str | None


def second_fact(text: str, *, order_id_pattern: str, asked_about: str | None) -> SecondFact:
    """`asked_about` is the order in talk: it need not be typed again."""
    words = _PHONE.sub(lambda found: re.sub(r"\D", "", found[0]), normal(text))
    number = rf"(?<![a-z\d-])(?:{order_id_pattern}|\d{{4,}})(?![\d-])"
    numbers = [found.group().upper() for found in re.finditer(number, words, re.IGNORECASE)]
    letters = re.sub(rf"{number}(?:\s?번(?!호))?|\d+", " ", words, flags=re.IGNORECASE)
    receiver = " ".join(_FILLER.sub(" ", " ".join(letters.split())).split()) or None
    if asked_about is not None and len(numbers) == 1 and _names_an_order(words, receiver):
        asked_about = None
    order_id, rest = _order_and_rest(words, numbers, order_id_pattern, asked_about)
    return SecondFact(
        order_id=order_id,
        receiver=receiver,
        last_4=next((one[-4:] for one in rest if _is_phone(one)), None),
    )


def _names_an_order(words: str, receiver: str | None) -> bool:
    """Whether the one number in it is an order's and not the end of a phone number."""
    if _OF_A_PHONE.search(words):
        return False
    if _OF_AN_ORDER.search(words) or asks_status(words):
        return True
    return receiver is None and re.search(r"번호|\bnumber\b", words) is not None


def _order_and_rest(
    words: str, numbers: list[str], pattern: str, asked_about: str | None
) -> tuple[str | None, list[str]]:
    labelled = re.search(rf"{_LABEL}(?<![a-z\d-])({pattern})(?![\d-])", words, re.IGNORECASE)
    if labelled is not None and len(numbers) > 1:
        return _without(labelled[1].upper(), numbers)
    if asked_about is not None and len(numbers) > 1 and asked_about in numbers:
        return _without(asked_about, numbers)
    only_digits = asked_about is not None and len(numbers) == 1 and _is_phone(numbers[0])
    if numbers and not only_digits and re.fullmatch(pattern, numbers[0], re.IGNORECASE):
        return numbers[0], numbers[1:]
    return asked_about, numbers


def _without(order_id: str, numbers: list[str]) -> tuple[str, list[str]]:
    rest = list(numbers)
    rest.remove(order_id)
    return order_id, rest


def _is_phone(number: str) -> bool:
    return number.isdigit() and len(number) in _PHONE_LENGTHS
