"""The words of a template against its language; another language is a classic reason of
rejections."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from wa_support.domain.templates.advertising import MARK, REFUSE
from wa_support.domain.templates.lint.languages import LANGUAGES, SCRIPTS
from wa_support.domain.templates.lint.rule import Rule, Spot, Subject
from wa_support.domain.templates.lint.texts import BODY, blanked, read_texts, without_variables

_UNSEEN: Final = re.compile(
    "[\u00ad\u115f\u1160\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u3164\ufeff\uffa0]"
)
_LEAST_OWN: Final = 0.25
_KOREAN_LAW: Final = re.compile(rf"{re.escape(MARK)}|{REFUSE}")


def _scripts(text: str) -> Iterator[tuple[int, str]]:
    """Each letter's place and the first word of its Unicode name."""
    for place, character in enumerate(without_variables(text)):
        if character.isalpha():
            yield place, unicodedata.name(character, "UNKNOWN").split()[0].partition("-")[0]


def _language(subject: Subject) -> str:
    return subject.template.key.language.partition("_")[0]


def _without_its_script(subject: Subject) -> Iterator[Spot]:
    scripts = SCRIPTS.get(_language(subject), ("LATIN",))
    found = {script for _, script in _scripts(subject.template.body)}
    if found and not found & set(scripts):
        yield Spot(path=BODY, it=subject.template.key.language)


def _mostly_of_others(subject: Subject) -> Iterator[Spot]:
    scripts = SCRIPTS.get(_language(subject), ("LATIN",))
    found = [script in scripts for _, script in _scripts(subject.template.body)]
    if any(found) and sum(found) < len(found) * _LEAST_OWN:
        yield Spot(path=BODY, it=subject.template.key.language)


def _hangul_elsewhere(subject: Subject) -> Iterator[Spot]:
    """Words of it; the shop's own name may stand anywhere."""
    return (spot for spot, named in _hangul(subject) if not named)


def _hangul_name(subject: Subject) -> Iterator[Spot]:
    return (spot for spot, named in _hangul(subject) if named)


def _hangul(subject: Subject) -> Iterator[tuple[Spot, bool]]:
    """With whether it is little among other letters."""
    if _language(subject) == "ko":
        return
    for path, text in read_texts(subject.template):
        ours = list(_scripts(blanked(text, _KOREAN_LAW)))
        places = [place for place, script in ours if script == "HANGUL"]
        if places:
            little = len(places) < len(ours) * _LEAST_OWN
            it = subject.template.key.language
            yield Spot(path=path, it=it, offset=places[0]), little


def _unknown_language(subject: Subject) -> Iterator[Spot]:
    language = subject.template.key.language
    if language not in LANGUAGES:
        base = _language(subject)
        yield Spot(path=(), it=f"{language}; {base} is" if base in LANGUAGES else language)


def _unseen(subject: Subject) -> Iterator[Spot]:
    template = subject.template
    examples = [(("variables", each.name, "example"), each.example) for each in template.variables]
    for path, text in (*read_texts(template), *examples):
        found = _UNSEEN.search(text)
        if found is not None:
            yield Spot(path=path, it=f"U+{ord(found.group()):04X}", offset=found.start())


RULES: Final = (
    Rule("words_language", "a body without a letter of IT", "words in the language of the file",
         _without_its_script),
    Rule("words_mostly_other", "a body with few letters of IT",
         "words in the language of the file, or it may be refused", _mostly_of_others,
         warning=True),
    Rule("words_hangul", "Hangul in a file of IT", "words in the language of the file",
         _hangul_elsewhere),
    Rule("words_hangul_name", "a little Hangul in a file of IT",
         "fine for a name; other words in the language of the file", _hangul_name, warning=True),
    Rule("language_unknown", "a language that is not known to be one of Meta's (IT)",
         "Meta's code, such as ko, en or en_US", _unknown_language, warning=True),
    Rule("text_unseen", "a character that nobody sees (IT)", "delete it", _unseen),
)  # fmt: skip
