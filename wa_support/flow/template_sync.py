"""Keeps our knowledge of Meta's copies true: what webhooks left open, and everything each hour."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from wa_support.domain.delivery import Unknown
from wa_support.domain.errors import DatabaseUnavailable
from wa_support.domain.templates.looks import Failed, Listing, Look, NoSuchTemplate, why
from wa_support.domain.templates.standing import MetaTemplate
from wa_support.flow.named_lease import NamedLease
from wa_support.flow.template_looks import TemplateLooks
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock
from wa_support.ports.template_api import TemplateApi
from wa_support.ports.templates import TemplateReader

_HOUR_MS: Final = 3_600_000
_EARLIER_MS: Final = 600_000
"""Hours of many installations do not begin together: each comes up to so much earlier."""
_UNSETTLED: Final = frozenset({"PENDING", "IN_APPEAL", "PAUSED"})
"""They end by themselves: a pause after 3 or 6 hours, a review within a day."""
_UNSETTLED_MS: Final = 600_000
_ONE_BY_ONE: Final = 10
"""With more to look at than this, the list is one question."""
_AT_ONCE: Final = 100
_FIRST_WAIT_MS: Final = 30_000
_log = logging.getLogger("wa_support.templates")


@dataclass(frozen=True, slots=True, kw_only=True)
class Synced:
    """What Meta listed is stored. `whole`: it was all, so what was not among it is gone."""

    whole: bool


@dataclass(slots=True, kw_only=True)
class TemplateSync:
    database: Database
    clock: Clock
    api: TemplateApi
    read: TemplateReader

    def all(self) -> Synced | Failed:
        """Everything. One template that cannot be read or stored stops none of the others."""
        listing = self.api.all()
        if not isinstance(listing, Listing):
            return listing
        return self._synced(listing, None)

    def named(self, name: str) -> Synced | Failed:
        """One name in every language."""
        listing = self.api.named(name)
        if not isinstance(listing, Listing):
            return listing
        return self._synced(listing, name)

    def marked(self, templates: Sequence[MetaTemplate]) -> Failed | None:
        """Each by itself. One that Meta does not know by its id may be there under another, which
        only a look at everything tells; else it is gone."""
        asked_at, missing = self.clock.now(), list[MetaTemplate]()
        for template in templates:
            found = self.api.one(template.meta_id) if template.meta_id else NoSuchTemplate()
            if isinstance(found, Look):
                if not self._store([found]):
                    return Unknown(details=f"{template.key} could not be stored")
            elif isinstance(found, NoSuchTemplate):
                missing.append(template)
            else:
                return found
        told = self.all() if missing else None
        if told is None or isinstance(told, Synced):
            self._gone(missing, asked_at)
            return None
        return told

    def due(self, now: int) -> Sequence[MetaTemplate]:
        """What a webhook left open, and what ends by itself and was not looked at for a while."""
        with self.database.read() as tx:
            return tx.meta_templates.unsettled(_UNSETTLED, seen_before=now - _UNSETTLED_MS)

    def _synced(self, listing: Listing, name: str | None) -> Synced:
        for part in _parts(listing.looks):
            self._store(part)
        if listing.whole:
            self._missing(listing, name)
        return Synced(whole=listing.whole)

    def _store(self, looks: Sequence[Look]) -> bool:
        """False when one of them could not be stored."""
        with self.database.write() as tx:
            told = TemplateLooks(tx=tx, read=self.read, now=self.clock.now())
            stored = [self._guarded(tx, told, look) for look in looks]
        return all(stored)

    def _guarded(self, tx: Tx, told: TemplateLooks, look: Look) -> bool:
        try:
            with tx.savepoint():
                told.seen(look)
        except DatabaseUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was, the others go on
            _log.warning("template %s: %s", look.key, type(error).__name__)
            return False
        return True

    def _missing(self, listing: Listing, name: str | None) -> None:
        there = {look.key for look in listing.looks}
        with self.database.read() as tx:
            known = tx.meta_templates.all(name)
        gone = [each for each in known if each.key not in there and each.gone_at is None]
        self._gone(gone, listing.asked_at)

    def _gone(self, templates: Sequence[MetaTemplate], asked_at: int) -> None:
        if not templates:
            return
        with self.database.write() as tx:
            told = TemplateLooks(tx=tx, read=self.read, now=self.clock.now())
            for template in templates:
                told.gone(template, asked_at)


@dataclass(slots=True, kw_only=True)
class TemplateWatch:
    """The worker's: one worker at a time, and less often while Meta does not answer. What a list
    that was not whole has left out is looked at one by one."""

    sync: TemplateSync
    lease: NamedLease
    clock: Clock
    _all_at: int = 0
    _not_before: int = 0
    _failures: int = 0
    _whole: bool = True

    def look(self) -> None:
        now = self.clock.now()
        if now < self._not_before or not self.lease.held():
            return
        due = self.sync.due(now)
        if now >= self._all_at or (self._whole and len(due) > _ONE_BY_ONE):
            self._all_at = now + _HOUR_MS - now % _EARLIER_MS
            told = self.sync.all()
            self._whole = not isinstance(told, Synced) or told.whole
            self._told(told if not isinstance(told, Synced) else None, now)
        elif due:
            self._told(self.sync.marked(due[:_ONE_BY_ONE]), now)

    def _told(self, failed: Failed | None, now: int) -> None:
        """What is over at the next try is nothing to warn of."""
        self._failures = self._failures + 1 if failed is not None else 0
        if failed is None:
            return
        wait = min(_FIRST_WAIT_MS << min(self._failures, 10), _HOUR_MS)
        self._not_before = now + wait
        self._all_at = min(self._all_at, self._not_before)
        level = logging.WARNING if self._failures > 1 else logging.INFO
        _log.log(level, "templates: %s; again in %d s", why(failed), wait // 1000)


def _parts(looks: Sequence[Look]) -> Iterator[Sequence[Look]]:
    """The write lock is not held for a whole account."""
    for start in range(0, len(looks), _AT_ONCE):
        yield looks[start : start + _AT_ONCE]
