"""The pulled plug of the demo: which worker died, when, and what became of the question."""

from collections.abc import Sequence
from dataclasses import dataclass

from wa_support.domain.delivery import AttemptOutcome, Author, SendState
from wa_support.domain.views import TranscriptLine

_NEVER_SENT = frozenset({SendState.CANCELLED, SendState.EXPIRED, SendState.HELD})


@dataclass(slots=True)
class Plug:
    """`pid` of the worker that was killed last, `at` in UTC milliseconds."""

    pid: int | None = None
    at: int = 0

    def pulled(self, pid: int, at: int) -> None:
        self.pid, self.at = pid, at


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Bursts the customer sent and messages that went out for them."""

    questions: int
    answers: int


def tally(lines: Sequence[TranscriptLine], pulled_at: int) -> Tally:
    """Counts from the burst that was open when the plug was pulled; `lines` are oldest first."""
    since = lines[_open_burst(lines, pulled_at) :]
    return Tally(
        questions=sum(1 for number in range(len(since)) if _starts_burst(since, number)),
        answers=sum(1 for line in since if _went_out(line)),
    )


def _open_burst(lines: Sequence[TranscriptLine], pulled_at: int) -> int:
    starts = [n for n in range(len(lines)) if _starts_burst(lines, n) and lines[n].at <= pulled_at]
    return starts[-1] if starts else 0


def _starts_burst(lines: Sequence[TranscriptLine], number: int) -> bool:
    if lines[number].author != Author.CUSTOMER:
        return False
    return number == 0 or lines[number - 1].author != Author.CUSTOMER


def _went_out(line: TranscriptLine) -> bool:
    ours = line.author != Author.CUSTOMER
    return ours and (line.outcome is AttemptOutcome.ACCEPTED and line.state not in _NEVER_SENT)
