"""Sends one template to every row of a list: each once, however often anything dies on the way.

A list is found again by its file, so beginning it twice is going on with it. Rows are planned a
few at a time, or five thousand notices would stand before every answer.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from wa_support.domain.errors import NotAllowed
from wa_support.domain.people import AuditRecord
from wa_support.domain.send_lists import (
    ListReport,
    ListRow,
    ListState,
    RowState,
    SendList,
    report_of,
)  # fmt: skip
from wa_support.domain.templates.template import Category, TemplateKey, Trigger
from wa_support.flow.had_already import had_from, next_that_had, row_had_from
from wa_support.flow.named_lease import NamedLease
from wa_support.flow.policy_book import PolicyBook
from wa_support.flow.reaching import conversation_with, customer_named
from wa_support.flow.template_sending import (
    NotSendable,
    Planned,
    TemplateSending,
    Wish,
    approved_versions,
)
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock, Ids
from wa_support.ports.templates import TemplateReader

_AT_ONCE: Final = 500
_A_ROUND: Final = 80
_ON_THE_WAY: Final = 160
"""About two seconds of what a number may send; answers to customers wait no longer behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendLists:
    database: Database
    clock: Clock
    ids: Ids
    read: TemplateReader
    book: PolicyBook

    def begin(
        self,
        name: str,
        source: bytes,
        rows: Sequence[ListRow],
        *,
        by: str,
        phone_number_id: str,
        again: bool = False,
    ) -> SendList:
        """Goes on with the list of these bytes where there is one. Raises `NotAllowed`."""
        list_id = list_id_of(name, source, phone_number_id, again=again)
        now = self.clock.now()
        with self.database.write() as tx:
            known = tx.send_lists.get(list_id)
            if known is not None and known.state is not ListState.LOADING:
                return known
            if known is None:
                tx.send_lists.add(
                    SendList(
                        id=list_id,
                        name=name,
                        by=by,
                        phone_number_id=phone_number_id,
                        total=len(rows),
                        at=now,
                        versions=self._versions(tx, name),
                        again=again,
                    )
                )
                _note(
                    tx, "list_begun", by, list_id, now, template=name, rows=len(rows), again=again
                )
        for first in range(0, len(rows), _AT_ONCE):
            with self.database.write() as tx:
                tx.send_lists.add_rows(list_id, rows[first : first + _AT_ONCE])
        with self.database.write() as tx:
            loaded = _known(tx, list_id)
            if loaded.state is ListState.LOADING:  # not stopped, nor loaded by somebody else
                loaded = replace(loaded, state=ListState.SENDING)
                tx.send_lists.save(loaded)
        return loaded

    def had(
        self, name: str, source: bytes, rows: Iterable[ListRow], *, phone_number_id: str
    ) -> Mapping[str, int]:
        """How many of these had the same already: by the list that sent it, or `BY_HAND`."""
        mine, now = list_id_of(name, source, phone_number_id, again=False), self.clock.now()
        found: Counter[str] = Counter()
        with self.database.read() as tx:
            for row in rows:
                had = row_had_from(tx, row, name, phone_number_id, but_for=mine, now=now)
                found.update([had] if had is not None else [])
        return found

    def stop(self, list_id: str, *, by: str) -> None:
        """What is planned already goes out; no more rows are."""
        now = self.clock.now()
        with self.database.write() as tx:
            known = _known(tx, list_id)
            if known.state in {ListState.DONE, ListState.STOPPED}:
                raise NotAllowed(f"{list_id} is {known.state} already.")
            self._end(tx, known, ListState.STOPPED, now, reason=f"stopped by {by}")
            _note(tx, "list_stopped", by, list_id, now)

    def find(self, list_id: str) -> SendList:
        with self.database.read() as tx:
            return _known(tx, list_id)

    def all(self) -> Sequence[SendList]:
        with self.database.read() as tx:
            return tx.send_lists.all()

    def report(self, list_id: str) -> ListReport:
        with self.database.read() as tx:
            total = _known(tx, list_id).total
            return report_of(total, tx.send_lists.outcomes(list_id))

    def ended(self, list_id: str) -> int:
        """As the report has it of a list that is loaded, without looking through all of it."""
        with self.database.read() as tx:
            waiting = tx.send_lists.still_open(list_id) + tx.send_lists.on_the_way(list_id)
            return _known(tx, list_id).total - waiting

    def any_going(self) -> bool:
        with self.database.read() as tx:
            return bool(tx.send_lists.going())

    def go(self) -> int:
        """How many rows were settled."""
        with self.database.read() as tx:
            going = tx.send_lists.going()
        return sum(self._go_on(send_list) for send_list in going)

    def _go_on(self, send_list: SendList) -> int:
        with self.database.read() as tx:
            room = _ON_THE_WAY - tx.send_lists.on_the_way(send_list.id)
        left_out, settled = self._leave_out(send_list), 0
        while settled < min(room, _A_ROUND) and self._next(send_list.id):
            settled += 1
        return left_out + settled

    def _leave_out(self, send_list: SendList) -> int:
        """Nothing is planned of these, so they are settled together."""
        with self.database.read() as tx:
            had = next_that_had(tx, send_list, _AT_ONCE, now=self.clock.now())
        if had:
            with self.database.write() as tx:
                for n, source in had.items():
                    state = RowState.LEFT_OUT
                    tx.send_lists.settle(send_list.id, n, state, send_id=None, reason=source)
        return len(had)

    def _next(self, list_id: str) -> bool:
        """A transaction a row: two conversations are never locked together."""
        now = self.clock.now()
        with self.database.write() as tx:
            send_list = _known(tx, list_id)
            row = next(tx.send_lists.next_open(list_id, 1), None) if send_list.going else None
            if row is not None and not _same_versions(tx, send_list):
                self._end(tx, send_list, ListState.STOPPED, now, reason=_CHANGED)
                return False
            if row is None:
                self._end_when_all_went(tx, send_list, now)
                return False
            return self._settle(tx, send_list, row, now)

    def _settle(self, tx: Tx, send_list: SendList, row: ListRow, now: int) -> bool:
        """False when the list has to wait, or can go no further."""
        planned = self._planned(tx, send_list, row, now)
        if isinstance(planned, NotSendable) and planned.code in _OF_THE_TEMPLATE:
            if (send_list.state, send_list.reason) != (ListState.WAITING, planned.why):
                waiting = replace(send_list, state=ListState.WAITING, reason=planned.why)
                tx.send_lists.save(waiting)
            return False
        if send_list.state is ListState.WAITING:
            tx.send_lists.save(replace(send_list, state=ListState.SENDING, reason=None))
        state, send_id, reason = _became(planned)
        tx.send_lists.settle(send_list.id, row.n, state, send_id=send_id, reason=reason)
        return True

    def _planned(
        self, tx: Tx, send_list: SendList, row: ListRow, now: int
    ) -> Planned | NotSendable | str:
        """Or what sent the customer the same already."""
        try:
            customer = customer_named(tx, row.who, ids=self.ids, now=now)
        except NotAllowed:
            return NotSendable(code="nobody", why="the row names no customer")
        conversation = conversation_with(
            tx, customer.id, send_list.phone_number_id, ids=self.ids, now=now
        )
        if not send_list.again:
            had = had_from(
                tx, conversation.id, send_list.name, row.values, but_for=send_list.id, now=now
            )
            if had is not None:
                return had
        language = row.language or conversation.language or self.book.first_language(tx)
        wish = Wish(
            name=send_list.name,
            trigger=Trigger.LIST,
            values=row.values,
            cause=f"list:{send_list.id}:{row.n}",
        )
        sending = TemplateSending(tx=tx, ids=self.ids, read=self.read, now=now)
        return sending.plan(replace(conversation, language=language), wish)

    def _versions(self, tx: Tx, name: str) -> Mapping[str, str]:
        """Raises `NotAllowed` where the template is not for lists."""
        versions = approved_versions(tx, name)
        for template in map(self.read, versions):
            if template.category is not Category.UTILITY:
                raise NotAllowed(f"{name} is {template.category}: a list is for utility templates.")
            if Trigger.LIST not in template.fired_by:
                raise NotAllowed(f"{name} is not for lists: its fired_by has no `list`.")
        return {each.key.language: each.id for each in versions}

    def _end_when_all_went(self, tx: Tx, send_list: SendList, now: int) -> None:
        if send_list.going and not tx.send_lists.on_the_way(send_list.id):
            self._end(tx, send_list, ListState.DONE, now)

    def _end(
        self, tx: Tx, send_list: SendList, state: ListState, now: int, *, reason: str | None = None
    ) -> None:
        tx.send_lists.save(replace(send_list, state=state, reason=reason, ended_at=now))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRounds:
    """The worker's: one at a time goes on with what is going."""

    lease: NamedLease
    lists: SendLists

    def go(self) -> int:
        return self.lists.go() if self.lists.any_going() and self.lease.held() else 0


