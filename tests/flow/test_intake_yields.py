"""Turns and sends get the write lock in between, however long a batch would take."""

from dataclasses import dataclass, replace

from tests.flow.house import Home, StillClock, contact, webhook
from wa_support.ports.outside import InboxBatch, InboxRow
from wa_support.storage.cursors import cursor_of

CUSTOMERS = [f"82105550{number:04}" for number in range(7)]


@dataclass(slots=True)
class SlowClock(StillClock):
    """Seven milliseconds pass from look to look."""

    def monotonic(self) -> float:
        self.seconds += 0.007
        return self.seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """Implements `ports.outside.InboxReader` as the real ones do: what the cursor has passed."""

    home: Home
    bodies: list[bytes]

    def next_batch(self, limit: int) -> InboxBatch | None:
        after = cursor_of(self.home.house.engine, "inbox-0")
        rows = tuple(
            InboxRow(seq=seq, received_at=self.home.clock.now(), body=body)
            for seq, body in enumerate(self.bodies, 1)
            if seq > after
        )[:limit]
        return InboxBatch(source="inbox-0", rows=rows) if rows else None

    def tidy(self) -> None:
        """Nothing is left behind."""


def rounds(home: Home, clock: StillClock) -> list[int]:
    """How many webhooks each round took, until there were none."""
    said = {"type": "text", "text": {"body": "주문 1042 어디쯤이에요?"}}
    bodies = [
        webhook(messages=[home.message(said, customer)], contacts=[contact(customer)])
        for customer in CUSTOMERS
    ]
    intake = replace(home.intake, inbox=Backlog(home=home, bodies=bodies), clock=clock)
    taken = []
    while count := intake.run_once():
        taken.append(count)
    return taken


def test_a_slow_batch_is_cut_and_nothing_of_it_lost_or_doubled(home: Home) -> None:
    assert rounds(home, SlowClock()) == [3, 3, 1]
    assert len(home.house.queries.conversations()) == len(CUSTOMERS)
    assert len(home.answer()) == len(CUSTOMERS)


def test_a_quick_one_stays_whole(home: Home) -> None:
    assert rounds(home, home.clock) == [len(CUSTOMERS)]
    assert len(home.answer()) == len(CUSTOMERS)
