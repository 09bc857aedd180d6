"""From a gate decision to what will be said: reads tools, never changes anything."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from wa_support.domain.conversations import Asked, Memory
from wa_support.domain.decisions import GateDecision, Intent, Verdict
from wa_support.domain.orders import Order
from wa_support.domain.policy import Policy, Purpose
from wa_support.domain.reasons import Reason
from wa_support.flow.acting import Acting
from wa_support.flow.looking_up import LookingUp
from wa_support.flow.plan import Plan
from wa_support.flow.their_orders import TheirOrders
from wa_support.flow.their_tickets import TheirTickets
from wa_support.flow.tools import ToolError
from wa_support.flow.wording import Draft, Wording, with_opening

_KEPT_QUESTION: Final = 1000
"""Characters of a question that is kept until the customer says whether a person shall see it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """One decision, answered in one language. `offers` are the tools that are connected,
    `articles` look up what was asked, `acting` begins and ends effects."""

    policy: Policy
    wording: Wording
    memory: Memory
    offers: frozenset[str]
    orders: TheirOrders
    articles: LookingUp
    now: int
    acting: Acting
    tickets: TheirTickets

    def plan(self, decision: GateDecision) -> Plan:
        try:
            acted = self.acting.answer(decision)
        except ToolError:
            return self._to_person(Reason.TOOL_FAILED, decision, say="tool_failed")
        return acted or self._answer(decision)

    def _answer(self, decision: GateDecision) -> Plan:
        match decision.verdict:
            case Verdict.HAND_OFF:
                return self._to_person(decision.reason)
            case Verdict.DECLINE:
                return self._decline()
            case Verdict.ASK:
                return self._ask(decision)
            case Verdict.ADMIT:
                return self._admit(decision)

    def _decline(self) -> Plan:
        count = self.memory.off_purpose + 1
        if count >= self.policy.off_purpose_limit:
            return self._to_person(Reason.OFF_PURPOSE)
        memory = replace(self.memory, off_purpose=count)
        return Plan(memory=memory, draft=self.wording.decline())

    def _ask(self, decision: GateDecision) -> Plan:
        if decision.intent is Intent.PROVE_ORDER:
            return self._again_or_person(self.wording.order_not_found())
        if decision.intent is not None:
            return self._fixed(decision.intent)
        if decision.between:
            memory = replace(self._heard(), wants=decision.tool)
            return Plan(memory=memory, draft=self.wording.clarify(decision.between))
        match decision.reason:
            case Reason.NOT_UNDERSTOOD:
                return self._again_or_person(self.wording.menu())
            case Reason.UNKNOWN_SCRIPT:
                return Plan(memory=self.memory, draft=self.wording.language_fallback())
            case Reason.GREETING:
                return Plan(memory=self._heard(), draft=self.wording.greeting())
            case Reason.THANKS:
                return Plan(memory=self._heard(), draft=self.wording.plain("thanks"))
            case _:
                return Plan(memory=self._heard(), draft=self.wording.menu())

    def _fixed(self, intent: Intent) -> Plan:
        match intent:
            case Intent.LEAVE:
                left = self.say("flow_left")
                return replace(left, memory=replace(left.memory, pending=None))
            case Intent.TYPE_IT:
                return self.say("type_it")
            case Intent.NEVER_MIND:
                return self.say("never_mind")
            case Intent.AM_I_A_BOT:
                return self._aside(self.wording.plain("am_i_a_bot"))
            case Intent.OUR_HOURS:
                return self._aside(self.wording.our_hours())
            case _:
                return Plan(memory=self._heard(), draft=self.wording.menu())

    def _aside(self, draft: Draft) -> Plan:
        """An answer in passing: what we waited for in words, we still wait for."""
        memory = replace(self._heard(), tell_about=self.memory.tell_about)
        waiting = self.memory.asked in {Asked.TELL_US, Asked.ORDER_PROOF}
        asked = self.memory.asked if waiting else None
        return Plan(memory=memory, draft=replace(draft, asked=asked))

    def _again_or_person(self, draft: Draft) -> Plan:
        count = self.memory.not_understood + 1
        if count >= self.policy.not_understood_limit:
            return self._to_person(Reason.NOT_UNDERSTOOD)
        return Plan(memory=replace(self.memory, not_understood=count), draft=draft)

    def _admit(self, decision: GateDecision) -> Plan:
        purpose = self.policy.purpose(decision.purpose)
        if purpose is None:
            return self._again_or_person(self.wording.menu())
        if decision.intent is Intent.TELL_US:
            memory = replace(self._heard(), tell_about=purpose.name)
            return Plan(
                memory=memory, draft=self.wording.tell_us_first(purpose), purpose=purpose.name
            )
        if purpose.answers == "draft":
            return self._to_person(Reason.DRAFT, decision, say="not_automated")
        if decision.intent is Intent.QUESTION:
            return self._look_up(decision, purpose)
        if not self._can(purpose, decision):
            return self._to_person(Reason.NOT_AUTOMATED, decision, say="not_automated")
        try:
            plan = self._ticket(decision) if decision.ticket_id else self._orders(decision)
        except ToolError:
            return self._to_person(Reason.TOOL_FAILED, decision, say="tool_failed")
        return replace(self.noticed(plan, purpose), purpose=purpose.name)

    def _look_up(self, decision: GateDecision, purpose: Purpose) -> Plan:
        """The passage itself, or whether a person shall be asked; who was asked to tell already,
        and told, is not asked again."""
        if not purpose.reads_articles:
            return self._to_person(Reason.NOT_AUTOMATED, decision, say="not_automated")
        try:
            passage = self.articles.passage(purpose)
        except ToolError:
            return self._to_person(Reason.TOOL_FAILED, decision, say="tool_failed")
        if passage is not None:
            plan = Plan(memory=self._heard(), draft=self.wording.article(passage))
        elif self.memory.asked is Asked.TELL_US:
            return self._to_person(Reason.NOT_AUTOMATED, decision, say="not_automated")
        else:
            memory = replace(self._heard(), question=self.articles.question[:_KEPT_QUESTION])
            plan = Plan(memory=memory, draft=self.wording.not_in_knowledge())
        return replace(self.noticed(plan, purpose), purpose=purpose.name)

    def _can(self, purpose: Purpose, decision: GateDecision) -> bool:
        return (
            purpose.answers == "live"
            and decision.intent is not Intent.NOT_AUTOMATED
            and _reads_with(decision) in purpose.bot_may
            and _reads_with(decision) in self.offers
        )

    def _ticket(self, decision: GateDecision) -> Plan:
        ticket = self.tickets.one(decision.ticket_id or "")
        return Plan(memory=self._heard(), draft=self.wording.ticket(ticket))

    def _orders(self, decision: GateDecision) -> Plan:
        if decision.order_id is not None:
            return self._one_order(decision, decision.order_id)
        if decision.intent is Intent.PROVE_ORDER:
            memory = replace(self._heard(), wants=self.memory.wants)
            return Plan(memory=memory, draft=self.wording.type_order_proof())
        orders = self.orders.last()
        if decision.intent is Intent.WHICH_ORDER:
            return self._wished_for(decision, orders)
        if not orders or self._not_among(decision):
            return self._none_here(decision)
        if len(orders) == 1:
            return self._shown(orders[0])
        draft = self.wording.which_order(orders, key="order_list")
        return Plan(memory=self._heard(), draft=draft)

    def _wished_for(self, decision: GateDecision, orders: Sequence[Order]) -> Plan:
        """The wish is kept while we ask which order; one order needs no question."""
        if len(orders) <= 1:
            order_id = orders[0].id if orders else None
            decision = replace(decision, order_id=order_id, intent=Intent.NOT_AUTOMATED)
            acted = self.acting.answer(decision) if orders else None
            return acted or self._to_person(Reason.NOT_AUTOMATED, decision, say="not_automated")
        memory = replace(self._heard(), wants=decision.tool)
        return Plan(memory=memory, draft=self.wording.which_order(orders, key="which_order"))

    def _not_among(self, decision: GateDecision) -> bool:
        """Their orders have just been listed, and the one they mean was not there."""
        listed = self.memory.asked in {Asked.WHICH_ORDER, Asked.ORDER_PROOF}
        return listed and decision.intent is Intent.NO_ORDER_NUMBER

    def _none_here(self, decision: GateDecision) -> Plan:
        if decision.intent is Intent.NO_ORDER_NUMBER:
            return self._to_person(Reason.NOT_AUTOMATED, decision, say="not_automated")
        return Plan(memory=self._heard(), draft=self.wording.no_orders_here())

    def _one_order(self, decision: GateDecision, order_id: str) -> Plan:
        """Unknown, foreign and unproven read and say the same. A number alone may be another
        order's or the end of a phone number: unproven, the order asked about stays in talk."""
        order = self.orders.one(order_id, decision)
        if order is not None:
            return self._wished_before(decision, order) or self._shown(order)
        tries = self.memory.proof_tries + 1
        if tries >= self.policy.order_proof.tries:
            return self._to_person(Reason.RULE, decision)
        alone = decision.last_4 is not None and decision.last_4 == order_id
        asked_about = self.memory.order_id if alone and decision.receiver is None else None
        memory = replace(
            self._heard(),
            wants=self.memory.wants,
            proof_tries=tries,
            order_id=asked_about or order_id,
        )
        return Plan(memory=memory, draft=self.wording.order_not_found())

    def _wished_before(self, decision: GateDecision, order: Order) -> Plan | None:
        """What the proof was asked for goes on with the order that it has proven."""
        if decision.intent is not Intent.PROVE_ORDER or self.memory.wants is None:
            return None
        wish = replace(
            decision, tool=self.memory.wants, order_id=order.id, intent=Intent.NOT_AUTOMATED
        )
        return self.acting.answer(wish)

    def photo(self, *, told: bool) -> Plan:
        """A photo whose words, when there were any, name no purpose: never the bare menu."""
        asked_for = self.acting.with_photo()
        if asked_for is not None:
            return asked_for
        try:
            orders = self.orders.last() if "list_orders" in self.offers else ()
        except ToolError:
            orders = ()
        draft = self.wording.about_photo(orders, told=told)
        return Plan(memory=self._heard(), draft=draft)

    def cannot_read(self, kind: str) -> Plan:
        return Plan(memory=self._heard(), draft=self.wording.cannot_read(kind))

    def say(self, key: str) -> Plan:
        return Plan(memory=self._heard(), draft=self.wording.plain(key))

    def _shown(self, order: Order) -> Plan:
        memory = replace(self._heard(), order_id=order.id, proven=self.memory.with_proven(order.id))
        return Plan(memory=memory, draft=self.wording.order_status(order))

    def noticed(self, plan: Plan, purpose: Purpose) -> Plan:
        """An urgent notice about this purpose stands above its answers until its end."""
        notice = next(
            (
                one
                for one in self.policy.notices
                if one.about == purpose.name and one.until > self.now
            ),
            None,
        )
        if notice is None or plan.draft is None:
            return plan
        words = notice.text.get(self.wording.language) or next(iter(notice.text.values()))
        draft = replace(plan.draft, outbound=with_opening(plan.draft.outbound, words))
        return replace(plan, draft=draft)

    def _to_person(
        self, reason: Reason, decision: GateDecision | None = None, *, say: str | None = None
    ) -> Plan:
        slots: dict[str, str | None] = {"question": self.memory.question}
        if decision is not None:
            slots |= {"order_id": decision.order_id, "wants": decision.tool}
            slots |= {"ticket_id": decision.ticket_id}
        return Plan(
            memory=self._heard(),
            reason=reason,
            prefix=self.wording.say(say) if say else None,
            purpose=decision.purpose if decision else None,
            collected={name: value for name, value in slots.items() if value},
        )

    def _heard(self) -> Memory:
        """What an answer leaves behind: the questions of before are over."""
        return replace(
            self.memory,
            not_understood=0,
            off_purpose=0,
            wants=None,
            tell_about=None,
            question=None,
            filling=None,
        )


def _reads_with(decision: GateDecision) -> str | None:
    """The tool of the reading: `tool` may be what is wished for once the order is known."""
    lists = decision.intent in {Intent.WHICH_ORDER, Intent.NO_ORDER_NUMBER}
    return "list_orders" if lists else decision.tool
