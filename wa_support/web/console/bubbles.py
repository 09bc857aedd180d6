"""A transcript as bubbles; how far each of ours got is said as it is, never better."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from wa_support.domain.delivery import AttemptOutcome, Author, SendState
from wa_support.domain.desk import Attachment, Case, Note
from wa_support.domain.gate.questions import is_abuse
from wa_support.domain.outbound import choices_of
from wa_support.domain.people import Handoff
from wa_support.domain.reasons import Reason
from wa_support.domain.views import TranscriptLine
from wa_support.flow.announcing import TOLD
from wa_support.web.console.quotes import TAPS, QuotedBubble, quotes, who_of
from wa_support.web.console.send_words import in_words
from wa_support.web.console.signs import unbroken
from wa_support.web.console.times import clock_time, day

_TICKS = {
    "sending": "◷", "waiting": "◷", "accepted": "◷", "sent": "✓", "delivered": "✓✓",
    "read": "✓✓", "played": "✓✓", "announced": "◷",
}  # fmt: skip
_BY_STATE = {
    SendState.PLANNED: "sending",
    SendState.READY: "sending",
    SendState.WAITING: "waiting",
    SendState.HELD: "held",
    SendState.CANCELLED: "cancelled",
    SendState.EXPIRED: "expired",
    SendState.DONE: "accepted",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """`mark` is a code of how far it got, `tick` its sign; `trouble` wants somebody's attention.

    `day` is said above the first bubble of a day. `folded`: abuse, shown only when asked for.
    `wrong`: an agent said that the bot was wrong here.
    """

    id: str
    author: str
    who: str
    text: str
    kind: str | None
    time: str
    at: int
    choices: tuple[str, ...] = ()
    mark: str | None = None
    tick: str = ""
    trouble: str | None = None
    file: Attachment | None = None
    day: str | None = None
    folded: bool = False
    wrong: bool = False
    quote: QuotedBubble | None = None


def bubbles(
    lines: Sequence[TranscriptLine],
    case: Case,
    files: Mapping[str, Attachment],
    handoff: Handoff | None,
) -> Sequence[Bubble]:
    """With the notes in their places; those older than what is shown are left to it."""
    abusive = _abusive(lines, handoff)
    quoted = quotes(lines, abusive)
    said = [
        replace(
            bubble(line),
            file=files.get(line.id),
            folded=line.id in abusive,
            wrong=line.id in case.wrong,
            quote=quoted.get(line.id),
        )
        for line in lines
    ]
    first = said[0].at if said else 0
    notes = [_note(note) for note in case.notes if note.at >= first]
    return _with_days(sorted([*said, *notes], key=lambda one: one.at))


def bubble(line: TranscriptLine) -> Bubble:
    mark = mark_of(line)
    return Bubble(
        id=line.id,
        author=line.author,
        who=who_of(line),
        text=unbroken(line.text),
        kind=_kind(line),
        time=clock_time(line.at),
        at=line.at,
        choices=_titles(line),
        mark=mark,
        tick=_TICKS.get(mark or "", "!" if mark else ""),
        trouble=in_words(line.reason) if line.reason and mark and mark not in _TICKS else None,
    )


def _note(note: Note) -> Bubble:
    return Bubble(
        id=note.id, author="note", who=note.agent, text=note.text, kind=None,
        time=clock_time(note.at), at=note.at,
    )  # fmt: skip


def _with_days(some: Sequence[Bubble]) -> Sequence[Bubble]:
    shown: list[Bubble] = []
    last = None
    for one in some:
        this = day(one.at)
        shown.append(replace(one, day=this if this != last else None))
        last = this
    return shown


def _abusive(lines: Sequence[TranscriptLine], handoff: Handoff | None) -> frozenset[str]:
    """What the rule on words finds, and what the conversation was handed over for."""
    heard = [line for line in lines if line.author == Author.CUSTOMER and line.text]
    found = {line.id for line in heard if is_abuse(line.text)}
    if handoff is not None and handoff.reason is Reason.ABUSE:
        before = [line.id for line in heard if line.at <= handoff.opened_at]
        found.update(before[-1:])
    return frozenset(found)


def _kind(line: TranscriptLine) -> str | None:
    """What the customer sent, when it is more than words; what we sent shows itself."""
    ours = line.author not in {Author.CUSTOMER, Author.PHONE_APP}
    return None if ours or line.type in TAPS or line.type == "text" else line.type


def _titles(line: TranscriptLine) -> tuple[str, ...]:
    return tuple(choice.title for choice in choices_of(line.outbound)) if line.outbound else ()


def mark_of(line: TranscriptLine) -> str | None:
    """None for what the customer sent and for words from the phone app."""
    if line.author in {Author.CUSTOMER, Author.PHONE_APP}:
        return None
    if line.delivery is not None:
        return str(line.delivery)
    if line.outcome is AttemptOutcome.UNKNOWN:
        return "unknown"
    if line.outcome is AttemptOutcome.ATTEMPTING:
        return "sending"
    if line.state is SendState.HELD and line.reason == TOLD:
        return "announced"
    return _BY_STATE[line.state] if line.state else None
