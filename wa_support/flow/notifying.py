"""Tells people outside the console that something waits: folded, at least once, never who."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wa_support.domain.conversations import Owner
from wa_support.domain.notices import NoticeKind, folded
from wa_support.domain.templates.approvals import ApprovalState
from wa_support.flow.policy_book import PolicyBook
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock
from wa_support.ports.rounds import DueNotice, Notifier

_AT_ONCE: Final = 500
_FIRST_WAIT_MS: Final = 30_000
_LONGEST_WAIT_MS: Final = 30 * 60_000
_MOST_TRIES: Final = 8
_log = logging.getLogger("wa_support.notices")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notifying:
    """All that is owed at one moment is one message on each channel. A channel that does not take
    it is tried again, later each time, and given up after eight tries."""

    database: Database
    clock: Clock
    book: PolicyBook
    channels: Sequence[Notifier]
    console: str

    def look(self) -> int:
        """How many were told of, dropped, or put off."""
        now = self.clock.now()
        with self.database.read() as tx:
            if not tx.notices.any_due(now):
                return 0
        with self.database.write() as tx:
            due = tx.notices.due(now, _AT_ONCE)
            true = [one for one in due if self._still_true(tx, one)]
            keys = {one.owed.key for one in true}
            for one in due:
                if one.owed.key not in keys or not self.channels:
                    tx.notices.settle([one.owed.key], told=one.told, due_at=None, reason="over")
            language = self.book.current(tx).policy.languages[0]
        if self.channels:
            self._tell(true, language)
        return len(due)

    def _still_true(self, tx: Tx, one: DueNotice) -> bool:
        """Taken or decided meanwhile, nobody needs to come for it any more."""
        if one.owed.kind is NoticeKind.TEMPLATE_REVIEW:
            return _in_review(tx, one.owed.subject)
        if one.owed.kind.of_templates:
            return True  # that it happened is worth knowing, though it be over
        owner = tx.conversations.get(one.owed.subject).owner
        if one.owed.kind is NoticeKind.WAITING:
            return owner is Owner.QUEUED
        return owner in {Owner.QUEUED, Owner.AGENT}

    def _tell(self, due: Sequence[DueNotice], language: str) -> None:
        told = {one.owed.key: set(one.told) for one in due}
        reasons: dict[str, str] = {}
        for channel in self.channels:
            these = [one for one in due if channel.name not in one.told]
            if not these:
                continue
            notices = folded((one.owed for one in these), console=self.console, language=language)
            why = channel.notify(notices)
            for one in these:
                if why is None:
                    told[one.owed.key].add(channel.name)
                else:
                    reasons[one.owed.key] = f"{channel.name}: {why}"
        self._settle(due, told, reasons)

    def _settle(
        self, due: Sequence[DueNotice], told: dict[str, set[str]], reasons: dict[str, str]
    ) -> None:
        now = self.clock.now()
        with self.database.write() as tx:
            for one in due:
                why = reasons.get(one.owed.key)
                due_at = None if why is None else _later(one, now)
                if why is not None and due_at is None:
                    _log.warning("a notice (%s) was given up: %s", one.owed.kind, why)
                tx.notices.settle(
                    [one.owed.key], told=frozenset(told[one.owed.key]), due_at=due_at, reason=why
                )


def _in_review(tx: Tx, key: str) -> bool:
    newest = tx.template_versions.newest()
    return any(str(one.key) == key and one.state is ApprovalState.IN_REVIEW for one in newest)


def _later(one: DueNotice, now: int) -> int | None:
    if one.tries + 1 >= _MOST_TRIES:
        return None
    return now + min(_FIRST_WAIT_MS << one.tries, _LONGEST_WAIT_MS)
