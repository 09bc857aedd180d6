"""Consents, promotions and the clock in any order: nothing is sent that was not wanted just then,
and what may be sent is."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

import pytest

from bench.takeovers.light_house import LightHouse
from tests.flow.given_templates import MARKETING, approve, offer
from tests.flow.house import HOUR, MINUTE
from wa_support.domain.consents import ConsentCategory, ConsentSource
from wa_support.domain.customers import Consent, CustomerRef
from wa_support.domain.delivery import SendState
from wa_support.domain.outbound import OutTemplate
from wa_support.domain.sends import Send
from wa_support.domain.templates.template import TemplateKey, Trigger
from wa_support.flow import outbox
from wa_support.flow.consent import hear, record
from wa_support.flow.identity import recognise
from wa_support.flow.reaching import conversation_with
from wa_support.flow.template_sending import Planned, TemplateSending, Wish
from wa_support.ports.database import Tx

NUMBER: Final = "100000000000042"
PLAYS: Final = 60
STEPS: Final = 25


@dataclass(slots=True)
class Play:
    """What is wanted is told by a model of its own: the switch inside WhatsApp, and the rest."""

    house: LightHouse
    draw: random.Random
    wants: bool = False
    at_night: bool = False
    switched_off: bool = False
    all_stopped: bool = False
    status: str = "APPROVED"
    category: str = "MARKETING"
    planned: list[str] = field(default_factory=list)
    began: int = 0

    def run(self) -> None:
        with self.house.database.write() as tx:
            approve(tx, "offer", given=offer(), category=MARKETING, now=self.house.clock.now())
        ways: list[Callable[[Tx], None]] = [
            self.agree, self.agree, self.refuse, self.refuse_all, self.switch_off, self.switch_on,
            self.agree_to_nights, self.change_status, self.change_category,
            self.plan, self.plan, self.plan,
        ]  # fmt: skip
        for _ in range(STEPS):
            self.house.clock.pass_by(self.draw.choice([1, MINUTE, 11 * MINUTE, 3 * HOUR]))
            with self.house.database.write() as tx:
                self.draw.choice(ways)(tx)
            self.deliver()
        self.in_the_end()

    def customer(self, tx: Tx) -> str:
        now, ids = self.house.clock.now(), self.house.ids
        return recognise(tx, CustomerRef(phone="821012345678"), ids=ids, now=now).customer.id

    def agree(self, tx: Tx) -> None:
        hear(tx, self.customer(tx), Consent.PROMOTIONS_WANTED, now=self.house.clock.now())
        self.wants, self.switched_off, self.all_stopped = True, False, False

    def refuse(self, tx: Tx) -> None:
        hear(tx, self.customer(tx), Consent.PROMOTIONS_STOPPED, now=self.house.clock.now())
        self.wants = self.at_night = False
        self.switched_off = True

    def refuse_all(self, tx: Tx) -> None:
        hear(tx, self.customer(tx), Consent.ALL_STOPPED, now=self.house.clock.now())
        self.wants = self.at_night = False
        self.switched_off = self.all_stopped = True

    def switch_off(self, tx: Tx) -> None:
        self.record(tx, given=False)
        self.switched_off, self.at_night = True, False

    def switch_on(self, tx: Tx) -> None:
        self.record(tx, given=True)
        self.switched_off = False

    def record(self, tx: Tx, *, given: bool) -> None:
        now, source = self.house.clock.now(), ConsentSource.WHATSAPP
        record(
            tx, self.customer(tx), ConsentCategory.MARKETING, given=given, source=source, now=now
        )

    def agree_to_nights(self, tx: Tx) -> None:
        now, night = self.house.clock.now(), ConsentCategory.MARKETING_NIGHT
        record(tx, self.customer(tx), night, given=True, source=ConsentSource.AGENT, now=now)
        self.at_night = True

    def change_status(self, tx: Tx) -> None:
        self.status = self.draw.choice(["APPROVED", "APPROVED", "PAUSED", "REJECTED"])
        self.at_meta(tx)

    def change_category(self, tx: Tx) -> None:
        self.category = self.draw.choice(["MARKETING", "MARKETING", "UTILITY"])
        self.at_meta(tx)

    def at_meta(self, tx: Tx) -> None:
        theirs = tx.meta_templates.get(TemplateKey(name="offer", language="ko"))
        assert theirs is not None
        tx.meta_templates.save(replace(theirs, status=self.status, category=self.category))

    def plan(self, tx: Tx) -> None:
        now, ids = self.house.clock.now(), self.house.ids
        here = conversation_with(tx, self.customer(tx), NUMBER, ids=ids, now=now)
        read = self.house.book.current(tx).read_template
        cause = f"play:{len(self.planned)}:{now}"
        wish = Wish(name="offer", trigger=Trigger.LIST, values={}, cause=cause)
        found = TemplateSending(tx=tx, ids=ids, read=read, now=now).plan(here, wish)
        if isinstance(found, Planned):
            self.planned.append(found.send.id)
            assert self.wanted(), "planned for who does not want it"

    def wanted(self) -> bool:
        return self.wants and not self.switched_off and not self.all_stopped

    def allowed(self) -> bool:
        fit = (self.status, self.category) == ("APPROVED", "MARKETING")
        minute = (self.house.clock.now() // MINUTE + 9 * 60) % (24 * 60)
        by_day = 8 * 60 <= minute < 20 * 60 + 50
        return fit and self.wanted() and (by_day or self.at_night)

    def deliver(self) -> None:
        before = self.tried()
        while (call := self.house.outboxes[0].claim()) is not None:
            call()
        began = self.tried() - before
        self.began += len(began)
        assert not began or self.allowed(), "begun against a rule"

    def tried(self) -> set[str]:
        return {send.id for send in self.sends() if send.tries}

    def sends(self) -> list[Send]:
        with self.house.database.read() as tx:
            found = [tx.sends.get(each) for each in self.planned]
        assert all(isinstance(send.outbound, OutTemplate) for send in found)
        return found

    def in_the_end(self) -> None:
        """Everything allows it: what still waits goes out; what was refused meanwhile does not."""
        self.house.clock.pass_by(1)
        with self.house.database.write() as tx:
            self.agree(tx)
            self.status, self.category = "APPROVED", "MARKETING"
            self.at_meta(tx)
        self.house.clock.pass_by(24 * HOUR - self.house.clock.now() % (24 * HOUR) + 3 * HOUR)
        waiting = {send.id for send in self.sends() if send.state is SendState.WAITING}
        self.deliver()
        for send in self.sends():
            assert send.state is not SendState.READY
            assert send.id not in waiting or send.state is SendState.DONE


def play_some(plays: int) -> tuple[int, int]:
    """How many were planned, how many of them begun."""
    house, began, planned = LightHouse(), 0, 0
    for seed in range(plays):
        play = Play(house, random.Random(seed))
        play.run()
        began, planned = began + play.began, planned + len(play.planned)
        house.empty()
    house.engine.close()
    return planned, began


def test_nothing_begins_against_a_rule_and_nothing_allowed_is_forgotten() -> None:
    planned, began = play_some(PLAYS)
    assert began > 30
    assert planned - began >= 5, "so few that were kept back prove nothing"


def test_a_missing_fence_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "stands_before", lambda *_: None)
    with pytest.raises(AssertionError, match="against a rule"):
        play_some(PLAYS)
