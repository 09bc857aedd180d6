"""What a rule is: one thing that may be wrong with a template, and how to mend it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from wa_support.domain.templates.template import Template

Path = tuple[str | int, ...]
"""Where in the file: `("buttons", 0, "url")`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A header's file: bytes in all, and the type that they have."""

    size: int
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A template and what is known beside it. `family` is its name in every language, itself
    among them; `others` are all other names. None is what nobody knows."""

    template: Template
    family: Mapping[str, Template] = field(default_factory=dict)
    others: tuple[Template, ...] = ()
    samples: Mapping[str, Sample] | None = None
    purposes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a rule is broken; `it` is put into the rule's sentence. `offset` counts characters in
    the text at `path`."""

    path: Path
    it: str = ""
    offset: int | None = None


Check = Callable[[Subject], Iterable[Spot]]


@dataclass(frozen=True, slots=True)
class Rule:
    """`IT` in `found` and `mend` is what the spot says."""

    code: str
    found: str
    mend: str
    check: Check
    warning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`found` is what is wrong, `mend` what to do."""

    code: str
    path: Path
    offset: int | None
    found: str
    mend: str
    warning: bool


def findings_of(rule: Rule, subject: Subject) -> Iterable[Finding]:
    for spot in rule.check(subject):
        yield Finding(
            code=rule.code,
            path=spot.path,
            offset=spot.offset,
            found=rule.found.replace("IT", spot.it),
            mend=rule.mend.replace("IT", spot.it),
            warning=rule.warning,
        )
