"""Sentences that the rest of the house says in English, in the language of the page."""

import re
from collections.abc import Mapping

from wa_support.web.console.language import code_word, language


class Sentences:
    """`korean`: each English sentence, with names in braces, to its Korean with the same names."""

    def __init__(self, korean: Mapping[str, str]) -> None:
        self._known = tuple((_pattern(english), english, said) for english, said in korean.items())

    def say(self, said: str) -> str:
        """One that is not known here stays as it was said."""
        for pattern, english, korean in self._known:
            found = pattern.fullmatch(said)
            if found is not None:
                values = {name: _value(name, one) for name, one in found.groupdict().items()}
                return (korean if language() == "ko" else english).format(**values)
        return said


def _pattern(sentence: str) -> re.Pattern[str]:
    """Whatever may stand where the sentence has a name in braces."""
    parts = re.split(r"\{\{\{(\w+)\}\}\}|\{(\w+)\}", sentence)
    plain, *rest = parts
    pattern = re.escape(plain)
    for braced, name, after in zip(rest[0::3], rest[1::3], rest[2::3], strict=True):
        value = rf"\{{(?P<{braced}>[\s\S]*?)\}}" if braced else rf"(?P<{name}>[\s\S]*?)"
        pattern += value + re.escape(after)
    return re.compile(pattern)


def _value(name: str, value: str) -> str:
    """An owner is an agent's name or a state; states have words of their own."""
    return code_word("owner", value) if name == "owner" else value
