"""Takes templates away at Meta. What it costs is told before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wa_support.domain.delivery import Unknown
from wa_support.domain.errors import NotAllowed
from wa_support.domain.people import AuditRecord
from wa_support.domain.templates.looks import Done, Failed, why
from wa_support.domain.templates.news import DELETED
from wa_support.domain.templates.standing import MetaTemplate
from wa_support.domain.templates.submitting import locked_by
from wa_support.domain.templates.template import TemplateKey
from wa_support.flow.template_sync import Synced, TemplateSync

_NOT_DELETABLE = "DISABLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doomed:
    """`locked_until`: its name cannot be used anew before; None for one that was never approved.
    `deletable`: Meta does not delete what it has disabled."""

    template: MetaTemplate
    locked_until: int | None
    deletable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    key: TemplateKey
    done: bool
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateDeleting:
    sync: TemplateSync

    def doomed(self, name: str, *, language: str | None) -> Sequence[Doomed]:
        """What a deletion would take, as Meta has just shown it. Raises `NotAllowed`."""
        looked = self.sync.named(name)
        if not isinstance(looked, Synced):
            raise NotAllowed(why(looked))
        if not looked.whole:
            raise NotAllowed(f"what Meta has of {name} could not all be read; nothing was deleted")
        now = self.sync.clock.now()
        found = [
            Doomed(
                template=each,
                locked_until=locked_by(each, now),
                deletable=each.status != _NOT_DELETABLE,
            )
            for each in self._there(name)
            if language in {None, each.key.language}
        ]
        if not found:
            which = name if language is None else f"{name}.{language}"
            raise NotAllowed(f"{which}: Meta has no such template")
        return found

    def delete(self, doomed: Sequence[Doomed], *, by: str) -> Sequence[Deleted]:
        """All languages at once where all of them may go, else one by one."""
        going = [each for each in doomed if each.deletable]
        stay = [
            Deleted(key=each.template.key, done=False, said="Meta deletes nothing that is DISABLED")
            for each in doomed
            if not each.deletable
        ]
        return [*self._deleted(going, by), *stay]

    def _deleted(self, going: Sequence[Doomed], by: str) -> Sequence[Deleted]:
        if not going:
            return []
        name = going[0].template.key.name
        if len(going) > 1 and len(going) == len(self._there(name)):
            return self._tried(going, None, by)
        return [told for each in going for told in self._tried([each], each.template.meta_id, by)]

    def _there(self, name: str) -> Sequence[MetaTemplate]:
        with self.sync.database.read() as tx:
            known = tx.meta_templates.all(name)
        return [each for each in known if each.gone_at is None]

    def _tried(self, going: Sequence[Doomed], meta_id: str | None, by: str) -> Sequence[Deleted]:
        """A deletion whose answer was lost is looked for before anybody repeats it."""
        name = going[0].template.key.name
        result = self.sync.api.delete(name, meta_id)
        gone = self._gone(name, going) if isinstance(result, Unknown) else frozenset()
        return [
            self._told(each, Done() if each.template.key in gone else result, by) for each in going
        ]

    def _gone(self, name: str, going: Sequence[Doomed]) -> frozenset[TemplateKey]:
        looked = self.sync.named(name)
        if not isinstance(looked, Synced) or not looked.whole:
            return frozenset()
        keys = (each.template.key for each in going)
        return frozenset(keys) - {each.key for each in self._there(name)}

    def _told(self, doomed: Doomed, result: Done | Failed, by: str) -> Deleted:
        key = doomed.template.key
        if not isinstance(result, Done):
            return Deleted(key=key, done=False, said=why(result))
        self._note(doomed, by)
        return Deleted(key=key, done=True)

    def _note(self, doomed: Doomed, by: str) -> None:
        """As seen now: a list that was asked for before must not undo it."""
        now = self.sync.clock.now()
        key = doomed.template.key
        with self.sync.database.write() as tx:
            known = tx.meta_templates.for_change(key) or doomed.template
            tx.meta_templates.save(
                replace(
                    known, status=DELETED, status_at=now, gone_at=now, seen_at=now,
                    reread_at=None, locked_until=doomed.locked_until,
                )
            )  # fmt: skip
            tx.audit.add(AuditRecord(at=now, actor=by, action="template_deleted", subject=str(key)))
