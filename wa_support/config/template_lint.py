"""The lint's findings, each at its line and column of a template's file."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from wa_support.config.template_folder import Folder
from wa_support.config.template_parser import ReadTemplate, read_template
from wa_support.domain.file_types import sniffed
from wa_support.domain.policy import Fault
from wa_support.domain.templates.lint import lint
from wa_support.domain.templates.lint.rule import Finding, Sample, Subject
from wa_support.domain.templates.template import Template, TemplateKey
from wa_support.ports.templates import ParsedTemplate, TemplateFile

FORM: Final = "form"
"""The code of what is wrong with a file before any rule is asked."""
_FAULT_LIMIT: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateFault(Fault):
    """`code` names the rule."""

    code: str = FORM

    def __str__(self) -> str:
        label = "warning: " if self.warning else ""
        return f"{self.file}:{self.line}:{self.column}: {label}{self.found} → {self.expected}"


def lint_template(source: bytes, *, file: str) -> ParsedTemplate:
    """A `ports.templates.TemplateParser` that asks every rule which one file alone can answer."""
    read = read_template(source, file=file)
    subject = Subject(template=read.template) if read.template is not None else None
    faults = tuple(_faults(read, file, subject))
    failed = any(not fault.warning for fault in faults)
    return ParsedTemplate(template=None if failed else read.template, faults=faults)


def lint_files(
    files: Sequence[TemplateFile],
    folder: Folder,
    *,
    purposes: Collection[str] | None = None,
    names: Collection[str] = (),
) -> Sequence[TemplateFault]:
    """`files` are all of the folder's, held beside each other. Those of `names` are said
    (`order_shipped`, or `order_shipped.ko`), all when there are none. `purposes` are the
    policy's."""
    read = {file.key: read_template(file.source, file=file.path) for file in files}
    faults = [] if names else [_of_form(stray) for stray in folder.strays()]
    for file in files:
        if not names or _named(file, names):
            subject = _subject(file.key, read, folder, purposes)
            faults.extend(_faults(read[file.key], file.path, subject))
    return faults


def _named(file: TemplateFile, names: Collection[str]) -> bool:
    return file.key.name in names or str(file.key) in names


def _subject(
    key: TemplateKey,
    read: Mapping[TemplateKey, ReadTemplate],
    folder: Folder,
    purposes: Collection[str] | None,
) -> Subject | None:
    template = read[key].template
    if template is None:
        return None
    family = {each.language: read[each].template for each in read if each.name == key.name}
    others = (each.template for other, each in read.items() if other.name != key.name)
    return Subject(
        template=template,
        family=_whole(family),
        others=tuple(other for other in others if other is not None),
        samples=_samples(template, folder),
        purposes=None if purposes is None else frozenset(purposes),
    )


def _whole(family: Mapping[str, Template | None]) -> Mapping[str, Template]:
    """Nothing is compared with a language that could not be read."""
    known = {language: each for language, each in family.items() if each is not None}
    return known if len(known) == len(family) else {}


def _samples(template: Template, folder: Folder) -> Mapping[str, Sample]:
    name = template.header.sample if template.header is not None else ""
    found = folder.about_sample(name) if name else None
    return {name: Sample(size=found.size, media_type=sniffed(found.head))} if found else {}


def _faults(read: ReadTemplate, file: str, subject: Subject | None) -> Sequence[TemplateFault]:
    """In the order of the file; where the form is wrong already, rules are silent."""
    form = [_of_form(fault) for fault in read.reading.faults]
    taken = {(fault.line, fault.column) for fault in form}
    rules = _of_rules(read, file, subject) if subject is not None else ()
    found = dict.fromkeys(
        (*form, *(fault for fault in rules if (fault.line, fault.column) not in taken))
    )
    said = sorted(found, key=lambda fault: (fault.warning, fault.line, fault.column))
    return sorted(said[:_FAULT_LIMIT], key=lambda fault: (fault.line, fault.column))


def _of_rules(read: ReadTemplate, file: str, subject: Subject) -> Iterator[TemplateFault]:
    return (_placed(finding, read, file) for finding in lint(subject))


def _placed(finding: Finding, read: ReadTemplate, file: str) -> TemplateFault:
    line, column = read.places.at(finding.path, finding.offset)
    return TemplateFault(
        file=file,
        line=line,
        column=column,
        found=_short(finding.found),
        expected=_short(finding.mend),
        warning=finding.warning,
        code=finding.code,
    )


def _short(sentence: str) -> str:
    one_line = " ".join(sentence.split())
    return one_line if len(one_line) <= 240 else f"{one_line[:240]}…"


def _of_form(fault: Fault) -> TemplateFault:
    return TemplateFault(
        file=fault.file,
        line=fault.line,
        column=fault.column,
        found=fault.found,
        expected=fault.expected,
        warning=fault.warning,
    )
