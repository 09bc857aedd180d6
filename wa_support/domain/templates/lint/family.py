"""One name in all its languages, and names beside each other."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from wa_support.domain.templates.lint.rule import Check, Rule, Spot, Subject
from wa_support.domain.templates.lint.texts import header_text
from wa_support.domain.templates.lint.variables import used_names
from wa_support.domain.templates.template import PLACEHOLDER, Template

_BLANKS: Final = re.compile(r"\s+")


def _differs(path: str, of: Callable[[Template], object]) -> Check:
    """From the first of its languages."""

    def check(subject: Subject) -> Iterator[Spot]:
        first = min(subject.family.values(), key=lambda each: each.key, default=subject.template)
        if of(first) != of(subject.template):
            yield Spot(path=(path,), it=str(first.key))

    return check


def _header_kind(template: Template) -> object:
    return template.header.kind if template.header is not None else None


def _otherwise_itself(subject: Subject) -> Iterator[Spot]:
    if subject.template.otherwise == subject.template.key.language:
        yield Spot(path=("otherwise",))


def _otherwise_missing(subject: Subject) -> Iterator[Spot]:
    otherwise = subject.template.otherwise
    if subject.family and otherwise is not None and otherwise not in subject.family:
        yield Spot(path=("otherwise",), it=f"{subject.template.key.name}.{otherwise}")


def _otherwise_in_a_circle(subject: Subject) -> Iterator[Spot]:
    start = subject.template.key.language
    reached: list[str] = []
    step = subject.template.otherwise
    while step is not None and step in subject.family and step != start and step not in reached:
        reached.append(step)
        step = subject.family[step].otherwise
    if reached and step == start:
        yield Spot(path=("otherwise",), it=" → ".join((start, *reached, start)))


def _same_elsewhere(subject: Subject) -> Iterator[Spot]:
    template = subject.template
    same = [
        other
        for other in subject.others
        if other.key.language == template.key.language and _content(other) == _content(template)
    ]
    if same:
        yield Spot(path=("body",), it=str(same[0].key))


def _content(template: Template) -> tuple[str, ...]:
    """What reviewers compare: the texts, whatever their variables are called."""
    texts = (header_text(template), template.body, template.footer)
    blank = (PLACEHOLDER.sub("{{}}", text).casefold() for text in texts)
    return tuple(_BLANKS.sub(" ", text) for text in blank)


_ALIKE: Final = "the same in all languages of a name"
RULES: Final = (
    Rule("languages_category", "another category than IT", _ALIKE,
         _differs("category", lambda each: each.category)),
    Rule("languages_variables", "other variables than IT", _ALIKE,
         _differs("variables", lambda each: set(used_names(each)))),
    Rule("languages_buttons", "other buttons than IT", f"{_ALIKE}, in the same order",
         _differs("buttons", lambda each: [button.kind for button in each.buttons])),
    Rule("languages_does", "taps that do something else than those of IT", _ALIKE,
         _differs("buttons", lambda each: [button.does for button in each.buttons])),
    Rule("languages_header", "another kind of header than IT", _ALIKE,
         _differs("header", _header_kind)),
    Rule("languages_fired_by", "other triggers than IT", _ALIKE,
         _differs("fired_by", lambda each: set(each.fired_by))),
    Rule("otherwise_itself", "itself instead of itself",
         "another language, or leave it out: then it is held", _otherwise_itself),
    Rule("otherwise_missing", "there is no IT", "a language that the template has",
         _otherwise_missing),
    Rule("otherwise_circle", "languages in a circle (IT)", "one language that names no other",
         _otherwise_in_a_circle),
    Rule("same_content", "the same words as IT",
         "Meta refuses the same words under a second name: use the one there is",
         _same_elsewhere, warning=True),
)  # fmt: skip
