"""All templates of the account, and what may be added, edited or deleted."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from wa_support.simulator.configuration import ReviewRules
from wa_support.simulator.refusals import Refused, no_such_object
from wa_support.simulator.templates.complaints import DUPLICATE, LIMIT, wrong
from wa_support.simulator.templates.template import Draft, Template

_HOUR_MS: Final = 3_600_000
_DAY_MS: Final = 24 * _HOUR_MS
_LOCK_MS: Final = 30 * _DAY_MS
_CREATES_AN_HOUR: Final = 100
_EDITS_A_DAY: Final = 1
_EDITS_A_MONTH: Final = 10
_EDITABLE: Final = frozenset({"APPROVED", "REJECTED", "PAUSED"})
_NOT_APPROVED: Final = frozenset({"PENDING", "REJECTED", "IN_APPEAL"})
_EVERY_LANGUAGE: Final = ""


class Shelf:
    """Every method may be called from any thread."""

    def __init__(
        self,
        *,
        rules: Callable[[], ReviewRules],
        clock: Callable[[], int],
        random_bytes: Callable[[int], bytes],
    ) -> None:
        self._rules, self._clock, self._random_bytes = rules, clock, random_bytes
        self._kept: dict[str, Template] = {}
        self._locked_until: dict[tuple[str, str], int] = {}
        self._created_at: list[int] = []
        self._order = 0
        self._lock = threading.RLock()

    def all(self) -> list[Template]:
        """In the order of their creation."""
        with self._lock:
            return list(self._kept.values())

    def get(self, id: str) -> Template | None:
        with self._lock:
            return self._kept.get(id)

    def find(self, name: str, language: str) -> Template | None:
        for template in self.all():
            if (template.name, template.language) == (name, language):
                return template
        return None

    def seed(self, draft: Draft) -> Template:
        """Approved without review; counts against no rate."""
        with self._lock:
            self._require_unknown(draft)
            return self._keep(draft, "APPROVED")

    def add(self, draft: Draft) -> Template:
        """Raises `Refused` for a duplicate, a locked name, and past the limits."""
        with self._lock:
            self._require_unknown(draft)
            self._require_room(draft)
            self._created_at.append(self._clock())
            return self._keep(draft, "PENDING")

    def change(self, id: str, **changes: Any) -> Template:
        """Raises `Refused` when it is no longer there."""
        with self._lock:
            if id not in self._kept:
                raise no_such_object(id)
            self._kept[id] = replace(self._kept[id], **changes)
            return self._kept[id]

    def edit(self, id: str, redraft: Callable[[Template], Draft]) -> Template:
        """Back to review; raises `Refused` by status and by how often it was edited."""
        with self._lock:
            template = self._kept.get(id)
            if template is None:
                raise no_such_object(id)
            if template.status not in _EDITABLE:
                raise wrong(f"a template that is {template.status} cannot be edited")
            draft = redraft(template)
            return self.change(
                id,
                category=draft.category,
                parameter_format=draft.parameter_format,
                components=draft.components,
                ttl_seconds=draft.ttl_seconds,
                status="PENDING",
                rejected_reason="NONE",
                submission=template.submission + 1,
                edited_at=self._counted_edit(template),
            )

    def delete(self, name: str, id: str | None = None) -> list[Template]:
        """Every language of the name, or the one with this id; an approved one locks the name."""
        with self._lock:
            named = [each for each in self._kept.values() if each.name == name]
            gone = [each for each in named if id in {None, each.id}]
            if not gone:
                raise no_such_object(id or name)
            if any(each.status == "DISABLED" for each in gone):
                raise wrong("a template that is DISABLED cannot be deleted")
            for each in gone:
                self.remove(each.id)
                if _was_approved(each):
                    languages = each.language if id else _EVERY_LANGUAGE
                    self._locked_until[name, languages] = self._clock() + _LOCK_MS
            return gone

    def remove(self, id: str) -> None:
        with self._lock:
            self._kept.pop(id, None)

    def _keep(self, draft: Draft, status: str) -> Template:
        self._order += 1
        template = Template(
            id=str(int.from_bytes(self._random_bytes(6), "big") + 10**15),
            order=self._order,
            name=draft.name,
            language=draft.language,
            category=draft.category,
            parameter_format=draft.parameter_format,
            components=draft.components,
            ttl_seconds=draft.ttl_seconds,
            status=status,
        )
        self._kept[template.id] = template
        return template

    def _require_unknown(self, draft: Draft) -> None:
        if self.find(draft.name, draft.language):
            raise wrong(f"{draft.name} already exists in {draft.language}", DUPLICATE)

    def _require_room(self, draft: Draft) -> None:
        now, limit = self._clock(), self._rules().template_limit
        self._created_at = [at for at in self._created_at if now - at < _HOUR_MS]
        if len(self._created_at) >= _CREATES_AN_HOUR:
            raise Refused(80007, "100 templates were created in the last hour")
        for languages in (_EVERY_LANGUAGE, draft.language):
            if now < self._locked_until.get((draft.name, languages), 0):
                raise wrong(f"{draft.name} was deleted; its name is locked for 30 days")
        if len(self._kept) >= limit:
            raise wrong(f"the account has {limit} templates, its limit", LIMIT)

    def _counted_edit(self, template: Template) -> tuple[int, ...]:
        if template.status != "APPROVED":
            return template.edited_at
        now = self._clock()
        month = tuple(at for at in template.edited_at if now - at < 30 * _DAY_MS)
        if sum(now - at < _DAY_MS for at in month) >= _EDITS_A_DAY:
            raise wrong("an approved template is edited once in 24 hours at most")
        if len(month) >= _EDITS_A_MONTH:
            raise wrong("an approved template is edited ten times in 30 days at most")
        return (*month, now)


def _was_approved(template: Template) -> bool:
    """What was edited while approved may be in review again."""
    return template.status not in _NOT_APPROVED or bool(template.edited_at)
