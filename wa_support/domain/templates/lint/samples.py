"""A header's sample file. Source: Meta, "templates/components" (media headers)."""

from collections.abc import Iterator, Mapping
from typing import Final

from wa_support.domain.templates.lint.rule import Rule, Sample, Spot, Subject
from wa_support.domain.templates.samples import LIMITS
from wa_support.domain.templates.template import Header, HeaderKind

_MB: Final = 1024 * 1024
_TYPES: Final[Mapping[HeaderKind, frozenset[str]]] = {
    HeaderKind.IMAGE: frozenset({"image/jpeg", "image/png"}),
    HeaderKind.VIDEO: frozenset({"video/mp4", "video/3gpp"}),
    HeaderKind.DOCUMENT: frozenset({"application/pdf"}),
}


def _sampled(subject: Subject) -> Iterator[tuple[Header, Sample | None]]:
    header = subject.template.header
    if header is not None and header.sample and subject.samples is not None:
        yield header, subject.samples.get(header.sample)


def _missing(subject: Subject) -> Iterator[Spot]:
    for header, sample in _sampled(subject):
        if sample is None:
            yield Spot(path=("header", header.kind), it=header.sample)


def _wrong_type(subject: Subject) -> Iterator[Spot]:
    for header, sample in _sampled(subject):
        if sample is not None and sample.media_type not in _TYPES[header.kind]:
            wanted = " or ".join(sorted(_TYPES[header.kind]))
            it = f"{header.sample} is {sample.media_type}, {header.kind} wants {wanted}"
            yield Spot(path=("header", header.kind), it=it)


def _too_large(subject: Subject) -> Iterator[Spot]:
    for header, sample in _sampled(subject):
        if sample is not None and sample.size > LIMITS[header.kind]:
            limit = LIMITS[header.kind] // _MB
            it = f"{header.sample} has {sample.size / _MB:.1f} MB of {limit}"
            yield Spot(path=("header", header.kind), it=it)


RULES: Final = (
    Rule("sample_missing", "no file samples/IT", "a file that reviewers see in its place",
         _missing),
    Rule("sample_type", "IT", "a file of that type; the bytes count, not the name", _wrong_type),
    Rule("sample_large", "IT", "a smaller file; kept with each version, it has 16 MB at most",
         _too_large),
)  # fmt: skip
