"""How an answer looks: one bubble of plain text that shows nothing of our inside."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from wa_support.domain.outbound import BUTTON_BODY_LIMIT
from wa_support.domain.tools import TOOL_SPECS

ANSWER_LIMIT: Final = BUTTON_BODY_LIMIT
"""Characters; the way to a person is a button below the answer."""
_LINES_AT_MOST: Final = 15
_FORMATTED: Final = (
    ("a markdown heading", re.compile(r"^\s{0,3}#{1,6}\s", re.MULTILINE)),
    ("a table", re.compile(r"^\s*\|[^\n]*\||^[ :|-]*-{2,}\s?\|[ :|-]*-{2,}", re.MULTILINE)),
    ("markdown bold", re.compile(r"\*\*[^*\n]|__[^_\n]+__")),
    ("a markdown link", re.compile(r"\]\s?\(")),
    ("a code block", re.compile(r"```|~~~")),
    ("a rule", re.compile(r"^\s*(?:-{3,}|\*{3,}|_{3,}|={3,})\s*$", re.MULTILINE)),
    ("an HTML tag", re.compile(r"</?[a-z!][^<>\n]{0,200}>|&(?:[a-z]{2,8}|#\d{1,6});", re.IGNORECASE)),
    ("part of a message", re.compile(r"\(\s?\d\s?/\s?\d\s?\)\s*$|^\s*\[\d/\d\]")),
)  # fmt: skip
_INSIDE: Final = re.compile(
    r"<<|>>|‹‹|››|<\||\|>|\[/?inst\]|\[/?sys(?:tem)?\]|\bsystem prompt\b|시스템 프롬프트|\bmy instructions\b"
    r"|\bi was (?:instructed|told) to\b|\bmy (?:system )?prompt\b|(?:제|저의|내부)\s?(?:지시|지침|프롬프트)"
    r"|^\s*(?:system|assistant|user|developer|tool|customer)\s?:"
    r"|\{\s?\"|\"\s?:\s?[\"\[{]|\bnull\b|\bjson\b|\btool_calls?\b|\bnext_action\b|\bignore (?:all )?previous\b"
    r"|\b[a-z]{3}_[0-9a-z]{26}\b|\[[a-z]+_?[a-z]*\]|\bopenai\b|\bchatgpt\b|\bgpt\b|\blanguage model\b|언어\s?모델",
    re.MULTILINE,
)
_TOOLS: Final = re.compile(rf"\b(?:{'|'.join(sorted(TOOL_SPECS))})\b")
_PLAIN_TOOLS: Final = frozenset({"book", "reschedule"})
_FILLERS: Final = "\u115f\u1160\u3164\uffa0\u2800"
_PICTURES: Final = re.compile("[\u2600-\u27bf\u2b50\ufe0f\U0001f000-\U0001faff]")


def too_long(answer: str) -> bool:
    return len(answer) > ANSWER_LIMIT


def misshapen(answer: str, text: str) -> Iterator[str]:
    """`text` is the answer folded."""
    if not answer.strip():
        yield "The answer is empty."
    if answer.strip().count("\n") >= _LINES_AT_MOST:
        yield f"The answer has more than {_LINES_AT_MOST} lines."
    if any(_is_unseen(one) for one in answer):
        yield "The answer holds control or invisible characters."
    if _PICTURES.search(answer):
        yield "The answer holds an emoji."
    for name, look in _FORMATTED:
        if look.search(text):
            yield f"The answer holds {name}; write plain text."
    yield from _of_the_inside(text)


def _is_unseen(one: str) -> bool:
    odd = unicodedata.category(one) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    return (odd and one != "\n") or one in _FILLERS


def _of_the_inside(text: str) -> Iterator[str]:
    found = _INSIDE.search(text)
    if found is not None:
        yield f'"{found[0].strip()}" belongs to the instructions or the data, not to an answer.'
    for tool in _TOOLS.finditer(text):
        if tool[0] not in _PLAIN_TOOLS:
            yield f'"{tool[0]}" is the name of a tool; customers do not know it.'
