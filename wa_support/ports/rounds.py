"""What giving out, waiting, telling people and asking afterwards need kept. Times are UTC
milliseconds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from wa_support.domain.assigning import Offered, Seated
from wa_support.domain.notices import Notice, Owed
from wa_support.domain.people import Handoff
from wa_support.domain.satisfaction import Answer, Counted, Survey
from wa_support.domain.waits import Wait


class Reminders(Protocol):
    def to_remind(self, *, told_below: int, before: int, now: int, limit: int) -> Sequence[Handoff]:
        """Those that wait longest, whose customer can be told so again, was less than `told_below`
        times, and heard nothing since `before`. Not who is late in a minute: then more is said."""


class Assignments(Protocol):
    def seated(self, since: int) -> Sequence[Seated]:
        """Agents whose seat was seen since then, with what they have and were offered."""

    def given_at(self) -> Mapping[str, int]: ...
    def to_offer(self, seated: Sequence[str], *, now: int, limit: int) -> Sequence[Offered]:
        """Queued conversations that nobody was offered, or whose offer may have lapsed; the longest
        waiting first."""

    def offer(self, conversation_id: str, agent: str, *, now: int) -> None: ...
    def withdraw(self, conversation_id: str) -> None: ...
    def over(self) -> bool:
        """Whether there are offers of conversations that wait no more."""

    def clear(self) -> None:
        """Drops these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwatched:
    """A handoff that waits for somebody and that nobody counts the time of."""

    handoff_id: str
    conversation_id: str
    opened_at: int
    waited_before: bool


class Waits(Protocol):
    def unwatched(self, since: int, limit: int) -> Sequence[Unwatched]:
        """Of those opened since then, the longest waiting first."""

    def due(self, now: int, limit: int) -> Sequence[Wait]: ...
    def open_of(self, handoff_id: str) -> Wait | None:
        """The oldest that is not settled."""

    def begin(self, wait: Wait) -> None: ...
    def save(self, wait: Wait) -> None: ...
    def human_word_since(self, conversation_id: str, since: int) -> int | None:
        """When a person first wrote after that: an agent here, or somebody from the phone app."""

    def outcomes(self, since: int) -> "WaitsCounted":
        """Of the waits that began since then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitsCounted:
    """`told_only` were told another way, or of the window, and never answered: neither kept nor
    answered late. `ended` were over before. `unpromised` had nothing promised."""

    kept: int = 0
    answered_late: int = 0
    told_only: int = 0
    ended: int = 0
    open: int = 0
    unpromised: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DueNotice:
    owed: Owed
    tries: int
    told: frozenset[str]


class Notices(Protocol):
    def add(self, owed: Owed) -> bool:
        """False when the same was owed before."""

    def any_due(self, now: int) -> bool: ...
    def due(self, now: int, limit: int) -> Sequence[DueNotice]:
        """Needs a Tx that writes: nobody else is given the same ones for the next 60 s."""

    def settle(
        self, keys: Sequence[str], *, told: frozenset[str], due_at: int | None, reason: str | None
    ) -> None:
        """One more try: `told` are the channels that have it, `due_at` None: no more tries."""

    def forget(self, before: int) -> None: ...


class Notifier(Protocol):
    """One way to tell people. Never raises."""

    @property
    def name(self) -> str: ...
    def notify(self, notices: Sequence[Notice]) -> str | None:
        """All in one message. None once it was taken, else why not, in a word."""


class Channel(Notifier, Protocol):
    """A notifier that can be tried without telling anybody anything."""

    def probe(self) -> str | None:
        """None when it would be let in, else why not."""


class Surveys(Protocol):
    def draw(self, conversation_id: str, subject: str) -> int:
        """A number from 0 on that nobody can foresee, and always the same for the same."""

    def plan(self, survey: Survey) -> None:
        """Once for one subject."""

    def any_due(self, now: int) -> bool: ...
    def due(self, now: int, limit: int) -> Sequence[Survey]: ...
    def asked_since(self, conversation_id: str, since: int) -> bool: ...
    def asked(self, id: str, now: int) -> None: ...
    def drop(self, id: str) -> None: ...
    def answer(self, id: str, answer: Answer, now: int) -> Survey | None:
        """The last answer stands. None when nothing of that id was asked."""

    def counts(self, since: int) -> Sequence[Counted]:
        """Of those asked since then, by kind."""


class RoundsTx(Protocol):
    """The part of a transaction that these are."""

    assignments: Assignments
    waits: Waits
    notices: Notices
    surveys: Surveys
