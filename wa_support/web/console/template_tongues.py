"""One language of a template, as its page shows it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wa_support.domain.policy import Fault
from wa_support.domain.templates.approvals import TemplateVersion
from wa_support.domain.templates.changes import (
    Line,
    changes,
    copy_lines,
    differ,
    source_lines,
)
from wa_support.domain.templates.copies import copy_of, differences, read_copy
from wa_support.domain.templates.samples import KeptSample
from wa_support.domain.templates.stages import Ours, Standing
from wa_support.domain.templates.template import Template, TemplateKey
from wa_support.domain.templates.troubles import archived_soon
from wa_support.flow.template_shelf import Shelved
from wa_support.web.console.language import code_word, word
from wa_support.web.console.parts import parts
from wa_support.web.console.template_bubbles import Bubble, bubble
from wa_support.web.console.words import WORDS

_CODE: Final = re.compile(r"[A-Z]+(?:_[A-Z]+)+|PROMOTIONAL|SCAM")
_WELL: Final = frozenset({"APPROVED", "PENDING"})
_SHOWN: Final = {Ours.APPROVED: "approved", Ours.CHANGES_ASKED: "asked"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """`shown` says which copy is looked at: `review`, `asked`, `approved` or `file`. `seen` names
    these bytes in a decision, None when nothing that can be seen waits for one. `lines` compare
    them with what was approved last, `their_lines` what was approved with Meta's copy, both empty
    when alike; `other_sample` is the same for the header's file. `sample` is that file as it was
    put up with version `sample_of`.
    """

    standing: Standing
    language: str
    path: str | None
    shown: str | None = None
    template: Template | None = None
    bubble: Bubble | None = None
    faults: Sequence[Fault] = ()
    seen: str | None = None
    lines: Sequence[Line] = ()
    compared: bool = False
    other_sample: bool = False
    sample: KeptSample | None = None
    sample_of: str | None = None
    their_lines: Sequence[Line] = ()
    history: Sequence[TemplateVersion] = ()

    @property
    def key(self) -> TemplateKey:
        return self.standing.key

    @property
    def mend(self) -> str | None:
        """What Meta's reason asks for; its first word is a code, Meta's own words may follow."""
        theirs = self.standing.theirs
        if theirs is None or theirs.status in _WELL or theirs.gone_at is not None:
            return None
        if not theirs.reason:
            return None
        code = _CODE.search(theirs.reason)
        known = f"tpl.reason.{code[0]}" if code is not None else ""
        return word(known) if known in WORDS else word("tpl.reason_unknown")

    @property
    def archived_soon(self) -> bool:
        theirs = self.standing.theirs
        return theirs is not None and archived_soon(theirs, self.standing.now)

    @property
    def taps(self) -> Sequence[tuple[str, str]]:
        """What a button says, and where it leads or what a tap on it does here."""
        buttons = self.template.buttons if self.template is not None else ()
        told = [(one.text, one.url or one.phone or one.does) for one in buttons]
        return [(text, leads) for text, leads in told if leads]


def tongues(shelved: Sequence[Shelved], name: str) -> list[Tongue]:
    history = parts().templates.history(name)
    return [_tongue(one, history.get(one.key, ())) for one in shelved]


def language_name(code: str) -> str:
    """`en_US` → `English (US)`."""
    base, _, region = code.partition("_")
    name = code_word("lang", base)
    return f"{name} ({region})" if region else name


def _tongue(one: Shelved, history: Sequence[TemplateVersion]) -> Tongue:
    standing = one.standing
    shown, source, template = _looked_at(one)
    approved = _other_approved(standing, source)
    lines = changes(source_lines(approved.source), source_lines(source)) if approved else ()
    newest = standing.newest if shown == "review" else None
    version = _version_shown(standing, shown)
    shows_file = template is not None and template.header is not None and template.header.sample
    sample = parts().templates.about_sample(version) if version and shows_file else None
    return Tongue(
        standing=standing,
        language=language_name(one.key.language),
        path=one.file.path if one.file is not None else None,
        shown=shown,
        template=template,
        bubble=bubble(template) if template is not None else None,
        faults=one.parsed.faults if one.parsed is not None else (),
        seen=f"{one.key.language}:{newest.sha256}" if newest is not None else None,
        lines=lines if differ(lines) else (),
        compared=approved is not None,
        other_sample=approved is not None and _other_sample(standing, approved, source, sample),
        sample=sample,
        sample_of=version.id if version is not None else None,
        their_lines=_their_lines(standing),
        history=history,
    )


def _looked_at(one: Shelved) -> tuple[str | None, bytes, Template | None]:
    """What waits for a decision first, then the file, then what is approved."""
    shelf, standing = parts().templates, one.standing
    if standing.ours is Ours.IN_REVIEW and standing.newest is not None:
        read = shelf.template(standing.newest)
        return "review" if read is not None else None, standing.newest.source, read
    if one.file is not None and one.parsed is not None and one.parsed.template is not None:
        return _SHOWN.get(standing.ours, "file"), one.file.source, one.parsed.template
    if standing.approved is not None:
        read = shelf.template(standing.approved)
        return "approved" if read is not None else None, standing.approved.source, read
    return None, b"", None


def _other_approved(standing: Standing, source: bytes) -> TemplateVersion | None:
    approved = standing.approved
    return None if approved is None or not source else approved


def _version_shown(standing: Standing, shown: str | None) -> TemplateVersion | None:
    """None for a file as it is now, which nobody has put up."""
    if shown in {"review", "asked"}:
        return standing.newest
    return standing.approved if shown == "approved" else None


def _other_sample(
    standing: Standing, approved: TemplateVersion, source: bytes, sample: KeptSample | None
) -> bool:
    if sample is None:  # a file says so by its name alone
        same_words = source == approved.source
        return same_words and standing.file_sha256 not in {None, approved.sha256}
    before = parts().templates.about_sample(approved)
    return before is not None and before.sha256 != sample.sha256


def _their_lines(standing: Standing) -> Sequence[Line]:
    approved, theirs = standing.approved, standing.theirs
    if approved is None or theirs is None or not theirs.components or theirs.gone_at is not None:
        return ()
    template = parts().templates.template(approved)
    if template is None or not differences(template, theirs.components):
        return ()
    return changes(copy_lines(copy_of(template)), copy_lines(read_copy(theirs.components)))
