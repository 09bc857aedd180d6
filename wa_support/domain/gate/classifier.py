"""What the classifier's scores decide: admit, ask which of two, or leave it to the menu."""

from dataclasses import replace

from wa_support.domain.conversations import Memory
from wa_support.domain.decisions import GateDecision
from wa_support.domain.gate import words
from wa_support.domain.gate.scores import Scores
from wa_support.domain.gate.steps import closest_line, for_purpose
from wa_support.domain.gate.verdicts import asking_which
from wa_support.domain.policy import Policy, Purpose
from wa_support.domain.reasons import DecidedBy, Reason


def tells_ours(scores: Scores | None) -> bool:
    """Whether words of our topics may be believed; where nobody scored them, they are."""
    return scores is None or scores.is_ours


def by_scores(
    text: str, policy: Policy, memory: Memory, scores: Scores | None
) -> GateDecision | None:
    """Never a refusal: too low a score is somebody else's to decide."""
    if scores is None or words.about_something_else(text, policy):
        return None
    close = [purpose for purpose in map(policy.purpose, scores.close) if purpose is not None]
    likely = sum(scores.purposes[purpose.name] for purpose in close)
    if not close or likely < scores.threshold:
        return None
    meant = close if len(close) == 1 else _told_apart(text, policy, close)
    decided = (
        _admitted(meant[0], text, policy, memory) if len(meant) == 1 else _between(text, meant)
    )
    return replace(decided, confidence=round(likely, 2))


def _admitted(purpose: Purpose, text: str, policy: Policy, memory: Memory) -> GateDecision:
    line = closest_line(text, purpose.examples)
    reason, by = Reason.CLASSIFIER, DecidedBy.CLASSIFIER
    return for_purpose(purpose, text, policy, memory, reason, by, line)


def _told_apart(text: str, policy: Policy, close: list[Purpose]) -> list[Purpose]:
    """The one of them whose words occur, when only one's do."""
    mentioned = words.purposes_mentioned(text, policy)
    return [purpose for purpose in close if mentioned == (purpose,)] or close


def _between(text: str, meant: list[Purpose]) -> GateDecision:
    return replace(
        asking_which(meant, wish=words.wish(text, meant)),
        reason=Reason.CLASSIFIER,
        decided_by=DecidedBy.CLASSIFIER,
    )
