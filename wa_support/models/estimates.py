"""How much a policy will answer and let through, as far as its own lines can tell.

Every line is decided by the whole gate without that line: weights fitted on the other three
quarters of the lines score it, and the policy it is compared with lacks it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from wa_support.domain.conversations import Memory
from wa_support.domain.decisions import GateDecision, Verdict
from wa_support.domain.gate.rules import Heard, decide
from wa_support.domain.policy import Policy
from wa_support.domain.text import script_of
from wa_support.models.lines import lines_of
from wa_support.models.weights import Weights

_LANGUAGES: Final = {"hangul": "ko", "latin": "en"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Of so many lines in this language, those that were admitted; `purpose` is None for lines
    that belong to none, whose admission is a mistake."""

    purpose: str | None
    language: str
    admitted: int
    of: int

    @property
    def percent(self) -> float:
        return round(100 * self.admitted / self.of, 1)


def estimated(policy: Policy, weights: Weights) -> Sequence[Share]:
    """Purposes as the policy orders them, then what is let through."""
    counted: dict[tuple[str | None, str], Counter[bool]] = {}
    for language, purpose, decision in _decided(policy, weights):
        admitted = decision.verdict is Verdict.ADMIT
        counted.setdefault((purpose, language), Counter())[admitted] += 1
    wanted = [
        (name, language)
        for name in (*(one.name for one in policy.purposes), None)
        for language in _LANGUAGES.values()
    ]
    return [
        Share(purpose=name, language=language, admitted=found[True], of=found.total())
        for name, language in wanted
        if (found := counted.get((name, language)))
    ]


def _decided(policy: Policy, weights: Weights) -> Iterator[tuple[str, str | None, GateDecision]]:
    ours = {example.text for purpose in policy.purposes for example in purpose.examples}
    for (text, purpose), row in zip(lines_of(policy), weights.held_out, strict=True):
        script = script_of(text)
        if script is None or not row or (purpose is not None and text not in ours):
            continue
        scores = weights.scores(row, script)
        decision = decide(
            Heard(text=text),
            policy=_without(text, policy),
            memory=Memory(),
            scorer=lambda _, scores=scores: scores,  # type: ignore[misc]
        )
        yield _LANGUAGES[script], purpose, decision


def _without(text: str, policy: Policy) -> Policy:
    purposes = tuple(
        replace(
            purpose,
            examples=tuple(one for one in purpose.examples if one.text != text),
            not_this=tuple(one for one in purpose.not_this if one.text != text),
        )
        for purpose in policy.purposes
    )
    return replace(policy, purposes=purposes)