_CHANGED: Final = "another version was approved since; begin a list with the rows that are left"
_OF_THE_TEMPLATE: Final = frozenset(
    {"not_at_meta", "not_approved", "other_version", "category", "trigger", "header_refused"}
)
"""Why no row could be sent: the list waits for a person to mend the template."""


def _became(planned: Planned | NotSendable | str) -> tuple[RowState, str | None, str | None]:
    """The row's state, its send, and why there is none."""
    match planned:
        case Planned(send=send):
            return RowState.PLANNED, send.id, None
        case NotSendable(why=why):
            return RowState.REFUSED, None, why
        case source:
            return RowState.LEFT_OUT, None, source


def _same_versions(tx: Tx, send_list: SendList) -> bool:
    """Everybody on a list gets what was approved when it began."""
    return all(
        (approved := tx.template_versions.approved(TemplateKey(name=send_list.name, language=each)))
        and approved.id == version
        for each, version in send_list.versions.items()
    )


def list_id_of(name: str, source: bytes, phone_number_id: str, *, again: bool) -> str:
    once_more = "again\n" if again else ""
    whole = hashlib.sha256(f"{name}\n{phone_number_id}\n{once_more}".encode() + source)
    return f"lst_{whole.hexdigest()[:26]}"


def _known(tx: Tx, list_id: str) -> SendList:
    known = tx.send_lists.get(list_id)
    if known is None:
        raise NotAllowed(f"There is no list {list_id}; templates lists shows them.")
    return known


def _note(tx: Tx, action: str, by: str, subject: str, now: int, **detail: object) -> None:
    record = AuditRecord(at=now, actor=by, action=action, subject=subject, detail=detail)
    tx.audit.add(record)
