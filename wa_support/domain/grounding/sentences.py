"""Sentences of an answer, and what kind they are."""

import re
from collections.abc import Iterator
from typing import Final

_END: Final = re.compile(r"(?<=[.!?…。])(?=\s|[가-힣]|$)|\n")
_ASKS: Final = re.compile(r"(?:\?|까요?|나요|습니까)[\s\"'”’).!]*$")


def sentences(text: str) -> Iterator[str]:
    return (part.strip() for part in _END.split(text) if part.strip())


def is_question(sentence: str) -> bool:
    return _ASKS.search(sentence[-40:]) is not None
