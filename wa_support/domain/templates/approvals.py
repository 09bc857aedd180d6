"""Our own approval of a template: what two people made of one file's bytes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from wa_support.domain.accounts import folded
from wa_support.domain.errors import NotAllowed
from wa_support.domain.templates.template import TemplateKey

NOTE_LIMIT: Final = 1000


class ApprovalState(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    CHANGES_ASKED = "changes_asked"


class Refusal(StrEnum):
    STALE = "stale"
    OWN = "own"
    NOT_IN_REVIEW = "not_in_review"
    DECIDED = "decided"
    UNCHANGED = "unchanged"
    NOTE_EMPTY = "note_empty"
    NOTE_LONG = "note_long"
    NOTHING = "nothing"
    NO_FILE = "no_file"
    FAULTY = "faulty"


SAID: Final = {
    Refusal.STALE: "{template}: another version was put up since this page was read; look again.",
    Refusal.OWN: "{template}: {who} put it up, so another person approves it.",
    Refusal.NOT_IN_REVIEW: "{template}: version {number} is not in review; it is put up first.",
    Refusal.DECIDED: "{template}: {who} has decided about version {number} already.",
    Refusal.UNCHANGED: (
        "{template}: {who} asked for changes of version {number}; change the file first."
    ),
    Refusal.NOTE_EMPTY: "Write what should change; the author reads it.",
    Refusal.NOTE_LONG: f"A note has at most {NOTE_LIMIT} characters.",
    Refusal.NOTHING: "{template}: nothing of it is in review; templates submit puts it up.",
    Refusal.NO_FILE: "{template}: no such file in {folder}; TEMPLATES_DIR says where they are.",
    Refusal.FAULTY: "{template}: the file has errors, so it cannot be put up for review.",
}


class NotReviewed(NotAllowed):
    """`values` fill the sentence; `faults` are the file's, one line each."""

    def __init__(self, refusal: Refusal, *, faults: tuple[str, ...] = (), **values: object) -> None:
        super().__init__("\n".join((SAID[refusal].format(**values), *faults)))
        self.refusal = refusal
        self.faults = faults
        self.values = values


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateVersion:
    """One file's bytes as they were put up; `sha256` is that of them and of its header's file, if
    it has one. `number` counts up by name and language from 1; the bytes of one number never
    change. `author` is who put it up. `alone`: approved by its own author, in recorded solo
    mode.
    """

    id: str
    key: TemplateKey
    number: int
    source: bytes
    sha256: str
    author: str
    created_at: int
    state: ApprovalState = ApprovalState.DRAFT
    reviewer: str | None = None
    reviewed_at: int | None = None
    note: str | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What somebody had in front of them when they decided."""

    key: TemplateKey
    sha256: str


def put_up(version: TemplateVersion, *, by: str) -> TemplateVersion:
    """In review, as the work of `by`; what waits there or is approved stays as it is. Raises
    `NotReviewed` where changes were asked of these bytes."""
    if version.state in {ApprovalState.IN_REVIEW, ApprovalState.APPROVED}:
        return version
    if version.state is ApprovalState.CHANGES_ASKED:
        key, number, who = version.key, version.number, version.reviewer
        raise NotReviewed(Refusal.UNCHANGED, template=key, number=number, who=who)
    return replace(_undecided(version), state=ApprovalState.IN_REVIEW, author=by)


def same_version(before: TemplateVersion, draft: TemplateVersion) -> bool:
    """Whether `draft` needs no number of its own. What was withdrawn and comes from another person
    does, so that whoever put these bytes up stays known."""
    withdrawn = before.state is ApprovalState.DRAFT
    whose = not withdrawn or _same_person(before.author, draft.author)
    return before.sha256 == draft.sha256 and whose


def approve(
    version: TemplateVersion,
    *,
    by: str,
    now: int,
    alone_is_enough: bool,
    versions: Sequence[TemplateVersion] = (),
) -> TemplateVersion:
    """The same decision by the same person changes nothing. Who put the same bytes up in any of
    `versions` is their author too. Raises `NotReviewed`."""
    if version.state is ApprovalState.APPROVED and _same_person(version.reviewer, by):
        return version
    _check_waiting(version)
    authors = [each.author for each in (version, *versions) if each.sha256 == version.sha256]
    own = next((author for author in authors if _same_person(author, by)), None)
    if own is not None and not alone_is_enough:
        raise NotReviewed(Refusal.OWN, template=version.key, who=own)
    decided = _decided(version, ApprovalState.APPROVED, by, now)
    return replace(decided, alone=own is not None)


def ask_changes(version: TemplateVersion, *, by: str, now: int, note: str) -> TemplateVersion:
    """As `approve`; anybody may, the author too."""
    said = proper_note(note)
    again = version.state is ApprovalState.CHANGES_ASKED and version.note == said
    if again and _same_person(version.reviewer, by):
        return version
    _check_waiting(version)
    return replace(_decided(version, ApprovalState.CHANGES_ASKED, by, now), note=said)


def withdraw(version: TemplateVersion) -> TemplateVersion:
    """A draft again; one that is a draft already stays it. Raises `NotReviewed`."""
    if version.state is ApprovalState.DRAFT:
        return version
    _check_waiting(version)
    return replace(_undecided(version), state=ApprovalState.DRAFT)


def proper_note(text: str) -> str:
    """Raises `NotReviewed`."""
    note = text.strip().replace("\r\n", "\n")
    if not note:
        raise NotReviewed(Refusal.NOTE_EMPTY)
    if len(note) > NOTE_LIMIT:
        raise NotReviewed(Refusal.NOTE_LONG)
    return note


def _check_waiting(version: TemplateVersion) -> None:
    if version.state is ApprovalState.IN_REVIEW:
        return
    key, number, who = version.key, version.number, version.reviewer
    if who is not None:
        raise NotReviewed(Refusal.DECIDED, template=key, number=number, who=who)
    raise NotReviewed(Refusal.NOT_IN_REVIEW, template=key, number=number)


def _decided(version: TemplateVersion, state: ApprovalState, by: str, now: int) -> TemplateVersion:
    return replace(version, state=state, reviewer=by, reviewed_at=now)


def _undecided(version: TemplateVersion) -> TemplateVersion:
    return replace(version, reviewer=None, reviewed_at=None, note=None, alone=False)


def _same_person(one: str | None, other: str) -> bool:
    return one is not None and folded(one) == folded(other)
