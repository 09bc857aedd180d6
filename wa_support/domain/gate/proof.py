"""Reads the second fact: order number, receiver's name, last four digits of the phone."""

import re
from dataclasses import dataclass

from wa_support.domain.gate.normal import normal

_FILLER = re.compile(
    r"주문\s?번호|주문자?|번호|성함|이름|받는\s?(?:분|사람)|수령인|전화|핸드폰|휴대폰|연락처|뒷?\s?자리|마지막|끝|뒤|네\s?자리|"
    r"(?:입니다|이에요|예요|이고요?|이요|고요)(?=\s|$)|[은는](?=\s|$)|"
    r"\b(?:order|number|no|name|receiver|recipient|is|the|my|phone|last|four|4|digits?|and|it|its|for|of)\b|"
    r"[^\w\s]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFact:
    order_id: str | None
    receiver: str | None
    last_4: str | None


def second_fact(text: str, *, order_id_pattern: str, asked_about: str | None) -> SecondFact:
    """`asked_about` is the order in talk: it need not be typed again."""
    words = normal(text)
    numbers = re.findall(r"(?<!\d)\d{4,}(?!\d)", words)
    order_id, rest = _order_and_rest(numbers, order_id_pattern, asked_about)
    last_4 = next((number[-4:] for number in rest if len(number) in {4, 8, 10, 11}), None)
    letters = re.sub(r"\d+", " ", words)
    receiver = " ".join(_FILLER.sub(" ", letters).split())
    return SecondFact(order_id=order_id, receiver=receiver or None, last_4=last_4)


def _order_and_rest(
    numbers: list[str], pattern: str, asked_about: str | None
) -> tuple[str | None, list[str]]:
    if asked_about in numbers and len(numbers) > 1:
        rest = list(numbers)
        rest.remove(asked_about)
        return asked_about, rest
    if asked_about and len(numbers) == 1:
        return asked_about, numbers
    if numbers and re.fullmatch(pattern, numbers[0], re.IGNORECASE):
        return numbers[0], numbers[1:]
    return asked_about, numbers
