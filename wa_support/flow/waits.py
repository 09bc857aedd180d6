"""Nobody is left: every wait for a human word is watched until a person wrote or it was over.

Late, people are told at once and again each time the promise has passed anew; the customer is told
another way, once. So is what happens to their window over the night.
"""

from dataclasses import dataclass, replace
from typing import Final

from wa_support.domain.conversations import Conversation, Move, Owner
from wa_support.domain.hours import is_open
from wa_support.domain.notices import NoticeKind, Owed
from wa_support.domain.people import ON_DUTY_MS, AuditRecord
from wa_support.domain.policy import People
from wa_support.domain.waits import Outlook, Step, Wait, WaitKind, again_at, due_at
from wa_support.flow.last_resort import LastResort
from wa_support.flow.ownership import change_owner
from wa_support.flow.policy_book import PolicyBook, Rulebook
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock, Ids
from wa_support.ports.rounds import Unwatched

_AT_ONCE: Final = 25
_TIMES: Final = 8
_JUST_NOW_MS: Final = 5 * 60_000
_SWEEP_MS: Final = 30_000
_FOR_THE_SEAT_MS: Final = 60_000
"""Whoever is at their seat sees the list: others are told when it still waits after this."""

_WITH_AN_AGENT_MS: Final = 60_000


def wait_for_next(tx: Tx, people: People, conversation: Conversation, *, now: int) -> None:
    """The customer wrote to an agent who has them: the next human word is waited for."""
    handoff = tx.handoffs.current(conversation.id)
    if handoff is None:
        return
    waits = tx.waits.open_of(handoff.id)
    if waits is not None:
        word = tx.waits.human_word_since(conversation.id, waits.since)
        if word is None:
            return
        tx.waits.save(replace(waits, kept_at=word))
    tx.waits.begin(_new(people, handoff.id, conversation.id, WaitKind.NEXT, since=now, now=now))


def _new(
    people: People, handoff_id: str, conversation_id: str, kind: WaitKind, *, since: int, now: int
) -> Wait:
    due = due_at(people.promise, kind, people.hours, since)
    return Wait(
        id=f"wai-{handoff_id}-{since}",
        conversation_id=conversation_id,
        handoff_id=handoff_id,
        kind=kind,
        since=since,
        look_at=now,
        due_at=due,
        late_at=due,
    )


