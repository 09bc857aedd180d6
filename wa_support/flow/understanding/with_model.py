"""A turn with a language model: names the purpose where rules doubt, answers where it may.

Without one, or when it fails, the gate, the rules and the menus carry on in the same turn.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import Final

from wa_support.domain.decisions import GateDecision
from wa_support.domain.gate.verdicts import to_person
from wa_support.domain.policy import Purpose
from wa_support.domain.reasons import DecidedBy, Reason
from wa_support.domain.understanding import Understanding
from wa_support.flow.answering import Answering
from wa_support.flow.hearing import Burst
from wa_support.flow.leased import Leased
from wa_support.flow.plan import Plan
from wa_support.flow.policy_book import Rulebook
from wa_support.flow.speaking import wording_for
from wa_support.flow.understanding.asking import DEADLINE_S, PLACES, Asking, CostOf, Reply
from wa_support.flow.understanding.deciding import (
    by_understanding,
    purpose_is_open,
    worded_by_model,
)
from wa_support.flow.understanding.judging import CheckAnswer, Judging, naming
from wa_support.flow.understanding.offered_tools import model_tool, offered
from wa_support.flow.understanding.planning import Planning
from wa_support.flow.understanding.prompt import answering_instructions, deciding_instructions
from wa_support.flow.understanding.rounds import Rounds
from wa_support.flow.understanding.schema import SCHEMA_NAME, understanding_schema
from wa_support.flow.understanding.talk import Talk, masked, since_it_came_back
from wa_support.flow.understanding.tool_calls import Effects, ToolCalls
from wa_support.flow.understanding.tool_reads import ToolReads
from wa_support.ports.database import Database
from wa_support.ports.language_model import ModelRequest, ModelUnavailable
from wa_support.ports.outside import Clock, Masker
from wa_support.ports.tools import Connector, OnBehalf

_LINES: Final = 40
_log = logging.getLogger("wa_support.understanding")

ReplyFor = Callable[[Rulebook], Reply]
ConnectorFor = Callable[[Rulebook], Connector | None]
EffectsFor = Callable[[Leased, Answering], Effects | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithModel:
    """`reply_for` asks the model within the limits of a policy, circuit breaker included; `check`
    holds an answer against its facts; `safety_id` names a customer by a keyed hash. `deadline_s`
    is counted from the lease."""

    reply_for: ReplyFor
    check: CheckAnswer
    cost_of: CostOf
    database: Database
    clock: Clock
    connector_for: ConnectorFor
    effects_for: EffectsFor
    safety_id: Callable[[str], str]
    mask_for: Callable[[str], Masker]
    deadline_s: float = DEADLINE_S
    places: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(PLACES))

    def decide(self, leased: Leased, burst: Burst, embedded: GateDecision) -> GateDecision:
        """The purpose by the model where the embedded gate leaves it open."""
        if not burst.heard.text.strip() or not purpose_is_open(embedded, burst.heard):
            return embedded
        policy = leased.rulebook.policy
        rounds = Rounds(
            step="purpose",
            asking=self._asking(leased),
            request=self._request(leased, self._talk(leased, burst), deciding_instructions(policy)),
            judge=naming(policy, leased.customer.id),
        )
        try:
            read = rounds.run()
        except ModelUnavailable as why:
            _log.warning("the model named no purpose: %s", why.kind)
            wanted = Reason.MODEL_UNAVAILABLE in policy.right_away
            return to_person(Reason.MODEL_UNAVAILABLE, DecidedBy.NONE) if wanted else embedded
        if not isinstance(read, Understanding):
            return embedded
        memory = leased.conversation.memory
        return by_understanding(read, embedded, burst.heard.text, policy, memory)

    def plan(
        self, leased: Leased, burst: Burst, decision: GateDecision, answering: Answering
    ) -> Plan | None:
        """None where the rules answer: no free words, or no model to be had."""
        purpose = worded_by_model(decision, burst.heard, leased.rulebook.policy)
        if purpose is None:
            return None
        asking = self._asking(leased)
        tools = self._tools(leased, burst, decision, answering, purpose, asking)
        planning = Planning(answering=answering, decision=decision, purpose=purpose, tools=tools)
        talk = self._talk(leased, burst)
        judge = Judging(
            instructions=answering_instructions(leased.rulebook.policy, purpose),
            policy=leased.rulebook.policy,
            customer_id=leased.customer.id,
            purpose=purpose,
            tools=tools,
            check=self.check,
            customer_words=talk.customer_words(),
            language=talk.language,
        )
        return self._planned(leased, talk, asking, tools, judge, planning)

    def _planned(
        self,
        leased: Leased,
        talk: Talk,
        asking: Asking,
        tools: ToolCalls,
        judge: Judging,
        planning: Planning,
    ) -> Plan | None:
        rounds = Rounds(
            step="answer",
            asking=asking,
            request=self._request(leased, talk, judge.instructions, tools),
            judge=judge,
            tools=tools,
        )
        try:
            read = rounds.run()
        except ModelUnavailable as why:
            _log.warning("the model gave no answer: %s", why.kind)
            return planning.without_answer()
        if isinstance(read, Plan):
            return read
        if isinstance(read, Understanding):
            return planning.of(read)
        return planning.to_person(Reason.ANSWER_INVALID, "turn_failed")

    def _asking(self, leased: Leased) -> Asking:
        return Asking(
            reply=self.reply_for(leased.rulebook),
            cost_of=self.cost_of,
            places=self.places,
            journal=leased.journal,
            monotonic=self.clock.monotonic,
            deadline=leased.started + self.deadline_s,
            customer_id=leased.customer.id,
        )

    def _request(
        self, leased: Leased, talk: Talk, instructions: str, tools: ToolCalls | None = None
    ) -> ModelRequest:
        purposes = [purpose.name for purpose in leased.rulebook.policy.purposes]
        return ModelRequest(
            instructions=instructions,
            lines=talk.lines(),
            tools=tuple(model_tool(spec) for spec in tools.specs.values()) if tools else (),
            schema_name=SCHEMA_NAME,
            schema=understanding_schema(purposes),
            safety_id=self.safety_id(leased.customer.id),
            may_call=tools is not None,
        )

    def _talk(self, leased: Leased, burst: Burst) -> Talk:
        wording = wording_for(leased.rulebook, leased.conversation, now=self.clock.now())
        pinned = {message.id for message in leased.messages}
        with self.database.read() as tx:
            said = tx.desk.transcript(leased.conversation.id, limit=_LINES)
        lines = masked(said, self.mask_for(leased.rulebook.policy.order_id_pattern))
        return Talk(
            earlier=[
                line
                for line in since_it_came_back(lines, leased.conversation.memory)
                if line.id not in pinned
            ],
            words=burst.heard.text,
            files=len(burst.photo_ids),
            memory=leased.conversation.memory,
            today=f"{wording.today:%Y-%m-%d %A}",
            language=wording.language,
            quoted=[
                line.quote.text
                for line in lines
                if line.id in pinned and line.quote is not None and line.quote.text
            ],
        )

    def _tools(
        self,
        leased: Leased,
        burst: Burst,
        decision: GateDecision,
        answering: Answering,
        purpose: Purpose,
        asking: Asking,
    ) -> ToolCalls:
        connector = self.connector_for(leased.rulebook)
        effects = self.effects_for(leased, answering)
        connected = connector.offers() if connector is not None else frozenset()
        specs = offered(purpose, connected, effects=effects is not None)
        customer, memory = leased.customer, leased.conversation.memory
        reads = ToolReads(
            purpose=purpose,
            decision=decision,
            answering=answering,
            journaled=leased.journal.read,
            connector=connector,
            on_behalf=OnBehalf(customer=customer.id, phone=customer.phone, proven=memory.proven),
            time_left=asking.time_left,
        )
        return ToolCalls(
            purpose=purpose,
            specs={spec.name: spec for spec in specs},
            reads=reads,
            effects=effects,
            customer_words=burst.heard.text,
        )
