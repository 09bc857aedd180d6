"""Whether one template may go to one customer now; else why not, and what can be done."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from wa_support.domain.consents import Consents
from wa_support.domain.countries import NORTH_AMERICA, country_of, is_korean
from wa_support.domain.customers import Customer
from wa_support.domain.templates.advertising import MARK, marked, night_ends_at
from wa_support.domain.templates.standing import MetaTemplate
from wa_support.domain.templates.template import Category, Trigger

PAUSED: Final = "PAUSED"
LOOK_AGAIN_MS: Final = 10 * 60_000
"""A pause by Meta lasts 3 or 6 hours, and its end is heard of by a webhook or the next look."""
_ASKED_FOR: Final = frozenset({Trigger.ANSWER_DUE, Trigger.AGENT})


class Ends(StrEnum):
    """Whether the reason goes away: never, when a person does something, or by itself."""

    NEVER = "never"
    BY_A_PERSON = "by_a_person"
    BY_ITSELF = "by_itself"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotNow:
    """`code` for programs; `why` says the next step to people. `again_at`: when to ask again, for
    what ends by itself."""

    code: str
    why: str
    ends: Ends
    again_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`approved`: the version is approved by us. `category` is what was approved. `trigger` says
    whether the customer is owed it; `body` as the customer would read it."""

    name: str
    version_id: str
    approved: bool
    category: str
    trigger: Trigger
    body: str
    standing: MetaTemplate | None
    customer: Customer
    consents: Consents
    last_message_at: int | None
    now: int


def not_now(question: Question) -> NotNow | None:
    """The first reason in this order: the customer's will, the template, the hour."""
    marketing = _is_marketing(question)
    return (
        _of_refusal(question)
        or (_of_consent(question) if marketing else None)
        or _of_template(question)
        or (_of_korea(question) if marketing and is_korean(question.customer) else None)
    )


def _is_marketing(question: Question) -> bool:
    """As it was approved: what Meta has made another category stops for that alone."""
    return question.category.lower() == Category.MARKETING


def _of_refusal(question: Question) -> NotNow | None:
    stopped = question.consents.all_stopped_at or question.customer.opted_out_of_all_at
    if stopped is None:
        return None
    wrote_since = (question.last_message_at or 0) > stopped
    if wrote_since and question.trigger in _ASKED_FOR and not _is_marketing(question):
        return None
    return NotNow(
        code="stopped_all",
        why="the customer stopped all messages; answer when they write",
        ends=Ends.NEVER,
    )


def _of_template(question: Question) -> NotNow | None:
    name, theirs = question.name, question.standing
    if not question.approved:
        return _person("not_approved", f"{name} is not approved by us; put it up for review")
    if theirs is None or theirs.gone_at is not None:
        return _person("not_at_meta", f"Meta has no {name}; submit it")
    if theirs.status == PAUSED:
        return NotNow(
            code="paused",
            why=f"Meta paused {name} for its quality; it waits, or edit and submit it",
            ends=Ends.BY_ITSELF,
            again_at=question.now + LOOK_AGAIN_MS,
        )
    if not theirs.sendable:
        why = f"{name} is {theirs.status} at Meta; only an approved one can be sent"
        return _person("not_at_meta", why)
    if theirs.version_id != question.version_id:
        why = f"what Meta has of {name} is not the version that this was written with"
        return _person("other_version", f"{why}; send it anew")
    return _of_category(question, theirs)


def _of_category(question: Question, theirs: MetaTemplate) -> NotNow | None:
    counts = theirs.counts_as(question.now)
    if counts == question.category.lower():
        return None
    return _person(
        "category",
        f"Meta made {question.name} {counts}, and {question.category.lower()} was "
        "approved; approve it as that, or ask Meta for a review within 60 days",
    )


def _of_consent(question: Question) -> NotNow | None:
    customer, consents = question.customer, question.consents
    if customer.opted_out_at is not None or consents.stopped_at is not None:
        why = "the customer stopped promotions; only they can ask for them again"
        return NotNow(code="opted_out", why=why, ends=Ends.NEVER)
    if not consents.marketing:
        why = "no consent to promotions is recorded for the customer; record it where there is one"
        return _person("no_consent", why)
    if country_of(customer) == NORTH_AMERICA:
        why = "Meta delivers no marketing templates to numbers with +1"
        return NotNow(code="not_to_plus_1", why=why, ends=Ends.NEVER)
    return None


def _of_korea(question: Question) -> NotNow | None:
    if not marked(question.body):
        why = f"advertising to Korean numbers must begin with {MARK}; put it first in the template"
        return _person("no_mark", why)
    morning = night_ends_at(question.now)
    if morning is None or question.consents.night:
        return None
    return NotNow(
        code="night",
        why="advertising to Korean numbers waits from 21:00 to 08:00",
        ends=Ends.BY_ITSELF,
        again_at=morning,
    )


def _person(code: str, why: str) -> NotNow:
    return NotNow(code=code, why=why, ends=Ends.BY_A_PERSON)
