"""A transcript as bubbles; how far each of ours got is said as it is, never better."""

from dataclasses import dataclass

from wa_support.domain.delivery import AttemptOutcome, Author, SendState
from wa_support.domain.outbound import choices_of
from wa_support.domain.views import TranscriptLine
from wa_support.web.console.language import code_word
from wa_support.web.console.signs import unbroken
from wa_support.web.console.times import clock_time

_TICKS = {
    "sending": "◷", "waiting": "◷", "accepted": "◷", "sent": "✓", "delivered": "✓✓",
    "read": "✓✓", "played": "✓✓",
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
    """`mark` is a code of how far it got, `tick` its sign; `trouble` wants somebody's attention."""

    id: str
    author: str
    who: str
    text: str
    kind: str | None
    time: str
    choices: tuple[str, ...] = ()
    mark: str | None = None
    tick: str = ""
    trouble: str | None = None


def bubble(line: TranscriptLine) -> Bubble:
    mark = mark_of(line)
    return Bubble(
        id=line.id,
        author=line.author,
        who=line.agent or code_word("author", line.author),
        text=unbroken(line.text),
        kind=_kind(line),
        time=clock_time(line.at),
        choices=_titles(line),
        mark=mark,
        tick=_TICKS.get(mark or "", "!" if mark else ""),
        trouble=line.reason if mark and mark not in _TICKS else None,
    )


def _kind(line: TranscriptLine) -> str | None:
    """What the customer sent, when it is more than words; what we sent shows itself."""
    ours = line.author not in {Author.CUSTOMER, Author.PHONE_APP}
    return None if ours or line.type in {"text", "button", "interactive"} else line.type


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
    return _BY_STATE[line.state] if line.state else None
