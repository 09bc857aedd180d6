"""The gate: taps, context, shapes, near-exact examples, words, the classifier; else the menu."""

from dataclasses import dataclass, replace

from wa_support.domain.conversations import Asked, Memory
from wa_support.domain.decisions import GateDecision, Intent, Verdict
from wa_support.domain.gate import lookups, questions, shapes, words
from wa_support.domain.gate.choices import by_tap, orders_purpose
from wa_support.domain.gate.classifier import by_scores, tells_ours
from wa_support.domain.gate.complaints import is_complaint
from wa_support.domain.gate.context import about_the_photo, by_context
from wa_support.domain.gate.normal import bare
from wa_support.domain.gate.scores import Scorer, Scores
from wa_support.domain.gate.steps import for_purpose, line_like, nearest
from wa_support.domain.gate.tickets import by_ticket
from wa_support.domain.gate.verdicts import admitted, asking, asking_which, declined, to_person
from wa_support.domain.policy import Policy
from wa_support.domain.reasons import DecidedBy, Reason
from wa_support.domain.text import script_of

_ASK_AGAIN = GateDecision(
    verdict=Verdict.ASK, reason=Reason.NOT_UNDERSTOOD, decided_by=DecidedBy.NONE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One burst: the words together, and the last tap."""

    text: str
    tap: str | None = None


def decide(
    heard: Heard, *, policy: Policy, memory: Memory, scorer: Scorer | None = None
) -> GateDecision:
    """The first layer that is sure decides; nobody being sure is the menu, never a refusal.

    Without a scorer (a version published before there was one) the rules decide alone.
    """
    text = shapes.without_courtesies(heard.text)
    scorer = scorer or _no_opinion
    if heard.tap is None:
        return _by_words_alone(text, policy, memory, scorer)
    tapped = by_tap(heard.tap, policy=policy, memory=memory)
    if not bare(text) or shapes.is_greeting(text) or shapes.is_thanks(text):
        return tapped
    return _together(tapped, text, policy, memory, scorer)


def _no_opinion(text: str) -> Scores | None:
    return None


def _by_words_alone(text: str, policy: Policy, memory: Memory, scorer: Scorer) -> GateDecision:
    if script_of(text) == "other":
        return asking(Reason.UNKNOWN_SCRIPT)
    for sure in (_fixed_words, by_ticket, by_context, _denied, _by_example, _by_shape):
        decision = sure(text, policy, memory)
        if decision is not None:
            return decision
    named = memory.asked is Asked.ORDER_PROOF and lookups.may_be_a_name(text)
    scores = scorer(text)
    told = _by_words(text, policy, memory, scores)
    learnt = None if told or named else by_scores(text, policy, memory, scores)
    if told is None and (learnt is None or learnt.is_torn):
        told = about_the_photo(text, policy, memory)
    nothing = replace(_ASK_AGAIN, intent=Intent.PROVE_ORDER) if named else _ASK_AGAIN
    return told or learnt or nothing


def _together(
    tapped: GateDecision, text: str, policy: Policy, memory: Memory, scorer: Scorer
) -> GateDecision:
    """A tap with words around it: the words may say more of the same, or something else."""
    purpose = policy.purpose(tapped.purpose)
    if tapped.verdict is Verdict.HAND_OFF:
        return tapped
    if purpose is None:
        return _by_words_alone(text, policy, memory, scorer)
    in_talk = replace(
        memory,
        asked=memory.asked if memory.asked is Asked.ORDER_PROOF else None,
        choices=(),
        order_id=tapped.order_id or memory.order_id,
    )
    said = _by_words_alone(text, policy, in_talk, scorer)
    if said.verdict is Verdict.HAND_OFF:
        return said
    if said.purpose not in {None, purpose.name}:
        both = [one for one in policy.purposes if one.name in {purpose.name, said.purpose}]
        wished = said.intent is Intent.NOT_AUTOMATED
        return asking_which(both, wish=words.wish(text, both) if wished else None)
    if purpose.name in said.between:
        said = for_purpose(purpose, text, policy, in_talk, Reason.RULE, DecidedBy.RULE, None)
    if said.between:
        return said
    if said.purpose is None or said.intent is Intent.LIST_ORDERS:
        told = tapped.intent is Intent.TELL_US and said.verdict is Verdict.ASK
        return replace(tapped, intent=Intent.NOT_AUTOMATED) if told else tapped
    return replace(said, order_id=said.order_id or tapped.order_id)


def _fixed_words(text: str, policy: Policy, memory: Memory) -> GateDecision | None:
    if shapes.opts_out(text):
        return asking(Reason.OPT_OUT)
    if shapes.opts_in(text):
        return asking(Reason.OPT_IN)
    if shapes.is_greeting(text):
        return asking(Reason.GREETING)
    if shapes.is_thanks(text):
        return asking(Reason.THANKS)
    if questions.asks_if_bot(text):
        return asking(Reason.RULE, intent=Intent.AM_I_A_BOT)
    if questions.asks_our_hours(text):
        return asking(Reason.RULE, intent=Intent.OUR_HOURS)
    reason = _needs_a_person(text, policy)
    if reason is None or shapes.asks_for_other_work(text):
        return None
    return to_person(reason, DecidedBy.RULE)


def _needs_a_person(text: str, policy: Policy) -> Reason | None:
    if questions.tells_of_danger(text):
        return Reason.COMPLAINT
    if shapes.asks_for_person(text) or questions.wants_own_data(text):
        return Reason.ASKED
    if Reason.COMPLAINT in policy.right_away and is_complaint(text):
        return Reason.COMPLAINT
    abuse = questions.is_abuse(text) and Reason.ABUSE in policy.right_away
    return Reason.ABUSE if abuse else None


def _denied(text: str, policy: Policy, memory: Memory) -> GateDecision | None:
    if shapes.is_hard_denied(text):
        refused = [example for purpose in policy.purposes for example in purpose.not_this]
        return declined(DecidedBy.RULE, line=line_like(text, refused))
    for purpose in policy.purposes:
        example = nearest(text, purpose.not_this)
        if example is not None:
            return declined(DecidedBy.EXAMPLE, line=example.line)
    return None


def _by_example(text: str, policy: Policy, memory: Memory) -> GateDecision | None:
    for purpose in policy.purposes:
        example = nearest(text, purpose.examples)
        if example is not None:
            reason, by, line = Reason.EXAMPLE, DecidedBy.EXAMPLE, example.line
            return for_purpose(purpose, text, policy, memory, reason, by, line)
    return None


def _by_shape(text: str, policy: Policy, memory: Memory) -> GateDecision | None:
    """What leaves no doubt: a bare "cancel", a lost order number, a number and where it is."""
    if words.only_cancel(text):
        return _cancelling(policy, memory)
    orders = orders_purpose(policy)
    if orders is not None and lookups.lacks_order_number(text, policy):
        intent = Intent.NO_ORDER_NUMBER
        return admitted(orders, Reason.RULE, DecidedBy.RULE, intent=intent, tool="get_order")
    if orders is None or words.purposes_named(text, policy) not in ((), (orders,)):
        return None
    if lookups.looks_up(text, policy):
        return for_purpose(orders, text, policy, memory, Reason.RULE, DecidedBy.RULE, None)
    return None


def _by_words(
    text: str, policy: Policy, memory: Memory, scores: Scores | None
) -> GateDecision | None:
    """Our topics are other people's words too, so the classifier has a say."""
    if not tells_ours(scores):
        return None
    named = words.purposes_named(text, policy)
    if len(named) > 1:
        return asking_which(named, wish=words.wish(text, named))
    if named:
        return for_purpose(named[0], text, policy, memory, Reason.RULE, DecidedBy.RULE, None)
    orders = orders_purpose(policy)
    if orders is not None and lookups.general_delivery(text, policy):
        return for_purpose(orders, text, policy, memory, Reason.RULE, DecidedBy.RULE, None)
    return None


def _cancelling(policy: Policy, memory: Memory) -> GateDecision | None:
    """ "취소" alone: the order in talk, else which of the two is meant."""
    orders = orders_purpose(policy)
    if orders is not None and memory.order_id:
        return admitted(
            orders,
            Reason.CONTEXT,
            DecidedBy.CONTEXT,
            intent=Intent.NOT_AUTOMATED,
            tool="cancel_order",
            order_id=memory.order_id,
        )
    between = [one for one in policy.purposes if one.declared_as != "support"]
    return asking_which(between, wish="cancel_order") if between else None
