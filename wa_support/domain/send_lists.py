"""A list of customers who are all to get one message template, a row each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from wa_support.domain.delivery import DeliveryStatus, SendState
from wa_support.domain.sends import PENDING


class ListState(StrEnum):
    """`waiting`: the template may not be sent just now; it goes on by itself."""

    LOADING = "loading"
    SENDING = "sending"
    WAITING = "waiting"
    STOPPED = "stopped"
    DONE = "done"


class RowState(StrEnum):
    """`planned`: it has its send. `refused`: it never will. `left_out`: its customer had the same
    already."""

    OPEN = "open"
    PLANNED = "planned"
    REFUSED = "refused"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """`n` is the line of the file; `who` a phone, BSUID or our id; `language` the row's own."""

    n: int
    who: str
    values: Mapping[str, str]
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendList:
    """`versions` pins the approved version of each language, by id. `again`: who had the same
    already gets it once more."""

    id: str
    name: str
    by: str
    phone_number_id: str
    total: int
    at: int
    versions: Mapping[str, str]
    again: bool = False
    state: ListState = ListState.LOADING
    reason: str | None = None
    ended_at: int | None = None

    @property
    def going(self) -> bool:
        return self.state in {ListState.SENDING, ListState.WAITING}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOutcome:
    """How many rows ended alike. `send` and `delivery` are None where there is none yet."""

    row: RowState
    send: SendState | None
    delivery: DeliveryStatus | None
    reason: str | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReport:
    """Every row of the list is counted in exactly one of these; `refused` says why, `left_out` from
    what its customer had the same."""

    total: int
    loaded: int
    open: int = 0
    on_the_way: int = 0
    sent: int = 0
    delivered: int = 0
    read: int = 0
    failed: int = 0
    held: int = 0
    not_sent: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)


_DELIVERED = {
    None: "sent",
    DeliveryStatus.SENT: "sent",
    DeliveryStatus.DELIVERED: "delivered",
    DeliveryStatus.READ: "read",
    DeliveryStatus.PLAYED: "read",
    DeliveryStatus.FAILED: "failed",
}


def report_of(total: int, outcomes: Sequence[RowOutcome]) -> ListReport:
    counted: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    why = {RowState.REFUSED: refused, RowState.LEFT_OUT: left_out}
    for outcome in outcomes:
        if outcome.row in why:
            why[outcome.row][outcome.reason or str(outcome.row)] += outcome.count
        else:
            counted[_column(outcome)] += outcome.count
    loaded = sum(outcome.count for outcome in outcomes)
    return ListReport(total=total, loaded=loaded, refused=refused, left_out=left_out, **counted)


def _column(outcome: RowOutcome) -> str:
    if outcome.row is not RowState.PLANNED:
        return str(outcome.row)
    if outcome.send in PENDING:
        return "on_the_way"
    if outcome.send is SendState.DONE:
        return _DELIVERED[outcome.delivery]
    return "held" if outcome.send is SendState.HELD else "not_sent"
