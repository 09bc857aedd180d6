"""Our own approval of templates: put up, approved by another person, or sent back with a note."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from wa_support.domain.file_types import sniffed
from wa_support.domain.notices import NoticeKind, Owed
from wa_support.domain.people import AuditRecord
from wa_support.domain.policy import Fault
from wa_support.domain.templates import approvals
from wa_support.domain.templates.approvals import (
    ApprovalState,
    NotReviewed,
    Refusal,
    Seen,
    TemplateVersion,
)
from wa_support.domain.templates.samples import Sample, version_sha256
from wa_support.flow.template_shelf import TemplateShelf
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock, Ids
from wa_support.ports.templates import TemplateFile

_Decide = Callable[[Sequence[TemplateVersion]], TemplateVersion]
"""Given a template's versions, the newest first, what becomes of the newest."""
_ACTIONS: Final = {
    ApprovalState.APPROVED: "template_approved",
    ApprovalState.CHANGES_ASKED: "template_changes_asked",
    ApprovalState.DRAFT: "template_withdrawn",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PutUp:
    """`fresh`: it waits for a reviewer since now; else it waited before, or is approved."""

    version: TemplateVersion
    fresh: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """What is put up. `sample` is its header's file, if it has one."""

    version: TemplateVersion
    sample: Sample | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateApprovals:
    """Methods raise `domain.templates.approvals.NotReviewed`, and then nothing has changed: several
    languages are decided together or not at all. `lint` gives the faults that a template's files
    (`order_shipped`, `order_shipped.ko`) have among all files. `alone_is_enough`: recorded solo
    mode. `at_shell` is the login name where nobody has signed in: who decided is what was typed
    there."""

    database: Database
    clock: Clock
    ids: Ids
    shelf: TemplateShelf
    lint: Callable[[Sequence[TemplateFile], str], Sequence[Fault]]
    alone_is_enough: bool
    at_shell: str | None = None

    def put_up(self, name: str, *, by: str, language: str | None = None) -> Sequence[PutUp]:
        """The files of that name as they are now, in one language or in all."""
        every = self.shelf.files()
        named = [file for file in every if file.key.name == name]
        files = [file for file in named if language in {None, file.key.language}]
        asked = name if language is None else f"{name}.{language}"
        if not files:
            raise NotReviewed(Refusal.NO_FILE, template=asked, folder=self.shelf.where)
        wrong = tuple(str(fault) for fault in self.lint(every, asked) if not fault.warning)
        if wrong:
            raise NotReviewed(Refusal.FAULTY, template=asked, faults=wrong)
        drafts = self._drafts(files, by)
        with self.database.write() as tx:
            return [self._put_up(tx, draft, by) for draft in drafts]

    def in_review(self, name: str, *, language: str | None = None) -> Sequence[Seen]:
        """What waits for a decision now; raises when nothing does."""
        with self.database.read() as tx:
            waiting = [
                Seen(key=one.key, sha256=one.sha256)
                for one in tx.template_versions.newest(name)
                if one.state is ApprovalState.IN_REVIEW and language in {None, one.key.language}
            ]
        if not waiting:
            asked = name if language is None else f"{name}.{language}"
            raise NotReviewed(Refusal.NOTHING, template=asked)
        return waiting

    def approve(self, seen: Sequence[Seen], *, by: str) -> Sequence[TemplateVersion]:
        def decide(versions: Sequence[TemplateVersion]) -> TemplateVersion:
            return approvals.approve(
                versions[0],
                by=by,
                now=self.clock.now(),
                alone_is_enough=self.alone_is_enough,
                versions=versions,
            )

        return self._decided(seen, decide, by)

    def ask_changes(self, seen: Sequence[Seen], *, by: str, note: str) -> Sequence[TemplateVersion]:
        def decide(versions: Sequence[TemplateVersion]) -> TemplateVersion:
            return approvals.ask_changes(versions[0], by=by, now=self.clock.now(), note=note)

        return self._decided(seen, decide, by)

    def withdraw(self, seen: Sequence[Seen], *, by: str) -> Sequence[TemplateVersion]:
        return self._decided(seen, lambda versions: approvals.withdraw(versions[0]), by)

    def _drafts(self, files: Sequence[TemplateFile], by: str) -> Sequence[_Draft]:
        """Headers' files are read here, before anybody waits for the write lock, and those bytes
        are what the reviewer sees, Meta is given and customers get."""
        names = {file.key: self.shelf.header_file(file) for file in files}
        contents = {name: self.shelf.folder.sample(name) for name in {*names.values()} - {""}}
        return [self._draft(file, contents.get(names[file.key]), by) for file in files]

    def _draft(self, file: TemplateFile, content: bytes | None, by: str) -> _Draft:
        seen = None if content is None else hashlib.sha256(content).hexdigest()
        version = TemplateVersion(
            id=self.ids.new("tpv"),
            key=file.key,
            number=1,
            source=file.source,
            sha256=version_sha256(file.source, seen),
            author=by,
            created_at=self.clock.now(),
        )
        if content is None or seen is None:
            return _Draft(version=version, sample=None)
        sample = Sample(
            version_id=version.id, media_type=sniffed(content), sha256=seen, content=content
        )
        return _Draft(version=version, sample=sample)

    def _put_up(self, tx: Tx, draft: _Draft, by: str) -> PutUp:
        """An older one that still waits is taken out of review: one version of a template waits."""
        key, sha256 = draft.version.key, draft.version.sha256
        versions = tx.template_versions.of(key)
        before = next(iter(versions), None)
        approved = next((each for each in versions if each.state is ApprovalState.APPROVED), None)
        if approved is not None and approved.sha256 == sha256:
            self._supersede(tx, before, approved, by)
            return PutUp(version=approved, fresh=False)
        added = tx.template_versions.add(draft.version)
        self._supersede(tx, before, added, by)
        waiting = approvals.put_up(added, by=by)
        if waiting == added:
            return PutUp(version=added, fresh=False)
        if draft.sample is not None:
            tx.template_samples.keep(replace(draft.sample, version_id=added.id))
        tx.template_versions.save(waiting)
        self._note(tx, "template_put_up", waiting, by)
        self._owe(tx, NoticeKind.TEMPLATE_REVIEW, waiting)
        return PutUp(version=waiting, fresh=True)

    def _supersede(
        self, tx: Tx, before: TemplateVersion | None, after: TemplateVersion, by: str
    ) -> None:
        if before is None or before.id == after.id or before.state is not ApprovalState.IN_REVIEW:
            return
        tx.template_versions.save(approvals.withdraw(before))
        self._note(tx, "template_superseded", before, by)

    def _decided(self, seen: Sequence[Seen], decide: _Decide, by: str) -> Sequence[TemplateVersion]:
        with self.database.write() as tx:
            ordered = sorted(set(seen), key=lambda one: one.key)
            return [self._decide(tx, one, decide, by) for one in ordered]

    def _decide(self, tx: Tx, seen: Seen, decide: _Decide, by: str) -> TemplateVersion:
        versions = tx.template_versions.of(seen.key)
        if not versions:
            raise NotReviewed(Refusal.NOTHING, template=seen.key)
        version = versions[0]
        if version.sha256 != seen.sha256:
            raise NotReviewed(Refusal.STALE, template=seen.key)
        after = decide(versions)
        if after != version:
            tx.template_versions.save(after)
            self._note(tx, _ACTIONS[after.state], after, by)
            if after.state is not ApprovalState.DRAFT:
                self._owe(tx, NoticeKind.TEMPLATE_REVIEWED, after)
        return after

    def _note(self, tx: Tx, action: str, version: TemplateVersion, by: str) -> None:
        detail: dict[str, Any] = {"version": version.number, "sha256": version.sha256[:12]}
        if version.alone:
            detail["alone"] = True
        if self.at_shell is not None:
            detail["shell"] = self.at_shell
        subject = str(version.key)
        now = self.clock.now()
        tx.audit.add(AuditRecord(at=now, actor=by, action=action, subject=subject, detail=detail))

    def _owe(self, tx: Tx, kind: NoticeKind, version: TemplateVersion) -> None:
        now = self.clock.now()
        key = f"{kind}:{version.id}:{now}"
        subject = str(version.key)
        tx.notices.add(Owed(key=key, kind=kind, subject=subject, at=now, due_at=now))
