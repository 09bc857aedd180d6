"""What people keep beside conversations, honestly in memory: the half of `World` for cases."""

# ruff: noqa: ARG002 (the ports say who does it; memory does not ask)

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from wa_support.domain.canned import filled, unknown_variables
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author
from wa_support.domain.desk import (
    WATCHING_MS,
    Attachment,
    CannedReply,
    Case,
    Found,
    Line,
    Note,
    Order,
    Page,
    Snooze,
    View,
    WaitingFor,
    WrongMark,
)
from wa_support.domain.errors import NotAllowed
from wa_support.domain.views import ConversationSummary, TranscriptLine

ABUSE_NOTICE = "상담원에게 폭언이 계속되면 상담을 종료할 수 있습니다."


class _Clock(Protocol):
    def now(self) -> int: ...


@dataclass
class CasesInMemory:
    """Implements `CaseQueries`, `CaseActions` and `CannedReplies`; `World` brings the rest."""

    clock: _Clock
    summaries: dict[str, ConversationSummary] = field(default_factory=dict)
    lines: dict[str, list[TranscriptLine]] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    kept: dict[str, Case] = field(default_factory=dict)
    watching: dict[tuple[str, str], tuple[int, bool]] = field(default_factory=dict)
    files: dict[str, Attachment] = field(default_factory=dict)
    canned: dict[str, CannedReply] = field(default_factory=dict)

    def page(
        self,
        *,
        view: View,
        agent: str,
        now: int,
        order: Order = Order.WAIT,
        tag: str | None = None,
        skip: int = 0,
        limit: int = 50,
    ) -> Page:
        every = [self._line(one, now) for one in self.summaries.values()]
        shown = [one for one in every if _shows(one, view, agent)]
        tagged = [one for one in shown if tag is None or tag in one.tags]
        lines = sorted(tagged, key=lambda one: _place(one, view, order, now))
        return Page(
            lines=lines[skip : skip + limit],
            total=len(lines),
            waiting=sum(
                1
                for one in every
                if one.summary.conversation.owner is Owner.QUEUED and one.snooze is None
            ),
        )

    def case(self, conversation_id: str, *, now: int) -> Case:
        kept = self._kept(conversation_id)
        here = {
            agent: typing
            for (open_id, agent), (at, typing) in self.watching.items()
            if open_id == conversation_id and at > now - WATCHING_MS
        }
        return replace(
            kept,
            snooze=kept.snooze if kept.snooze and kept.snooze.until > now else None,
            watchers=tuple(sorted(here)),
            typing=tuple(sorted(agent for agent, typing in here.items() if typing)),
        )

    def attachments(self, message_ids: Sequence[str]) -> Mapping[str, Attachment]:
        return {one: self.files[one] for one in message_ids if one in self.files}

    def search(self, words: str, *, limit: int = 30) -> Sequence[Found]:
        """By name, or by the last four digits of the phone."""
        wanted = words.strip().casefold()
        hits = [
            one
            for one in self.summaries.values()
            if wanted
            and (
                wanted in (one.customer.name or "").casefold()
                or (len(wanted) >= 4 and (one.customer.phone or "").endswith(wanted))
            )
        ]
        return [Found(customer=one.customer, conversations=(one,)) for one in hits[:limit]]

    def tags(self) -> Sequence[str]:
        used = Counter(tag for case in self.kept.values() for tag in case.tags)
        return [tag for tag, _ in used.most_common()]

    def wrong_marks(self, *, limit: int = 100) -> Sequence[WrongMark]:
        """Who marked it, and when, memory does not know."""
        every = [(case.conversation_id, one) for case in self.kept.values() for one in case.wrong]
        return [
            WrongMark(send_id=one, conversation_id=here, turn_id=None, by="", at=0)
            for here, one in every[:limit]
        ]

    def note(self, conversation_id: str, *, agent: str, text: str, key: str) -> None:
        if not text.strip():
            raise NotAllowed("Write something first.")
        if f"note:{key}" in self.keys:
            return
        self.keys.add(f"note:{key}")
        kept = self._kept(conversation_id)
        note = Note(
            id=f"not_{len(self.keys)}",
            conversation_id=conversation_id,
            agent=agent,
            text=text.strip(),
            at=self.clock.now(),
        )
        self.kept[conversation_id] = replace(kept, notes=(*kept.notes, note))

    def tag(self, conversation_id: str, *, agent: str, tag: str) -> None:
        kept = self._kept(conversation_id)
        self.kept[conversation_id] = replace(kept, tags=tuple(sorted({*kept.tags, tag})))

    def untag(self, conversation_id: str, *, agent: str, tag: str) -> None:
        kept = self._kept(conversation_id)
        self.kept[conversation_id] = replace(kept, tags=tuple(t for t in kept.tags if t != tag))

    def snooze(
        self, conversation_id: str, *, agent: str, until: int, waiting_for: WaitingFor | None
    ) -> None:
        if until <= self.clock.now():
            raise NotAllowed("Choose a time that is still to come.")
        conversation = self.summaries[conversation_id].conversation
        if conversation.owner is not Owner.QUEUED and conversation.agent != agent:
            raise NotAllowed("Take the conversation before you put it off.")
        snooze = Snooze(until=until, by=agent, waiting_for=waiting_for)
        self.kept[conversation_id] = replace(self._kept(conversation_id), snooze=snooze)

    def wake(self, conversation_id: str, *, agent: str) -> None:
        self.kept[conversation_id] = replace(self._kept(conversation_id), snooze=None)

    def answer_many(
        self, conversation_ids: Sequence[str], *, agent: str, text: str, key: str
    ) -> Mapping[str, str]:
        refused = {}
        for one in conversation_ids:
            try:
                self.take(one, agent=agent)
                self.reply(one, agent=agent, text=text, key=f"{key}:{one}")
            except NotAllowed as why:
                refused[one] = str(why)
        return refused

    def mark_wrong(self, conversation_id: str, *, agent: str, send_id: str, wrong: bool) -> None:
        line = next((one for one in self.lines[conversation_id] if one.id == send_id), None)
        if line is None or line.author != Author.BOT:
            raise NotAllowed("Only what the assistant said here can be marked.")
        kept = self._kept(conversation_id)
        marks = kept.wrong | {send_id} if wrong else kept.wrong - {send_id}
        self.kept[conversation_id] = replace(kept, wrong=frozenset(marks))

    def abuse_notice(self, conversation_id: str, *, agent: str, key: str) -> None:
        self.reply(conversation_id, agent=agent, text=ABUSE_NOTICE, key=f"abuse:{key}")

    def offered(self, *, language: str | None) -> Sequence[CannedReply]:
        mine = [
            one
            for one in self.canned.values()
            if language is None or one.language in {None, language}
        ]
        return sorted(mine, key=lambda one: one.title)

    def save(
        self, *, agent: str, id: str | None, title: str, body: str, language: str | None
    ) -> None:
        if unknown := unknown_variables(body):
            raise NotAllowed(f"There is no variable {{{unknown[0]}}}.")
        this = id or f"can_{len(self.canned) + 1}"
        self.canned[this] = CannedReply(id=this, title=title, body=body, language=language)

    def delete(self, id: str, *, agent: str) -> None:
        self.canned.pop(id, None)

    def fill(self, body: str, *, conversation_id: str, agent: str) -> str:
        customer = self.summaries[conversation_id].customer
        values = {"customer": customer.name or "", "agent": agent, "business": "모먼트리빙"}
        return filled(body, values)

    def take(self, conversation_id: str, *, agent: str) -> bool:
        raise NotImplementedError

    def reply(self, conversation_id: str, *, agent: str, text: str, key: str) -> None:
        raise NotImplementedError

    def _kept(self, conversation_id: str) -> Case:
        return self.kept.get(conversation_id, Case(conversation_id=conversation_id))

    def _line(self, summary: ConversationSummary, now: int) -> Line:
        case = self.case(summary.conversation.id, now=now)
        return Line(
            summary=summary, tags=case.tags, snooze=case.snooze, assigned_to=case.assigned_to
        )


def _shows(line: Line, view: View, agent: str) -> bool:
    conversation = line.summary.conversation
    own = conversation.owner is Owner.AGENT and conversation.agent == agent
    match view:
        case View.WAITING:
            return (own or conversation.owner is Owner.QUEUED) and line.snooze is None
        case View.MINE:
            return own
        case View.PUT_OFF:
            return line.snooze is not None and conversation.owner in {Owner.QUEUED, Owner.AGENT}
        case View.EVERYTHING:
            return conversation.owner is not Owner.CLOSED


def _place(line: Line, view: View, order: Order, now: int) -> tuple[int, int]:
    conversation, handoff = line.summary.conversation, line.summary.handoff
    written = conversation.last_message_at or conversation.created_at
    if order is Order.WINDOW:
        closes = conversation.window_closes_at or 0
        return (0 if closes > now else 1), closes
    if view is View.EVERYTHING:
        return 0, -written
    if view is View.PUT_OFF and line.snooze is not None:
        return 0, line.snooze.until
    queued = conversation.owner is Owner.QUEUED
    return 0, handoff.waiting_since if queued and handoff else written
