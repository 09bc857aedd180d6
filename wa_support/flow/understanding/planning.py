"""From what a model understood to what the turn will do."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from wa_support.domain.conversations import Memory
from wa_support.domain.decisions import GateDecision, Verdict
from wa_support.domain.outbound import OutText
from wa_support.domain.policy import Purpose
from wa_support.domain.reasons import Reason
from wa_support.domain.understanding import NextAction, Understanding
from wa_support.flow.answering import Answering
from wa_support.flow.plan import Plan
from wa_support.flow.understanding.deciding import SURE
from wa_support.flow.understanding.tool_calls import ToolCalls
from wa_support.flow.wording import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """`decision` is the gate's, `tools` what was called meanwhile."""

    answering: Answering
    decision: GateDecision
    purpose: Purpose
    tools: ToolCalls

    def of(self, read: Understanding) -> Plan | None:
        """None: the model doubts the purpose that was admitted, so the rules answer."""
        plan = self._of(read)
        return replace(plan, understanding=self._known(read)) if plan is not None else None

    def _of(self, read: Understanding) -> Plan | None:
        if self.tools.unsure:
            return self.to_person(Reason.TOOL_UNSURE, "tool_unsure", read)
        if self._doubted(read):
            return None
        match read.next_action:
            case NextAction.HAND_OFF:
                return self.to_person(self._why_a_person, "not_automated", read)
            case NextAction.DECLINE:
                return self._declined()
            case NextAction.WAIT:
                return self._says(self.answering.wording.say("type_it"))
            case _ if read.purpose != self.purpose.name:
                return self._declined()
            case _ if self.purpose.answers == "draft":
                plan = self.to_person(Reason.DRAFT, "not_automated", read)
                return replace(plan, suggested=read.answer)
            case _:
                return self._says(read.answer)

    def without_answer(self) -> Plan | None:
        """The model is gone. None: the rules answer as if it had never been there. A person does
        where the policy wants it, and tells of what the model has already done."""
        if self.tools.unsure:
            return self.to_person(Reason.TOOL_UNSURE, "tool_unsure")
        wanted = Reason.MODEL_UNAVAILABLE in self.answering.policy.right_away
        if self.tools.done or wanted:
            return self.to_person(Reason.MODEL_UNAVAILABLE, "not_automated")
        return None

    def to_person(self, reason: Reason, say: str, read: Understanding | None = None) -> Plan:
        """Told by the catalogue, with everything that was understood."""
        return Plan(
            memory=self._remembered(),
            reason=reason,
            prefix=self.answering.wording.say(say),
            purpose=self.purpose.name,
            collected=self._collected(read),
        )

    def _doubted(self, read: Understanding) -> bool:
        """Neither a wish for a person nor what was already done is lost to a doubt."""
        wants_person = read.next_action is NextAction.HAND_OFF
        return read.confidence < SURE and not wants_person and not self.tools.done

    @property
    def _why_a_person(self) -> Reason:
        return Reason.DRAFT if self.purpose.answers == "draft" else Reason.NOT_AUTOMATED

    def _declined(self) -> Plan:
        return self.answering.plan(replace(self.decision, verdict=Verdict.DECLINE))

    def _says(self, words: str) -> Plan:
        plan = Plan(
            memory=self._remembered(),
            draft=Draft(outbound=OutText(body=words)),
            purpose=self.purpose.name,
        )
        return self.answering.noticed(plan, self.purpose)

    def _remembered(self) -> Memory:
        """The order talked about, those shown to be theirs, the ticket that was written."""
        memory = self.answering.memory
        shown = list(self.tools.reads.orders)
        return replace(
            memory,
            not_understood=0,
            off_purpose=0,
            wants=None,
            tell_about=None,
            question=None,
            filling=None,
            order_id=shown[0] if len(shown) == 1 else memory.order_id,
            proven=tuple(dict.fromkeys([*memory.proven, *shown]))[-10:],
            ticket_id=self.tools.gave.get("ticket_id", memory.ticket_id),
        )

    def _collected(self, read: Understanding | None) -> Mapping[str, Any]:
        told: dict[str, Any] = {
            "order_id": self.decision.order_id,
            "wants": self.decision.tool,
            "ticket_id": self.tools.gave.get("ticket_id"),
        }
        if read is not None:
            told |= {"intent": read.intent, "issue_type": read.issue_type}
            told["order_id"] = self._known(read).order_id or told["order_id"]
            told = {**read.collected_fields, **told}
        return {name: value for name, value in told.items() if value}

    def _known(self, read: Understanding) -> Understanding:
        """With an order that they named or that was shown to be theirs, never a guess."""
        named = read.order_id or ""
        known = named in self.tools.reads.orders or named in self.tools.customer_words
        return replace(read, order_id=named if named and known else None)
