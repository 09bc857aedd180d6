"""What is owed is told once on each channel, folded, tried again, and dropped when it is over."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.flow.house import DANIEL, HOUR, MINUTE, STRANGER, Home
from tests.flow.watching import watch
from wa_support.domain.notices import Notice, NoticeKind
from wa_support.flow.notifying import Notifying

WAITING, LATE = NoticeKind.WAITING, NoticeKind.LATE


@dataclass(slots=True)
class Loud:
    """Implements `ports.rounds.Notifier`; `answers` are given first, then all is taken."""

    name: str = "loud"
    answers: list[str] = field(default_factory=list)
    heard: list[list[tuple[NoticeKind, int]]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def notify(self, notices: Sequence[Notice]) -> str | None:
        self.heard.append([(one.kind, one.count) for one in notices])
        self.links += [one.link for one in notices]
        return self.answers.pop(0) if self.answers else None


def notify(home: Home, *channels: Loud) -> int:
    house = home.house
    return Notifying(
        database=house.database, clock=home.clock, book=house.book, channels=channels,
        console="https://desk.example",
    ).look()  # fmt: skip


def test_four_that_come_at_once_are_one_message(home_on_each: Home) -> None:
    home, loud = home_on_each, Loud()
    for by in ("821099991001", DANIEL, STRANGER, "821099991002"):
        home.asks("상담원", by)
    watch(home, MINUTE)
    notify(home, loud)
    assert loud.heard == [[(WAITING, 4)]]
    assert loud.links == ["https://desk.example/"]
    assert notify(home, loud) == 0


def test_it_leads_to_the_conversation_and_names_nobody(home: Home) -> None:
    loud = Loud()
    home.asks("상담원")
    watch(home, MINUTE)
    notify(home, loud)
    assert loud.links == [f"https://desk.example/?c={home.conversation().id}"]


def test_with_somebody_at_the_seat_others_are_told_a_minute_later(home: Home) -> None:
    loud = Loud()
    home.house.desk().seen(agent="지우")
    home.asks("상담원")
    watch(home, 30_000)
    assert notify(home, loud) == 0
    watch(home, MINUTE)
    notify(home, loud)
    assert loud.heard == [[(WAITING, 1)]]


def test_what_was_taken_meanwhile_is_not_told(home: Home) -> None:
    loud = Loud()
    home.house.desk().seen(agent="지우")
    home.asks("상담원")
    watch(home, 30_000)
    home.house.desk().take(home.conversation().id, agent="지우")
    home.clock.pass_by(MINUTE)
    assert notify(home, loud) == 1
    assert loud.heard == []
    home.clock.pass_by(HOUR)
    assert notify(home, loud) == 0


def test_a_channel_that_fails_is_tried_later_and_the_other_hears_it_once(home: Home) -> None:
    well, ill = Loud(name="well"), Loud(name="ill", answers=["http_500"] * 2)
    home.asks("상담원")
    watch(home, MINUTE)
    for _ in range(3):
        notify(home, well, ill)
        home.clock.pass_by(MINUTE)
    assert [len(one.heard) for one in (well, ill)] == [1, 3]
    home.clock.pass_by(HOUR)
    assert notify(home, well, ill) == 0


def test_after_eight_tries_it_is_given_up(home: Home) -> None:
    ill = Loud(answers=["http_500"] * 99)
    home.asks("상담원")
    watch(home, MINUTE)
    for _ in range(30):
        notify(home, ill)
        home.clock.pass_by(30 * MINUTE)
    assert len(ill.heard) == 8


def test_a_worker_that_died_while_it_told_leaves_it_to_another(home: Home) -> None:
    home.asks("상담원")
    watch(home, MINUTE)
    with home.house.database.write() as tx:
        assert len(tx.notices.due(home.clock.now(), 9)) == 1
    assert notify(home, Loud()) == 0
    home.clock.pass_by(MINUTE)
    assert notify(home, Loud()) == 1


def test_without_a_channel_nothing_piles_up(home: Home) -> None:
    home.asks("상담원")
    watch(home, MINUTE)
    assert notify(home) == 1
    home.clock.pass_by(HOUR)
    assert notify(home, Loud()) == 0
