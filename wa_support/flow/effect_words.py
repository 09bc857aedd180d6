"""What a customer hears about an effect: the question before it, what was done, why a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from wa_support.domain.acting import PendingEffect
from wa_support.domain.conversations import Asked
from wa_support.domain.dates import local_date, say_clock, say_date, say_moment, say_money
from wa_support.domain.eligibility import ForPerson
from wa_support.domain.orders import Order
from wa_support.domain.outbound import Choice
from wa_support.domain.policy import Policy, SlotRules
from wa_support.domain.visits import may_change
from wa_support.flow.wording import MOST_ROWS, Draft, Wording, with_opening


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectWords:
    """In one language. `now` is in UTC milliseconds."""

    wording: Wording
    policy: Policy
    now: int

    @property
    def today(self) -> date:
        return self.wording.today

    def confirm(self, pending: PendingEffect, order: Order | None) -> Draft:
        """With a button to do it and one to leave it; a visit also has one for another time."""
        given = {**dict(pending.arguments), **dict(pending.shown)}
        if order is not None:
            key = "confirm_cancel" if pending.tool == "cancel_order" else "confirm_refund"
            body = self.wording.say(key, **self._of_order(order, key))
        else:
            key = "confirm_booking" if pending.tool == "book" else f"confirm_{pending.tool}"
            body = self.wording.say(key, **self._of_visit(pending.tool, given))
        titles = self.wording.buttons(key)
        taps = ("confirm", "drop") if len(titles) == 2 else ("confirm", "redo", "drop")
        choices = [
            Choice(id=f"{tap}:{pending.id}", title=title)
            for tap, title in zip(taps, titles, strict=True)
        ]
        return Draft(outbound=self.wording.choose(body, key, choices), asked=Asked.CONFIRM)

    def stale(self, pending: PendingEffect) -> Draft:
        again, leave = self.wording.buttons("confirm_stale")
        choices = [
            Choice(id=f"redo:{pending.id}", title=again),
            Choice(id=f"drop:{pending.id}", title=leave),
        ]
        body = self.wording.say("confirm_stale")
        return Draft(outbound=self.wording.choose(body, "confirm_stale", choices))

    def rule(self, may: ForPerson) -> str:
        params = dict(may.params)
        if "state" in params:
            params["state"] = self.wording.word(f"state_{params['state']}")
        if "limit" in params:
            limit, currency = int(params["limit"]), str(params["currency"])
            params["limit"] = say_money(limit, currency, self.wording.language)
        words = self.wording.word(f"rule_{may.code}").format(**params)
        return self.wording.say("refund_to_person", rule_in_words=words)

    def too_near(self, start: str) -> ForPerson | None:
        """A visit that only a person may still change; nothing is said of one without rules."""
        if self._rules is None:
            return None
        may = may_change(self._moment(start), self._rules, self.now)
        if not isinstance(may, ForPerson):
            return None
        return replace(may, params={"until": self._until(start)})

    def did(self, tool: str, given: Mapping[str, Any]) -> str:
        when = self.when(given["start"]) if "start" in given else ""
        order_id = given.get("order_id", "")
        return self.wording.word(f"did_{tool}").format(order_id=order_id, when=when)

    def done(self, what: str, reference: str) -> Draft:
        return self.wording.plain("done", what=what, reference=reference)

    @property
    def today_there(self) -> date:
        """Where visits are made."""
        return local_date(self.now, self._zone)

    def day(self, iso: str) -> str:
        """Without its year: it is one of the next days."""
        return say_date(iso, self.wording.language, date.fromisoformat(iso))

    def days(self, days: Sequence[str], opening: str | None) -> Draft:
        rows = [Choice(id=f"fill:{day}", title=self.day(day)) for day in days]
        return self._list("ask_day", rows, opening)

    def times(self, day: str, starts: Sequence[str], opening: str | None) -> Draft:
        """As many as a list can show beside a person, from the first to the last."""
        rows = [
            Choice(id=f"fill:{start}", title=self._clock(start))
            for start in _thinned(starts, MOST_ROWS - 1)
        ]
        return self._list("ask_start", rows, opening, day=self.day(day))

    def bookings(self, bookings: Sequence[Mapping[str, Any]]) -> Draft:
        rows = [
            Choice(
                id=f"fill:{one['id']}",
                title=self.day(one["start"][:10]),
                description=f"{self._clock(one['start'])} · {one['id']}",
            )
            for one in bookings
        ]
        return self._list("ask_booking", rows)

    def orders(self, orders: Sequence[Order], opening: str | None) -> Draft:
        """Their own last ones to tap, or the number in words."""
        if not orders:
            return self.field("order_id", "")
        outbound = self.wording.orders(orders, "which_order", "fill")
        outbound = with_opening(outbound, opening) if opening else outbound
        return Draft(outbound=outbound, asked=Asked.FIELD)

    def people(self) -> Draft:
        choices = [
            Choice(id=f"fill:{number}", title=title)
            for number, title in enumerate(self.wording.buttons("ask_people"), 1)
        ]
        body = self.wording.say("ask_people")
        outbound = self.wording.choose(body, "ask_people", choices)
        return Draft(outbound=outbound, asked=Asked.FIELD)

    def field(self, name: str, tool: str) -> Draft:
        """A question in words; a field that has no words of its own is called by its name."""
        if name == "photo":
            said = self.wording.say("ask_photo")
        elif (name, tool) == ("reason", "request_refund"):
            said = self.wording.say("ask_reason")
        else:
            said = self.wording.say("ask_field", field=self.wording.field_name(name))
        return Draft(outbound=self.wording.text(said), asked=Asked.FIELD)

    def when(self, start: str) -> str:
        """`2026-11-24T10:00` as people say it."""
        ms = self._moment(start)
        return say_moment(ms, self._zone, self.wording.language, self.now)

    def _list(
        self, key: str, rows: Sequence[Choice], opening: str | None = None, **values: str
    ) -> Draft:
        body = self.wording.say(key, **values)
        body = f"{opening} {body}" if opening else body
        outbound = self.wording.list_of(body, key, [*rows, self.wording.person()])
        return Draft(outbound=outbound, asked=Asked.FIELD)

    def _of_order(self, order: Order, key: str) -> dict[str, str]:
        word, language = self.wording.word, self.wording.language
        said = {
            "order_id": order.id,
            "items": self.wording.items(order),
            "amount": say_money(order.amount, order.currency, language),
            "method": self.wording.named(order.paid_with) or word("method_unknown"),
            "days": word("days_unknown"),
        }
        if order.refund_days is not None:
            said["days"] = word("days_within").format(days=order.refund_days)
        if key == "confirm_refund":
            fee = order.return_fee
            known = None if fee is None else say_money(fee, order.currency, language)
            said["fee"] = known or word("fee_unknown")
        return said

    def _of_visit(self, tool: str, given: Mapping[str, Any]) -> dict[str, object]:
        start = given["start"]
        if tool == "cancel_booking":
            return {"when": self.when(start)}
        said: dict[str, object] = {"when": self.when(start), "change_until": self._until(start)}
        if tool == "book":
            place = self.wording.named(self._rules.place if self._rules else None)
            said |= {"people": given["people"], "place": place or self.wording.business}
        return said

    def _until(self, start: str) -> str:
        before = self._rules.change_until_ms if self._rules else 0
        return say_moment(self._moment(start) - before, self._zone, self.wording.language, self.now)

    def _clock(self, start: str) -> str:
        return say_clock(start[-5:], self.wording.language)

    def _moment(self, start: str) -> int:
        local = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(self._zone))
        return int(local.timestamp() * 1000)

    @property
    def _rules(self) -> SlotRules | None:
        return self.policy.slots

    @property
    def _zone(self) -> str:
        return self._rules.hours.timezone if self._rules else self.policy.timezone


def _thinned(starts: Sequence[str], most: int) -> Sequence[str]:
    """At most so many, evenly spread, the first and the last among them."""
    if len(starts) <= most:
        return starts
    return [starts[round(n * (len(starts) - 1) / (most - 1))] for n in range(most)]
