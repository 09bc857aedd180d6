"""What is wrong in a template's file, in the language of the page. The lint itself says it in
English."""

import re
from collections.abc import Mapping
from typing import Final

from wa_support.domain.policy import Fault
from wa_support.web.console.language import language
from wa_support.web.console.words_form import FORM_KOREAN
from wa_support.web.console.words_lint import LINT_KOREAN

_PUT_THERE: Final = re.compile(r"\b(IT|THAT|ALSO|MORE)\b", re.ASCII)
_LINE: Final = re.compile(r"(\S+:\d+:\d+: )(?:warning: )?(.*)")
_MENDED_BY: Final = " → "


def fault_words(fault: Fault) -> str:
    """`found; expected`; whatever has no Korean stays as it was said."""
    return f"{_said(fault.found)}; {_said(fault.expected)}"


def line_words(line: str) -> str:
    """The same of a fault that has been written out, its place before it."""
    placed = _LINE.fullmatch(line)
    if placed is None:
        return line
    place, said = placed.groups()
    parts = said.split(_MENDED_BY)
    for cut in range(1, len(parts)):
        both = (_MENDED_BY.join(parts[:cut]), _MENDED_BY.join(parts[cut:]))
        if all(_korean(one) for one in both):
            return place + _MENDED_BY.join(_said(one) for one in both)
    return line


def _said(sentence: str) -> str:
    return (language() == "ko" and _korean(sentence)) or sentence


def _korean(sentence: str) -> str | None:
    for pattern, korean in _PATTERNS:
        found = pattern.fullmatch(sentence)
        if found is not None:
            return _with(found.groupdict(), korean)
    return None


def _with(values: Mapping[str, str], korean: str) -> str:
    return _PUT_THERE.sub(lambda place: values[place[1]], korean)


def _pattern(sentence: str) -> re.Pattern[str]:
    """Whatever may stand where the sentence has `IT`; the same where it has it twice."""
    pattern, seen = "", set[str]()
    for piece in _PUT_THERE.split(sentence):
        if not _PUT_THERE.fullmatch(piece):
            pattern += re.escape(piece)
        else:
            pattern += rf"(?P={piece})" if piece in seen else rf"(?P<{piece}>[\s\S]+?)"
            seen.add(piece)
    return re.compile(pattern)


_KOREAN: Final = {**LINT_KOREAN, **FORM_KOREAN}
_PATTERNS: Final = tuple(
    (_pattern(english), korean)
    for english, korean in sorted(
        _KOREAN.items(), key=lambda each: len(_PUT_THERE.findall(each[0]))
    )
)
"""Those that say everything themselves come first."""
