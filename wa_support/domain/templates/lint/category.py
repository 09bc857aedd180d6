"""Categories, and how long a template lives. Source: Meta, "templates/overview" and
"templates/time-to-live"."""

import re
from collections.abc import Iterator
from typing import Final

from wa_support.domain.templates.advertising import MARK
from wa_support.domain.templates.lint.rule import Rule, Spot, Subject
from wa_support.domain.templates.lint.texts import read_texts
from wa_support.domain.templates.template import Category, Trigger

_LEAST_MS: Final = 30 * 1000
_MOST_MS: Final = 12 * 3600 * 1000
_PROMISED: Final = frozenset(
    {Trigger.BOOKING_REMINDER, Trigger.BOOKING_CHANGED, Trigger.ANSWER_DUE}
)
_PROMOTES: Final = re.compile(
    rf"{re.escape(MARK)}|할인|세일|특가|쿠폰|이벤트|프로모션|사은품|증정|혜택|적립금|최저가|신상품"
    r"|신제품|한정 ?판매|기획전|1 ?\+ ?1|놓치지|지금 구매|구매하세요|추천 ?상품|무료 ?체험|특별가"
    r"|\b(?:sale|discounts?|discounted|coupons?|vouchers?|promo(?:tion(?:s|al)?)?|giveaway"
    r"|special offers?|best deals?|free (?:gift|trial)|buy now|shop now|order now"
    r"|limited[- ]time|don['’]?t miss|new arrivals?|exclusive(?:ly)?(?! of)|recommended for you"
    r"|refer a friend|cash ?back|best price|clearance)\b"
    r"|\d ?% ?(?:off\b|할인|dc\b)|\bsave (?:up to )?[$€£₩]?\d",
    re.IGNORECASE,
)


def _authentication(subject: Subject) -> Iterator[Spot]:
    if subject.template.category is Category.AUTHENTICATION:
        yield Spot(path=("category",))


def _promotion(subject: Subject) -> Iterator[Spot]:
    if subject.template.category is not Category.UTILITY:
        return
    for path, text in read_texts(subject.template):
        found = _PROMOTES.search(text)
        if found is not None:
            yield Spot(path=path, it=found.group(), offset=found.start())


def _list_of_marketing(subject: Subject) -> Iterator[Spot]:
    if _is_marketing(subject) and Trigger.LIST in subject.template.fired_by:
        yield Spot(path=("fired_by", subject.template.fired_by.index(Trigger.LIST)))


def _promised(subject: Subject) -> Iterator[Spot]:
    for index, trigger in enumerate(subject.template.fired_by):
        if _is_marketing(subject) and trigger in _PROMISED:
            yield Spot(path=("fired_by", index), it=trigger)


def _fired_by_nothing(subject: Subject) -> Iterator[Spot]:
    if not subject.template.fired_by:
        yield Spot(path=("fired_by",))


def _lives_utility(subject: Subject) -> Iterator[Spot]:
    lives = subject.template.lives_ms
    utility = subject.template.category is Category.UTILITY
    if utility and lives is not None and not _LEAST_MS <= lives <= _MOST_MS:
        yield Spot(path=("lives",))


def _lives_marketing(subject: Subject) -> Iterator[Spot]:
    if _is_marketing(subject) and subject.template.lives_ms is not None:
        yield Spot(path=("lives",))


def _is_marketing(subject: Subject) -> bool:
    return subject.template.category is Category.MARKETING


RULES: Final = (
    Rule("category_authentication", "a template for codes",
         "utility or marketing: codes are no purpose of support", _authentication),
    Rule("utility_promotes", "words of promotion in a utility template (IT)",
         "take them out, or Meta makes it marketing", _promotion, warning=True),
    Rule("list_marketing", "a list of a marketing template", "lists send utility templates only",
         _list_of_marketing),
    Rule("promised_marketing", "IT of category marketing",
         "utility: who has not agreed to promotion would never get it", _promised, warning=True),
    Rule("fired_by_nothing", "nothing that sends it",
         f"one or more of {', '.join(Trigger)}", _fired_by_nothing, warning=True),
    Rule("lives_utility", "a time to live that utility may not have",
         "30 seconds to 12 hours; without it 30 days", _lives_utility),
    Rule("lives_marketing", "a time to live on a marketing template",
         "leave it out: only the Marketing Messages API takes one", _lives_marketing),
)  # fmt: skip
