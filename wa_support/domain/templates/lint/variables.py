"""Variables in texts. Source: Meta, "templates/template-review" and "templates/components"."""

import re
from collections.abc import Iterator
from typing import Final

from wa_support.domain.templates.lint.rule import Path, Rule, Spot, Subject
from wa_support.domain.templates.lint.texts import (
    BODY,
    FOOTER,
    HEADER,
    fillable,
    header_text,
    labels,
    without_variables,
)
from wa_support.domain.templates.supplies import SUPPLIED
from wa_support.domain.templates.template import PLACEHOLDER, Template, names_in

_NAME: Final = re.compile(r"[a-z_][a-z0-9_]*")
SIGNS: Final = frozenset("#$%")
"""Meta refuses them in names and in examples."""
_NEIGHBOURS: Final = re.compile(r"\}\}\s*\{\{")
_BRACE: Final = re.compile(r"[{}]")
_WORD: Final = re.compile(r"\w")
_MARKS: Final = "*_~` \n"
_WITHOUT_BLANKS: Final = frozenset({"ja", "zh", "th", "lo"})
"""Languages that write no blanks between words."""


def _uses(template: Template) -> Iterator[tuple[Path, int, str]]:
    """Every variable where one may stand: path, offset, and what is between the braces."""
    for path, text in fillable(template):
        for found in PLACEHOLDER.finditer(text):
            yield path, found.start(), found.group(1)


def used_names(template: Template) -> dict[str, Spot]:
    """Where each is used first."""
    found: dict[str, Spot] = {}
    for path, offset, name in _uses(template):
        found.setdefault(name.strip(), Spot(path=path, offset=offset, it=name.strip()))
    return found


def _positional(subject: Subject) -> Iterator[Spot]:
    return (spot for name, spot in used_names(subject.template).items() if name.isdigit())


def _wrong_name(subject: Subject) -> Iterator[Spot]:
    for name, spot in used_names(subject.template).items():
        if not (_NAME.fullmatch(name) or name.isdigit() or set(name) & SIGNS):
            yield spot


def _signs_in_name(subject: Subject) -> Iterator[Spot]:
    return (spot for name, spot in used_names(subject.template).items() if set(name) & SIGNS)


def _digits_in_name(subject: Subject) -> Iterator[Spot]:
    for name, spot in used_names(subject.template).items():
        if _NAME.fullmatch(name) and any(character.isdigit() for character in name):
            yield spot


def _blanks(subject: Subject) -> Iterator[Spot]:
    for path, offset, name in _uses(subject.template):
        if name != name.strip():
            yield Spot(path=path, offset=offset, it=name.strip())


def _braces(subject: Subject) -> Iterator[Spot]:
    for path, text in (
        *fillable(subject.template), (FOOTER, subject.template.footer), *labels(subject.template)
    ):  # fmt: skip
        found = _BRACE.search(without_variables(text))
        if found is not None:
            yield Spot(path=path, offset=found.start(), it=found.group())


def _adjacent(subject: Subject) -> Iterator[Spot]:
    for path, text in fillable(subject.template):
        for found in _NEIGHBOURS.finditer(text):
            yield Spot(path=path, offset=found.start())


def _starts(subject: Subject) -> Iterator[Spot]:
    if PLACEHOLDER.match(subject.template.body):
        yield Spot(path=BODY, offset=0)


def _ends(subject: Subject) -> Iterator[Spot]:
    body = subject.template.body
    last = [found for found in PLACEHOLDER.finditer(body) if found.end() == len(body)]
    if last:
        yield Spot(path=BODY, offset=last[0].start())


def _marked_edge(subject: Subject) -> Iterator[Spot]:
    """Marks of formatting are no words."""
    body = subject.template.body
    for found in PLACEHOLDER.finditer(body):
        before, after = body[: found.start()], body[found.end() :]
        if (before and not before.strip(_MARKS)) or (after and not after.strip(_MARKS)):
            yield Spot(path=BODY, offset=found.start())


def _header_edge(subject: Subject) -> Iterator[Spot]:
    text = header_text(subject.template)
    for found in PLACEHOLDER.finditer(text):
        if found.start() == 0 or found.end() == len(text):
            yield Spot(path=HEADER, offset=found.start())


def _undeclared(subject: Subject) -> Iterator[Spot]:
    declared = subject.template.example_values()
    for name, spot in used_names(subject.template).items():
        if name not in declared and _NAME.fullmatch(name):
            yield spot


def _unused(subject: Subject) -> Iterator[Spot]:
    used = used_names(subject.template)
    for variable in subject.template.variables:
        if variable.name not in used:
            yield Spot(path=("variables", variable.name), it=variable.name)


def _many(subject: Subject) -> Iterator[Spot]:
    body = subject.template.body
    count = len(names_in(body))
    words = _words(PLACEHOLDER.sub("", body), subject.template.key.language)
    if count and words < 2 * count + 1:
        yield Spot(path=BODY, it=f"{count} variables for {words} words")


def _words(text: str, language: str) -> int:
    if language.partition("_")[0] in _WITHOUT_BLANKS:
        return len(_WORD.findall(text)) // 2
    return sum(1 for part in text.split() if _WORD.search(part))


def _not_supplied(subject: Subject) -> Iterator[Spot]:
    for trigger in subject.template.fired_by:
        supplied = SUPPLIED.get(trigger)
        if supplied is None:
            continue
        for name, spot in used_names(subject.template).items():
            if name not in supplied and _NAME.fullmatch(name):
                brings = ", ".join(sorted(supplied))
                it = f"{trigger} brings no {name}, only {brings}"
                yield Spot(path=spot.path, offset=spot.offset, it=it)


RULES: Final = (
    Rule("variable_positional", "{{IT}} has a number", "give it a name, such as {{order_id}}",
         _positional),
    Rule("variable_name", "{{IT}} is no name", "lower-case letters and _, such as {{order_id}}",
         _wrong_name),
    Rule("variable_signs", "# $ or % in {{IT}}", "lower-case letters and _ in a name",
         _signs_in_name),
    Rule("variable_digits", "a digit in {{IT}}",
         "Meta's pages name lower-case letters and _ only; it may be refused", _digits_in_name,
         warning=True),
    Rule("variable_blanks", "blanks inside the braces of IT", "{{IT}}", _blanks),
    Rule("variable_braces", "a lone IT", "two braces on each side, {{name}}, or none", _braces),
    Rule("variables_adjacent", "two variables side by side", "words or a comma between them",
         _adjacent),
    Rule("variable_first", "a body that begins with a variable", "begin with words", _starts),
    Rule("variable_last", "a body that ends with a variable", "end with words or a full stop",
         _ends),
    Rule("variable_edge", "only marks of formatting between a variable and the body's edge",
         "words there; it may be refused", _marked_edge, warning=True),
    Rule("header_edge", "a header that begins or ends with a variable",
         "words around it; it may be refused", _header_edge, warning=True),
    Rule("variable_undeclared", "IT is not among the variables",
         "under variables: IT: {example: …}", _undeclared),
    Rule("variable_unused", "IT is used nowhere", "use it in a text, or take it out", _unused),
    Rule("variables_many", "IT",
         "Meta does not publish the ratio; about two words for each variable and one more have"
         " passed", _many, warning=True),
    Rule("variable_not_supplied", "IT", "take it out, or take the trigger out of fired_by",
         _not_supplied),
)  # fmt: skip
