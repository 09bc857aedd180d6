"""What a model's answer may say: only what stands in the facts of its turn, and politely."""

from collections.abc import Iterator
from dataclasses import dataclass

from wa_support.domain.grounding.acts import unconfirmed_acts
from wa_support.domain.grounding.evidence import Evidence, evidence, folded
from wa_support.domain.grounding.figure_checks import ungrounded_figures
from wa_support.domain.grounding.links import check_links
from wa_support.domain.grounding.offers import ungrounded_offers
from wa_support.domain.grounding.register import other_language, wrong_register
from wa_support.domain.grounding.shape import ANSWER_LIMIT, misshapen, too_long
from wa_support.domain.grounding.states import ungrounded_states
from wa_support.domain.grounding.weekdays import ungrounded_days


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What an answer may stand on. `facts` are tool results (each a whole JSON text) and cited
    passages (each as it is). Of the `customer_words` only ids may be taken up, and in a question
    what it is about. `language` is ko, en, …; `links` are allowed hosts or https links, and a link
    must stand in a fact or here. `done` names the tools whose effect is confirmed, this turn's and
    the conversation's, and `hand_off` when a person is being called."""

    facts: tuple[str, ...]
    customer_words: str
    language: str
    links: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()


def violations(answer: str, grounds: Grounds) -> tuple[str, ...]:
    """Every fault once, each a short English sentence for the model; none: it may be sent.

    These are nets of words, not understanding: a state is held against all facts of the turn, not
    against the one order that the sentence means.
    """
    if too_long(answer):
        return (f"The answer is longer than {ANSWER_LIMIT} characters.",)
    return tuple(dict.fromkeys(_faults(answer, grounds, evidence(grounds.facts))))


def _faults(answer: str, grounds: Grounds, facts: Evidence) -> Iterator[str]:
    text = folded(answer)
    yield from misshapen(answer, text)
    linked = check_links(text, answer, facts, grounds.links)
    yield from linked.faults
    yield from ungrounded_figures(linked.rest, facts, grounds.customer_words)
    yield from ungrounded_days(linked.rest, facts, grounds.customer_words)
    yield from ungrounded_states(linked.rest, facts, grounds.done)
    yield from unconfirmed_acts(linked.rest, facts, grounds.done)
    yield from ungrounded_offers(linked.rest, facts)
    yield from other_language(linked.rest, facts, grounds.customer_words, grounds.language)
    yield from wrong_register(linked.rest, grounds.language)
