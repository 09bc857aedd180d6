"""Gives approved versions to Meta, one language after the other.

Meta is looked at first, every time. So a creation whose answer was lost, or that a crash kept from
being noted, is found and not repeated; and what would be refused is said before it is tried.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from wa_support.domain.delivery import Unknown
from wa_support.domain.errors import DatabaseUnavailable, NotAllowed, WaSupportError
from wa_support.domain.people import AuditRecord
from wa_support.domain.templates.approvals import TemplateVersion
from wa_support.domain.templates.looks import (
    Done,
    Failed,
    Look,
    Made,
    Refused,
    UploadedSample,
)
from wa_support.domain.templates.standing import MetaTemplate
from wa_support.domain.templates.submitted import (
    Limit,
    Outcome,
    Submitted,
    limit_in,
    not_approved,
    not_now,
    told,
)
from wa_support.domain.templates.submitting import (
    Already,
    Create,
    Edit,
    NotNow,
    Plan,
    kept_edits,
    plan,
    too_many_made,
)
from wa_support.domain.templates.template import HeaderKind, Template, TemplateKey
from wa_support.flow.template_looks import TemplateLooks
from wa_support.flow.template_sync import Synced, TemplateSync
from wa_support.ports.database import Tx

_IN_REVIEW: Final = "PENDING"
_PUT_UP_ANEW: Final = "change the file and put it up for review anew"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateSubmitting:
    sync: TemplateSync

    def submit(
        self, name: str, *, languages: Collection[str] | None, by: str
    ) -> Sequence[Submitted]:
        """In these languages, or in all. One that is refused stops none of the others; a limit of
        Meta's stops all that follow. Raises `NotAllowed` for a name that was never put up."""
        found = self._versions(name, languages)
        if not any(found.values()):
            return [not_approved(key) for key in found]
        looked = self.sync.named(name)
        results: list[Submitted] = []
        limit: Limit | None = None
        for key, version in found.items():
            if version is None:
                results.append(not_approved(key))
            elif limit is not None:
                results.append(limit.not_tried(key))
            else:
                result = self._tried(version, by) if isinstance(looked, Synced) else looked
                limit = limit_in(key, result)
                results.append(told(key, result))
        return results

    def _versions(
        self, name: str, languages: Collection[str] | None
    ) -> dict[TemplateKey, TemplateVersion | None]:
        """Each language's newest approved version."""
        with self.sync.database.read() as tx:
            keys = [each.key for each in tx.template_versions.newest(name)]
            wanted = [key for key in keys if languages is None or key.language in languages]
            if not wanted:
                which = ", ".join(f"{name}.{each}" for each in languages or ()) or name
                raise NotAllowed(f"{which}: nothing of this name was put up for review")
            return {key: tx.template_versions.approved(key) for key in wanted}

    def _tried(self, version: TemplateVersion, by: str) -> Submitted | Failed:
        """A sample that was not kept is this language's own trouble."""
        try:
            return self._one(version, by)
        except DatabaseUnavailable:
            raise
        except WaSupportError as error:
            return not_now(version.key, str(error))

    def _one(self, version: TemplateVersion, by: str) -> Submitted | Failed:
        template = self.sync.read(version)
        step = self._plan(template, version)
        if isinstance(step, NotNow):
            return not_now(version.key, step.why)
        sample = self._sample(template, version) if isinstance(step, Create | Edit) else None
        if sample is not None and not isinstance(sample, UploadedSample):
            return sample
        step, asked_at = self._begin(template, version, by)
        match step:
            case Create():
                made = self.sync.api.create(template, sample)
                return self._created(version, made, asked_at, by)
            case Edit():
                done = self.sync.api.edit(step.meta_id, template, sample, category=step.category)
                return self._edited(version, done, asked_at, by)
            case Already(status=status):
                return Submitted(key=version.key, outcome=Outcome.ALREADY, status=status)
            case NotNow():
                return not_now(version.key, step.why)

    def _plan(self, template: Template, version: TemplateVersion) -> Plan:
        now = self.sync.clock.now()
        with self.sync.database.read() as tx:
            step = plan(template, version.id, tx.meta_templates.get(version.key), now=now)
            if not isinstance(step, Create):
                return step
            made_at = [each.submitted_at or 0 for each in tx.meta_templates.all()]
        return too_many_made(made_at, now) or step

    def _begin(self, template: Template, version: TemplateVersion, by: str) -> tuple[Plan, int]:
        """An edit that Meta counts is counted before it is tried: a crash must not forget it."""
        now = self.sync.clock.now()
        with self.sync.database.write() as tx:
            known = tx.meta_templates.for_change(version.key)
            step = plan(template, version.id, known, now=now)
            if isinstance(step, Edit) and step.counts and known is not None:
                edits = (*kept_edits(known.edits, now), now)
                tx.meta_templates.save(replace(known, edits=edits))
            if isinstance(step, Already) and known is not None and known.submitted_at is None:
                self._note(tx, known, version, by, how="found", submitted_at=now)
        return step, now

    def _sample(
        self, template: Template, version: TemplateVersion
    ) -> UploadedSample | Failed | None:
        """As it was reviewed, whatever lies in the folder now."""
        header = template.header
        if header is None or header.kind is HeaderKind.TEXT:
            return None
        with self.sync.database.read() as tx:
            kept = tx.template_samples.get(version.id)
        if kept is None:
            raise NotAllowed(f"{header.sample} was not kept with {version.key}: {_PUT_UP_ANEW}")
        return self.sync.api.upload(kept.content, media_type=kept.media_type, name=header.sample)

    def _created(
        self, version: TemplateVersion, made: Made | Failed, asked_at: int, by: str
    ) -> Submitted | Failed:
        """What Meta says it has already may be what an earlier try has made."""
        if not isinstance(made, Made):
            unclear = isinstance(made, Unknown) or (isinstance(made, Refused) and not made.later)
            found = self._found_again(version, by, submitted=True) if unclear else None
            return found or made
        look = Look(
            key=version.key, meta_id=made.meta_id, status=made.status, category=made.category,
            asked_at=asked_at,
        )  # fmt: skip
        now = self.sync.clock.now()
        with self.sync.database.write() as tx:
            known = self._looks(tx).seen(look)
            self._note(tx, known, version, by, how="created", submitted_at=now)
        return Submitted(key=version.key, outcome=Outcome.CREATED, status=known.status)

    def _edited(
        self, version: TemplateVersion, done: Done | Failed, asked_at: int, by: str
    ) -> Submitted | Failed:
        """It is reviewed anew, so that it counts as in review until Meta shows more."""
        if isinstance(done, Unknown):
            return self._found_again(version, by, submitted=False) or done
        with self.sync.database.write() as tx:
            known = tx.meta_templates.for_change(version.key)
            if known is None:
                return Unknown(details="it was taken away meanwhile")
            if not isinstance(done, Done):
                edits = tuple(at for at in known.edits if at != asked_at)
                tx.meta_templates.save(replace(known, edits=edits))
                return done
            if known.status_at <= asked_at:
                known = replace(known, status=_IN_REVIEW, status_at=asked_at, reason=None)
            now = self.sync.clock.now()
            self._note(tx, known, version, by, how="edited", edited_at=now)
        self.sync.marked([known])
        with self.sync.database.read() as tx:
            shown = tx.meta_templates.get(version.key) or known
        return Submitted(key=version.key, outcome=Outcome.EDITED, status=shown.status)

    def _found_again(
        self, version: TemplateVersion, by: str, *, submitted: bool
    ) -> Submitted | None:
        if not isinstance(self.sync.named(version.key.name), Synced):
            return None
        with self.sync.database.write() as tx:
            known = tx.meta_templates.for_change(version.key)
            if known is None or known.gone_at is not None or known.version_id != version.id:
                return None
            when = {"submitted_at" if submitted else "edited_at": self.sync.clock.now()}
            self._note(tx, known, version, by, how="found", **when)
        outcome = Outcome.CREATED if submitted else Outcome.EDITED
        return Submitted(key=version.key, outcome=outcome, status=known.status)

    def _note(
        self, tx: Tx, known: MetaTemplate, version: TemplateVersion, by: str, *, how: str,
        **times: Any,
    ) -> None:  # fmt: skip
        """Who gave which version, and that Meta is to be looked at again."""
        now = self.sync.clock.now()
        given = replace(known, version_id=version.id, reread_at=now, **times)
        tx.meta_templates.save(given)
        detail = {"version": version.number, "how": how, "status": known.status}
        subject = str(version.key)
        tx.audit.add(
            AuditRecord(
                at=now, actor=by, action="template_submitted", subject=subject, detail=detail
            )
        )

    def _looks(self, tx: Tx) -> TemplateLooks:
        return TemplateLooks(tx=tx, read=self.sync.read, now=self.sync.clock.now())
