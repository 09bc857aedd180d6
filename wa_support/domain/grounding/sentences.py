"""Sentences of an answer, and what kind they are."""

import re
from collections.abc import Iterator
from typing import Final

_END: Final = re.compile(r"(?<=[.!?…。])(?=\s|[가-힣]|$)|(?<=[a-z가-힣]{2}[.!?…。])(?=[a-z])|\n")
"""Words that follow without a space are a sentence of their own: a question excuses only itself."""
_ASKS: Final = re.compile(r"(?:\?|까요?|나요|습니까)[\s\"'”’).!]*$")


def sentences(text: str) -> Iterator[str]:
    return (part.strip() for part in _END.split(text) if part.strip())


def is_question(sentence: str) -> bool:
    return _ASKS.search(sentence[-40:]) is not None
