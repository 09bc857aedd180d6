"""The conversation around an effect, without a model: ask field after field, confirm, do, tell."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from wa_support.domain.acting import DoneEffect, Filling, PendingEffect, pairs
from wa_support.domain.conversations import Asked, Memory
from wa_support.domain.decisions import GateDecision, Intent, Verdict
from wa_support.domain.gate.fields import TIMED
from wa_support.domain.policy import Policy, Purpose
from wa_support.domain.reasons import Reason
from wa_support.domain.tool_results import Correctable, Failed, Succeeded
from wa_support.domain.tools import TOOL_SPECS
from wa_support.flow.effect_words import EffectWords
from wa_support.flow.effects import Effects
from wa_support.flow.plan import Plan
from wa_support.flow.visit_times import VisitTimes
from wa_support.flow.wording import Draft

_MOST_TRIES: Final = 3
_STANDS_FOR: Final = {"find_slots": "book"}
"""A tool of the gate's that begins an effect."""
_OF_EFFECTS: Final = frozenset({Intent.CONFIRM, Intent.DROP, Intent.REDO, Intent.FILL})
_ANOTHER_TIME: Final = frozenset({"slot_taken", "not_a_slot", "in_the_past", "too_far_ahead"})
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "cancel_order": ("order_id",),
    "request_refund": ("order_id", "reason"),
    "book": ("start", "people"),
    "reschedule": ("booking_id", "start"),
    "cancel_booking": ("booking_id",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """`said` are the words of this burst. Every method raises ToolError when a connected system
    does not answer a read."""

    policy: Policy
    memory: Memory
    words: EffectWords
    effects: Effects
    times: VisitTimes
    said: str
    say: Callable[[str], str]
    now: int

    def answer(self, decision: GateDecision) -> Plan | None:
        """What becomes of the decision here; None when it is about no effect."""
        begun = self._begun(decision)
        if begun is not None:
            return begun
        if decision.verdict is Verdict.ASK:
            return self._asked(decision)
        purpose = self.policy.purpose(decision.purpose)
        if decision.verdict is not Verdict.ADMIT or purpose is None or purpose.answers != "live":
            return None
        if decision.intent in _OF_EFFECTS or self._begins(purpose, decision):
            return self._plan(purpose, decision)
        return None

    def _begun(self, decision: GateDecision) -> Plan | None:
        """What this turn has begun already, before it was interrupted: told as it is, whatever the
        policy is by now."""
        pending = self.memory.pending
        if decision.intent is not Intent.CONFIRM or pending is None:
            return None
        if pending.id != decision.value or not self.effects.has_begun(pending):
            return None
        purpose = self.policy.purpose(pending.purpose)
        return self._told(pending, purpose if purpose and purpose.answers == "live" else None)

    def _asked(self, decision: GateDecision) -> Plan | None:
        if decision.intent in _OF_EFFECTS:
            return self._not_shown(decision)
        waiting = self.memory.asked is Asked.FIELD and self.memory.filling is not None
        return self._not_that() if waiting and decision.is_unsure else None

    def _begins(self, purpose: Purpose, decision: GateDecision) -> bool:
        """Whether the wish is an effect of this purpose that is connected, or one of its forms."""
        if decision.intent is Intent.WHICH_ORDER:
            return False
        tool = _effect_of(decision)
        return tool in purpose.collect_for_people or self._can(tool, purpose)

    def _plan(self, purpose: Purpose, decision: GateDecision) -> Plan:
        match decision.intent:
            case Intent.CONFIRM:
                return self._confirmed(purpose, decision)
            case Intent.DROP:
                return self._dropped()
            case Intent.REDO:
                return self._again(purpose)
            case Intent.FILL:
                return self._filled(decision.value or "")
            case _:
                return self._begin(purpose, decision)

    def _dropped(self) -> Plan:
        return Plan(memory=self._over(), draft=self.words.wording.plain("effect_dropped"))

    def with_photo(self) -> Plan | None:
        """The photo that was asked for; None when none was."""
        filling = self.memory.filling
        asked = filling is not None and filling.asks == "photo"
        return self._filled("kept") if asked else None

    def _not_shown(self, decision: GateDecision) -> Plan:
        """A button of something that is over: what was done is said again, else that it is old."""
        done = self.memory.done
        if decision.intent is not Intent.DROP and done is not None and done.id == decision.value:
            return Plan(memory=self.memory, draft=self.words.done(done.what, done.reference))
        if self.memory.pending is not None:
            return Plan(memory=self.memory, draft=self.words.stale(self.memory.pending))
        return Plan(memory=self._over(), draft=self.words.wording.plain("button_old"))

    def _not_that(self) -> Plan:
        """What was said is no answer to the field that was asked; after three, a person."""
        filling = self.memory.filling
        purpose = self.policy.purpose(filling.purpose) if filling else None
        if filling is None or purpose is None or filling.tries + 1 >= _MOST_TRIES:
            return self._to_person(Reason.NOT_UNDERSTOOD, filling)
        return self._ask(replace(filling, tries=filling.tries + 1), self.say("not_that"))

    def _begin(self, purpose: Purpose, decision: GateDecision) -> Plan:
        given = {"order_id": decision.order_id} if decision.order_id else {}
        tool = _effect_of(decision) or ""
        filling = Filling(tool=tool, purpose=purpose.name, asks="", given=pairs(given))
        if "start" in _FIELDS.get(tool, ()):
            filling = self.times.begun_with(filling, self.said)
        return self._next(filling)

    def _filled(self, value: str) -> Plan:
        filling = self.memory.filling
        if filling is None:
            return self._dropped()
        if filling.asks in TIMED:
            timed = self.times.with_words(filling, value)
            if timed is not None:
                return self._next(timed)
            if filling.asks != "people" or not value.isdigit():
                return self._not_that()
        taken: str | int = int(value) if filling.asks == "people" else value
        return self._next(filling.with_answer(taken))

    def _next(self, filling: Filling, opening: str | None = None) -> Plan:
        purpose = self.policy.purpose(filling.purpose)
        given = dict(filling.given)
        wanted = self._wanted(filling.tool, purpose)
        missing = next((name for name in wanted if name not in given), None)
        if purpose is None:
            return self._dropped()
        if missing is not None:
            return self._ask(replace(filling, asks=missing), opening)
        if filling.tool in TOOL_SPECS:
            arguments = {name: given[name] for name in wanted}
            return self.effects.propose(filling.tool, arguments, purpose)
        return self._to_person(Reason.NOT_AUTOMATED, filling, "form_filled")

    def _wanted(self, tool: str, purpose: Purpose | None) -> Sequence[str]:
        if tool in _FIELDS:
            return _FIELDS[tool]
        return purpose.collect_for_people.get(tool, ()) if purpose else ()

    def _ask(self, filling: Filling, opening: str | None) -> Plan:
        match filling.asks:
            case "day" | "start":
                return self._ask_when(filling, opening)
            case "booking_id":
                bookings = self.effects.visits.coming()
                if not bookings:
                    return self._to_person(Reason.NOT_AUTOMATED, filling, "no_bookings")
                if len(bookings) == 1:
                    return self._next(filling.with_answer(bookings[0]["id"]))
                draft = self.words.bookings(bookings)
            case "people":
                draft = self.words.people()
            case "order_id":
                orders = self.effects.own_orders()
                if len(orders) == 1:
                    return self._next(filling.with_answer(orders[0].id))
                draft = self.words.orders(orders, opening)
            case name:
                draft = self.words.field(name, filling.tool)
        return self._asking(filling, draft)

    def _ask_when(self, filling: Filling, opening: str | None) -> Plan:
        settled = self.times.settled(filling)
        if settled != filling:
            return self._next(settled)
        question = self.times.ask(filling, opening)
        if question is None:
            return self._to_person(Reason.NOT_AUTOMATED, filling, "no_slots")
        return self._asking(*question)

    def _asking(self, filling: Filling, draft: Draft) -> Plan:
        order_id = dict(filling.given).get("order_id") or self.memory.order_id
        memory = replace(self._over(), filling=filling, order_id=order_id)
        return Plan(memory=memory, draft=draft, purpose=filling.purpose)

    def _again(self, purpose: Purpose) -> Plan:
        """Shown once more as things are now; for a visit, another time, the one that was said."""
        pending = self.memory.pending
        if pending is None:
            return self._dropped()
        given = dict(pending.arguments)
        start = given.pop("start", None)
        filling = Filling(tool=pending.tool, purpose=purpose.name, asks="", given=pairs(given))
        timed = self.times.instead_of(start, filling, self.said) if start else None
        return self._next(timed or filling)

    def _confirmed(self, purpose: Purpose, decision: GateDecision) -> Plan:
        pending = self.memory.pending
        if pending is None:
            return self._not_shown(decision)
        if self.now > pending.expires_at:
            return Plan(memory=self.memory, draft=self.words.stale(pending))
        if not self.effects.still_allowed(pending):
            return self.effects.propose(pending.tool, dict(pending.arguments), purpose)
        return self._told(pending, purpose)

    def _told(self, pending: PendingEffect, purpose: Purpose | None) -> Plan:
        given = dict(pending.arguments)
        result = self.effects.run_as(pending.id, pending.tool, given, purpose)
        match result:
            case Succeeded(fields=fields):
                return self._done(pending, {**given, **_booked(fields)}, _reference(fields))
            case Correctable(code=code) if purpose is not None and code in _ANOTHER_TIME:
                given["day"] = given.pop("start")[:10]
                filling = Filling(
                    tool=pending.tool, purpose=purpose.name, asks="", given=pairs(given)
                )
                return self._next(filling, self.say("slot_taken"))
            case Failed(unsure=True):
                return self._hand_over(Reason.TOOL_UNSURE, pending, "tool_unsure")
            case Failed():
                return self._hand_over(Reason.TOOL_FAILED, pending, "tool_failed")
            case _:
                return self._hand_over(Reason.RULE, pending, "not_automated")

    def _done(self, pending: PendingEffect, given: Mapping[str, Any], reference: str) -> Plan:
        what = self.words.did(pending.tool, given)
        done = DoneEffect(id=pending.id, what=what, reference=reference)
        memory = replace(self._over(), done=done)
        return Plan(memory=memory, draft=self.words.done(what, reference), purpose=pending.purpose)

    def _hand_over(self, reason: Reason, pending: PendingEffect, say: str) -> Plan:
        return Plan(
            memory=self._over(),
            reason=reason,
            prefix=self.say(say),
            purpose=pending.purpose,
            collected={**dict(pending.arguments), "wants": pending.tool},
        )

    def _to_person(self, reason: Reason, filling: Filling | None, say: str | None = None) -> Plan:
        return Plan(
            memory=self._over(),
            reason=reason,
            prefix=self.say(say) if say else None,
            purpose=filling.purpose if filling else None,
            collected={**dict(filling.given), "wants": filling.tool} if filling else {},
        )

    def _can(self, tool: str | None, purpose: Purpose) -> bool:
        offered = self.effects.connector.offers()
        return tool in _FIELDS and tool in purpose.bot_may and tool in offered

    def _over(self) -> Memory:
        return replace(
            self.memory,
            pending=None,
            filling=None,
            wants=None,
            tell_about=None,
            question=None,
            not_understood=0,
            off_purpose=0,
        )


def _effect_of(decision: GateDecision) -> str | None:
    return _STANDS_FOR.get(decision.tool or "", decision.tool)


def _booked(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    booking = fields.get("booking")
    return {"start": booking["start"]} if booking else {}


def _reference(fields: Mapping[str, Any]) -> str:
    booking = fields.get("booking")
    return str(booking["id"] if booking else fields["reference"])
