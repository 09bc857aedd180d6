"""Examples that Meta's reviewers see. Source: Meta, "templates/components" and
"templates/template-review"."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from wa_support.domain.templates.lint.rule import Check, Rule, Spot, Subject
from wa_support.domain.templates.lint.texts import urls
from wa_support.domain.templates.lint.variables import SIGNS
from wa_support.domain.templates.template import Variable, names_in

_BREAK: Final = re.compile(r"[\n\r\t]")
_SPACES: Final = re.compile(r" {4,}")
_BARE: Final = re.compile(r"[{}\[\]<>_\s]+")


def _where(wrong: Callable[[Variable], bool]) -> Check:
    def check(subject: Subject) -> Iterator[Spot]:
        for variable in subject.template.variables:
            if wrong(variable):
                yield Spot(path=("variables", variable.name, "example"), it=variable.name)

    return check


def _says_its_name(variable: Variable) -> bool:
    said = _BARE.sub(" ", variable.example).strip().casefold()
    return bool(said) and said == _BARE.sub(" ", variable.name).strip().casefold()


def _braced(variable: Variable) -> bool:
    return "{{" in variable.example or "}}" in variable.example


def _blank_in_address(subject: Subject) -> Iterator[Spot]:
    ends = {name for _, url in urls(subject.template) for name in names_in(url)}
    for variable in subject.template.variables:
        if variable.name in ends and any(sign.isspace() for sign in variable.example):
            yield Spot(path=("variables", variable.name, "example"), it=variable.name)


def _whole_address(subject: Subject) -> Iterator[Spot]:
    ends = {name for _, url in urls(subject.template) for name in names_in(url)}
    for variable in subject.template.variables:
        if variable.name in ends and "://" in variable.example:
            yield Spot(path=("variables", variable.name, "example"), it=variable.name)


RULES: Final = (
    Rule("example_missing", "IT has no example", "IT: {example: …}, as a customer would see it",
         _where(lambda variable: not variable.example)),
    Rule("example_signs", "# $ or % in the example of IT", "an example without them",
         _where(lambda variable: bool(set(variable.example) & SIGNS))),
    Rule("example_is_name", "the example of IT is its name", "what a customer would see",
         _where(_says_its_name)),
    Rule("example_braces", "braces in the example of IT", "what a customer would see",
         _where(_braced)),
    Rule("example_break", "a line break or tab in the example of IT",
         "one line: WhatsApp refuses values with breaks",
         _where(lambda variable: bool(_BREAK.search(variable.example)))),
    Rule("example_spaces", "four spaces in a row in the example of IT",
         "at most three: WhatsApp refuses such values",
         _where(lambda variable: bool(_SPACES.search(variable.example)))),
    Rule("example_blank_in_address", "a blank in the example of IT, which ends an address",
         "a value without blanks: others are refused when it is sent", _blank_in_address),
    Rule("example_address", "a whole address as the example of IT",
         "only what stands behind the button's fixed address", _whole_address),
)  # fmt: skip
