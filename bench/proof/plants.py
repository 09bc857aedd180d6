"""Bugs put in on purpose, each small and each a promise broken: the harness must catch them.

They exist in processes that `bench.proof.program` starts and that WA_TEST_PLANT names; nothing in
the service knows of them.
"""

# ruff: noqa: SLF001 - a planted bug replaces what nobody else may touch

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from wa_support.domain.delivery import NotStarted, Unknown
from wa_support.domain.failpoints import failpoint

NAMES: Final = "WA_TEST_PLANT"


def acknowledge_before_commit() -> None:
    from wa_support.storage.group_commit import GroupCommit, Row, _Waiting

    def append(self: Any, row: Row) -> None:
        with self._came:
            self._refuse_when_closed_or_full()
            self._waiting.append(_Waiting(row))
            self._came.notify()

    GroupCommit.append = append  # type: ignore[method-assign]


def intake_done_before_it_is() -> None:
    """The cursor moves on in a transaction of its own, before the rows are taken in."""
    from wa_support.flow.intake import Intake

    def take(self: Any, batch: Any) -> None:
        with self.database.write() as tx:
            tx.cursors.advance(batch.source, batch.rows[-1].seq)
        with self.database.write() as tx:
            taking = self._taking(tx, self.clock.now())
            for row in batch.rows:
                taking.row(row)
            failpoint("intake.writing")

    Intake._take = take  # type: ignore[method-assign]


def no_dedup() -> None:
    from wa_support.storage.events import SqlEvents

    honest = SqlEvents.first_time

    def first_time(self: Any, key: str, now: int) -> bool:
        honest(self, key, now)
        return True

    SqlEvents.first_time = first_time  # type: ignore[method-assign]


def retry_on_timeout() -> None:
    """A lost answer is taken for a call that never began."""
    from wa_support.flow.outbox import Outbox

    honest = Outbox._call

    def call(self: Any, begun: Any) -> Any:
        result = honest(self, begun)
        return NotStarted(details=result.details) if isinstance(result, Unknown) else result

    Outbox._call = call  # type: ignore[method-assign]


def short_leases() -> None:
    """No bug: a turn's lease runs out after 1.5 s, so that a test sees what follows."""
    from wa_support.flow import turns

    turns.LEASE_MS = 1_500  # type: ignore[misc]


def lease_without_token() -> None:
    """Whoever once leased a conversation goes on as if nobody else had."""
    from wa_support.storage.conversations import SqlConversations

    SqlConversations.holds = lambda _self, _id, _token: True  # type: ignore[method-assign]
    SqlConversations.held = lambda self, this, _token: self.get(this)  # type: ignore[method-assign]


def epoch_ignored() -> None:
    """The fence before an attempt does not ask whose conversation it is by now."""
    from wa_support.domain.conversations import Owner
    from wa_support.flow import fences

    honest = fences.fence

    def blind(send: Any, conversation: Any, customer: Any, now: int, **more: Any) -> Any:
        unchanged = replace(conversation, owner=Owner.AUTOMATED, epoch=send.epoch)
        return honest(send, unchanged, customer, now, **more)

    fences.fence = blind


def delivery_goes_back() -> None:
    from wa_support.storage import attempts

    attempts.further = lambda _known, news: news


def commits_that_do_not_sync(level: str) -> Callable[[], None]:
    """Every SQLite file is written with this level of `synchronous` instead of FULL."""

    def plant() -> None:
        from wa_support.storage import inbox_slots
        from wa_support.storage.sqlite_engine import SqliteEngine

        honest, written = inbox_slots._prepare, SqliteEngine._written

        def prepare(raw: Any, name: str) -> None:
            honest(raw, name)
            raw.execute(f"PRAGMA synchronous={level}")

        inbox_slots._prepare = prepare
        SqliteEngine._written = lambda self, _level: written(self, level)  # type: ignore[method-assign]

    return plant


PLANTS: Final[Mapping[str, Callable[[], None]]] = {
    "acknowledge_before_commit": acknowledge_before_commit,
    "intake_done_before_it_is": intake_done_before_it_is,
    "no_dedup": no_dedup,
    "retry_on_timeout": retry_on_timeout,
    "short_leases": short_leases,
    "lease_without_token": lease_without_token,
    "epoch_ignored": epoch_ignored,
    "delivery_goes_back": delivery_goes_back,
    "synchronous_off": commits_that_do_not_sync("OFF"),
    "synchronous_normal": commits_that_do_not_sync("NORMAL"),
}