@dataclass(slots=True, kw_only=True)
class Waits:
    """Begins and looks at waits."""

    database: Database
    clock: Clock
    ids: Ids
    book: PolicyBook
    _swept_at: int = 0

    def look(self) -> int:
        """How many waits were begun or looked at: a few in each transaction, so that others come
        in between."""
        now = self.clock.now()
        looked = 0
        for _ in range(_TIMES):
            since = self._since(now)
            with self.database.read() as tx:
                found = tx.waits.unwatched(since, 1) or tx.waits.due(now, 1)
            if not found:
                self._swept_at = now if since == 0 else self._swept_at
                break
            with self.database.write() as tx:
                looked += self._look(tx, since, now)
        return looked

    def _since(self, now: int) -> int:
        """Who has just been handed over is seen at once; who came back to the queue, a little
        later."""
        return 0 if now - self._swept_at >= _SWEEP_MS else now - _JUST_NOW_MS

    def _look(self, tx: Tx, since: int, now: int) -> int:
        watch = _Watch(
            tx=tx,
            ids=self.ids,
            rulebook=self.book.current(tx),
            now=now,
            here=frozenset(agent for agent, _ in tx.handoffs.on_duty(now - ON_DUTY_MS)),
        )
        begun = tx.waits.unwatched(since, _AT_ONCE)
        for unwatched in begun:
            watch.begin(unwatched)
        due = tx.waits.due(now, _AT_ONCE)
        for wait in due:
            watch.look_at(wait)
        return len(begun) + len(due)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Watch:
    """Inside one transaction. `here` are the agents at their seats."""

    tx: Tx
    ids: Ids
    rulebook: Rulebook
    now: int
    here: frozenset[str]

    @property
    def people(self) -> People:
        return self.rulebook.policy.people

    def begin(self, waiting: Unwatched) -> None:
        """The first wait of a handoff counts from its opening; one that came back, from now."""
        kind = WaitKind.NEXT if waiting.waited_before else WaitKind.FIRST
        since = self.now if waiting.waited_before else waiting.opened_at
        ids = waiting.handoff_id, waiting.conversation_id
        wait = _new(self.people, *ids, kind, since=since, now=self.now)
        self.tx.waits.begin(wait)
        self._owe(
            NoticeKind.WAITING,
            wait.id,
            wait.conversation_id,
            after_ms=_FOR_THE_SEAT_MS if self.here else 0,
        )

    def look_at(self, wait: Wait) -> None:
        conversation = self.tx.conversations.get(wait.conversation_id)
        settled = self._settled(wait, conversation)
        if settled is not None:
            self.tx.waits.save(settled)
            return
        outlook = self._outlook(wait, conversation)
        steps = outlook.steps()
        put_off = self.tx.cases.snoozed(conversation.id, self.now)
        if put_off is not None:
            steps -= {Step.LATE}
            wait = replace(wait, late_at=self._not_before(wait, put_off.until))
        if Step.WINDOW_CLOSING in steps:
            self._window_closes(wait, conversation, outlook.window_mark())
        if Step.OVERNIGHT in steps:
            wait = self._plan_night(wait, conversation)
        if Step.LATE in steps:
            wait = self._late(wait, conversation)
        look_at = self._outlook(wait, conversation).look_at()
        if conversation.owner is Owner.AGENT:  # whose word ends it at any moment
            look_at = min(look_at, self.now + _WITH_AN_AGENT_MS)
        self.tx.waits.save(replace(wait, look_at=look_at))

    def _outlook(self, wait: Wait, conversation: Conversation) -> Outlook:
        return Outlook(
            wait=wait,
            window_closes_at=conversation.window_closes_at,
            hours=self.people.hours,
            promise=self.people.promise,
            now=self.now,
        )

    def _settled(self, wait: Wait, conversation: Conversation) -> Wait | None:
        """A human word wherever it came from keeps the promise; the rest only ends the wait."""
        word = self.tx.waits.human_word_since(wait.conversation_id, wait.since)
        if word is not None:
            return replace(wait, kept_at=word)
        handoff = self.tx.handoffs.current(wait.conversation_id)
        goes_on = conversation.owner in {Owner.QUEUED, Owner.AGENT}
        if goes_on and handoff is not None and handoff.id == wait.handoff_id:
            return None
        return replace(wait, ended_at=self.now)

    def _not_before(self, wait: Wait, moment: int) -> int | None:
        return None if wait.late_at is None else max(wait.late_at, moment)

    def _late(self, wait: Wait, conversation: Conversation) -> Wait:
        late = wait.late + 1
        conversation = self._from_who_left(conversation)
        self._owe(NoticeKind.LATE, f"{wait.id}:{late}", conversation.id)
        self._note("promise_late", conversation.id, times=late, kind=wait.kind)
        promise = self.people.promise
        told = wait.told_at
        if promise is not None and promise.offers_other_ways and told is None:
            told = self._told_another_way(wait, conversation)
        again = again_at(promise, wait.kind, self.people.hours, self.now)
        return replace(wait, late=late, late_at=again, notified_at=self.now, told_at=told)

    def _told_another_way(self, wait: Wait, conversation: Conversation) -> int | None:
        """The next `still_waiting` counts its time from here."""
        if not self._last_resort.another_way(wait, conversation):
            return None
        handoff = self.tx.handoffs.current(conversation.id)
        if handoff is not None:
            self.tx.handoffs.save(replace(handoff, told_at=self.now))
        return self.now

    def _from_who_left(self, conversation: Conversation) -> Conversation:
        """Whoever has it, wrote nothing in time and is not at their seat passes it on."""
        if conversation.owner is not Owner.AGENT or conversation.agent in self.here:
            return conversation
        passed = change_owner(
            self.tx, conversation, Move.PASSED_ON, now=self.now, actor="clock", reason="late"
        )
        handoff = self.tx.handoffs.current(conversation.id)
        if passed is None or handoff is None:
            return conversation
        self.tx.handoffs.save(replace(handoff, taken_at=None, taken_by=None, passed_on_at=self.now))
        return passed

    def _window_closes(self, wait: Wait, conversation: Conversation, mark: int) -> None:
        key = f"{wait.id}:{conversation.window_closes_at}:{mark}"
        if self._owe(NoticeKind.WINDOW_CLOSING, key, conversation.id):
            self._note("window_closing", conversation.id, at=conversation.window_closes_at)

    def _plan_night(self, wait: Wait, conversation: Conversation) -> Wait:
        key = f"{wait.id}:{conversation.window_closes_at}"
        if not self._owe(NoticeKind.OVERNIGHT, key, conversation.id):
            return wait
        self._note("window_lost_overnight", conversation.id, at=conversation.window_closes_at)
        if wait.window_told_at is None and self._told_of_night(wait, conversation):
            return replace(wait, window_told_at=self.now)
        return wait

    def _told_of_night(self, wait: Wait, conversation: Conversation) -> bool:
        """What will happen, else another way; who came when nobody was there was told that way."""
        if self._last_resort.window_note(wait, conversation):
            return True
        promise = self.people.promise
        if promise is None or not promise.offers_other_ways or not self.people.other_ways:
            return False
        if not is_open(self.people.hours, wait.since):
            return True
        return self._last_resort.another_way(wait, conversation, say="other_ways_note")

    @property
    def _last_resort(self) -> LastResort:
        return LastResort(tx=self.tx, ids=self.ids, rulebook=self.rulebook, now=self.now)

    def _owe(self, kind: NoticeKind, key: str, conversation_id: str, *, after_ms: int = 0) -> bool:
        return self.tx.notices.add(
            Owed(
                key=f"{kind}:{key}",
                kind=kind,
                subject=conversation_id,
                at=self.now,
                due_at=self.now + after_ms,
            )
        )

    def _note(self, action: str, conversation_id: str, **detail: object) -> None:
        self.tx.audit.add(
            AuditRecord(
                at=self.now, actor="clock", action=action, subject=conversation_id, detail=detail
            )
        )
