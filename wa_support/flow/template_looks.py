"""Meta's copy put right by a webhook or a look, and people told of what became of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from wa_support.domain.errors import WaSupportError
from wa_support.domain.notices import NoticeKind, Owed
from wa_support.domain.templates.approvals import ApprovalState, TemplateVersion
from wa_support.domain.templates.copies import differences
from wa_support.domain.templates.looks import Look
from wa_support.domain.templates.news import TemplateNews, gone, heard, seen
from wa_support.domain.templates.standing import MetaTemplate
from wa_support.domain.templates.template import Template
from wa_support.domain.templates.troubles import archived_soon, last_used, since, troubles
from wa_support.ports.database import Tx
from wa_support.ports.templates import TemplateReader

_VERSIONS: Final = 50
"""Older ones are not looked through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateLooks:
    """Inside one transaction."""

    tx: Tx
    read: TemplateReader
    now: int

    def heard(self, news: TemplateNews) -> None:
        """A template that was made elsewhere is kept too."""
        known = self.tx.meta_templates.for_change(news.key)
        self._keep(known, heard(known, news, now=self.now))

    def seen(self, look: Look) -> MetaTemplate:
        """People are told besides of what time alone brings about, once for each time that it was
        used last."""
        known = self.tx.meta_templates.for_change(look.key)
        ours = self.tx.template_versions.of(look.key)
        after = seen(known, look)
        if after is not known and look.components:
            after = self._said_by(after, ours, look.lives_ms)
        approved = _approved(ours)
        self._save(known, after, approved)
        if approved is not None and archived_soon(after, self.now):
            self._owe(after, NoticeKind.TEMPLATE_ARCHIVING, last_used(after))
        return after

    def gone(self, template: MetaTemplate, asked_at: int) -> None:
        """Unless another was made in its place meanwhile."""
        known = self.tx.meta_templates.for_change(template.key)
        if known is not None and known.meta_id == template.meta_id:
            self._keep(known, gone(known, asked_at))

    def _said_by(
        self, template: MetaTemplate, ours: Sequence[TemplateVersion], lives_ms: int | None
    ) -> MetaTemplate:
        """Which version of ours Meta's copy says: what crashed between Meta's answer and our
        commit is found again, and what was edited elsewhere is none of ours."""
        said = (
            version.id
            for version, says in self._versions(template, ours)
            if not differences(says, template.components) and _lives_so_long(says, lives_ms)
        )
        return replace(template, version_id=next(said, None))

    def _versions(
        self, template: MetaTemplate, ours: Sequence[TemplateVersion]
    ) -> Iterator[tuple[TemplateVersion, Template]]:
        """The newest approved one first: where only what customers do not see was changed, Meta has
        it already. Then the one that it had."""
        approved = _approved(ours)
        first = (approved.id if approved is not None else None, template.version_id)
        for version in sorted(ours[:_VERSIONS], key=lambda each: _place(each.id, first)):
            try:
                yield version, self.read(version)
            except WaSupportError:
                continue  # bytes of an older program are no reason to lose a look

    def _keep(self, before: MetaTemplate | None, after: MetaTemplate) -> None:
        if after != before:
            self._save(before, after, self.tx.template_versions.approved(after.key))

    def _save(
        self, before: MetaTemplate | None, after: MetaTemplate, approved: TemplateVersion | None
    ) -> None:
        """For a template that was never approved by us nobody here waits."""
        if after == before:
            return
        self.tx.meta_templates.save(after)
        if approved is None:
            return
        category = self._category(approved) or after.category
        old = troubles(before, category) if before is not None else frozenset()
        for kind in troubles(after, category) - old:
            self._owe(after, kind, since(after, kind))

    def _category(self, version: TemplateVersion) -> str | None:
        try:
            return self.read(version).category
        except WaSupportError:
            return None

    def _owe(self, template: MetaTemplate, kind: NoticeKind, at: int) -> None:
        subject = str(template.key)
        key = f"{kind}:{subject}:{at}"
        self.tx.notices.add(Owed(key=key, kind=kind, subject=subject, at=self.now, due_at=self.now))


def _approved(ours: Sequence[TemplateVersion]) -> TemplateVersion | None:
    """The newest one."""
    return next((each for each in ours if each.state is ApprovalState.APPROVED), None)


def _lives_so_long(template: Template, told_ms: int | None) -> bool:
    """What Meta tells of its default, and of a time that it took away, is not documented: two
    times alone can differ."""
    return None in {template.lives_ms, told_ms} or template.lives_ms == told_ms


def _place(id: str, first: Sequence[str | None]) -> int:
    return first.index(id) if id in first else len(first)
