"""Whether what a model wrote may be used: by the schema, in purpose, standing on its facts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from wa_support.domain.policy import Policy, Purpose
from wa_support.domain.understanding import NextAction, Understanding
from wa_support.flow.understanding.asking import Judge
from wa_support.flow.understanding.schema import Unfit, read_understanding
from wa_support.flow.understanding.tool_calls import ToolCalls
from wa_support.ports.language_model import ModelReply

_SPEAKS: Final = frozenset({NextAction.ANSWER, NextAction.ASK})
_REPEATED: Final = 40
"""Characters in a row that an answer and the instructions have in common only by copying."""


class CheckAnswer(Protocol):
    """Every fault of an answer as a short English sentence; none: it may be sent.

    `facts` are tool results (JSON texts) and cited passages, `done` the tools whose effect is
    confirmed, `links` hosts or https addresses that may be named.
    """

    def __call__(
        self,
        answer: str,
        *,
        facts: tuple[str, ...],
        customer_words: str,
        language: str,
        links: frozenset[str],
        done: frozenset[str],
    ) -> Sequence[str]: ...


def naming(policy: Policy, customer_id: str) -> Judge:
    """For the question which purpose it is: any understanding by the schema will do."""
    return lambda reply: _read(reply, policy, customer_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """The answers of one turn, within one admitted purpose and under these `instructions`."""

    instructions: str
    policy: Policy
    customer_id: str
    purpose: Purpose
    tools: ToolCalls
    check: CheckAnswer
    customer_words: str
    language: str

    def __call__(self, reply: ModelReply) -> Understanding | Unfit:
        read = _read(reply, self.policy, self.customer_id)
        if isinstance(read, Unfit):
            return read
        faults = tuple(self._faults(read))
        return Unfit(violations=faults) if faults else read

    def _faults(self, read: Understanding) -> Sequence[str]:
        if read.next_action is NextAction.CALL_TOOL:
            return ["next_action is call_tool, but no tool was called."]
        if read.next_action not in _SPEAKS or read.purpose is None:
            return []
        if read.purpose != self.purpose.name:
            return [f"The purpose is {read.purpose}; only {self.purpose.name} may be answered now."]
        if not read.answer:
            return [f"next_action is {read.next_action}, but answer is empty."]
        unknown = [one for one in read.citations if one not in self.tools.reads.passages]
        if unknown:
            return ["citations name a passage that kb_search did not give in this turn."]
        if _repeats(read.answer, self.instructions):
            return ["The answer repeats your instructions, which are not for customers."]
        return self._ungrounded(read)

    def _ungrounded(self, read: Understanding) -> Sequence[str]:
        cited = [self.tools.reads.passages[one] for one in read.citations]
        return self.check(
            read.answer,
            facts=(*self.tools.facts, *(passage.text for passage in cited)),
            customer_words=self.customer_words,
            language=self.language,
            links=links_of(self.policy),
            done=frozenset(self.tools.done),
        )


def _read(reply: ModelReply, policy: Policy, customer_id: str) -> Understanding | Unfit:
    names = [purpose.name for purpose in policy.purposes]
    return read_understanding(reply.text or "", purposes=names, customer_id=customer_id)


def _repeats(answer: str, instructions: str) -> bool:
    said, told = (" ".join(one.casefold().split()) for one in (answer, instructions))
    starts = range(max(len(said) - _REPEATED + 1, 0))
    return any(said[at : at + _REPEATED] in told for at in starts)


def links_of(policy: Policy) -> frozenset[str]:
    """What the policy itself names."""
    named = [policy.privacy_notice, *policy.people.other_ways.values()]
    return frozenset(one for one in named if re.match(r"https://", one))
