"""`notices`, `checks` and `engineer`."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from wa_support.config import measures
from wa_support.config.catalogue import LANGUAGES
from wa_support.config.connect import read_connect
from wa_support.config.nodes import Node
from wa_support.config.order_pattern import order_pattern
from wa_support.config.policy_business import measured
from wa_support.config.policy_conduct import PERSONAL_DATA
from wa_support.config.reading import Reading
from wa_support.config.template_prices import read_template_prices
from wa_support.domain.content import MediaKind
from wa_support.domain.policy import TOOLS, Check, Notice, ResendUnknown
from wa_support.domain.spending import SpendLimits

_SIGHT: Final = ("photo", *(str(kind) for kind in MediaKind))
_MODEL_LIMITS: Final = {
    "model_per_customer_per_day": "per_customer_per_day",
    "model_per_day": "per_day",
    "model_in_all": "in_all",
}
_CHECK: Final = ("say", "then", "uses", "asks_to_confirm", "never_stores", "with", "collects")


def read_notices(
    node: Node,
    reading: Reading,
    *,
    purposes: Sequence[str] | None,
    languages: Sequence[str],
    timezone: str,
) -> tuple[Notice, ...]:
    required = ("about", "until", *languages)
    notices = []
    for item in reading.items(node):
        known = ("about", "until", *LANGUAGES)
        fields = reading.fields(item, known, required=required, of="a notice")
        if all(name in fields for name in required):
            moment = partial(measures.moment, timezone=timezone)
            notices.append(
                Notice(
                    about=reading.one_of(fields["about"], purposes),
                    until=measured(fields["until"], reading, moment, 0),
                    text={name: reading.text(fields[name]) for name in LANGUAGES if name in fields},
                    line=item.line,
                )
            )
    return tuple(notices)


def read_checks(node: Node, reading: Reading, purposes: Sequence[str] | None) -> tuple[Check, ...]:
    outcomes = None if purposes is None else (*purposes, "person", "ask", "decline")
    checks = []
    for item in reading.items(node):
        fields = reading.fields(item, _CHECK, required=("say", "then"), of="a check")
        if "say" in fields and "then" in fields:
            checks.append(
                Check(
                    say=tuple(reading.text(line) for line in reading.items(fields["say"])),
                    then=reading.one_of(fields["then"], outcomes),
                    line=item.line,
                    extra=_extra(fields, reading),
                )
            )
    return tuple(checks)


def _extra(fields: dict[str, Node], reading: Reading) -> dict[str, Any]:
    allowed: dict[str, Sequence[str]] = {
        "uses": TOOLS,
        "asks_to_confirm": TOOLS,
        "never_stores": PERSONAL_DATA,
        "with": _SIGHT,
    }
    extra: dict[str, Any] = {
        name: reading.word(fields[name], words) for name, words in allowed.items() if name in fields
    }
    if "collects" in fields:
        items = reading.items(fields["collects"])
        extra["collects"] = tuple(reading.text(item) for item in items)
    return extra


def read_engineer(node: Node, reading: Reading) -> dict[str, Any]:
    """`connect`, `order_id_pattern`, `resend_unknown`, `replies_per_customer_per_day`,
    `model_spend` and `template_prices` of a Policy."""
    names = ("spend", "connect", "order_id_pattern", "resend_unknown", "template_prices")
    fields = reading.fields(node, names, of="engineer")
    found: dict[str, Any] = {}
    if "spend" in fields:
        limits = (*_MODEL_LIMITS, "replies_per_customer_per_day")
        spend = reading.fields(fields["spend"], limits, of="spend")
        found["model_spend"] = SpendLimits(
            **{
                limit: measured(spend[name], reading, measures.dollars, 0)
                for name, limit in _MODEL_LIMITS.items()
                if name in spend
            }
        )
        if "replies_per_customer_per_day" in spend:
            found["replies_per_customer_per_day"] = reading.number(
                spend["replies_per_customer_per_day"], low=1, high=1000
            )
    if "order_id_pattern" in fields:
        found["order_id_pattern"] = measured(
            fields["order_id_pattern"], reading, order_pattern, r"\d{4,8}"
        )
    if "resend_unknown" in fields:
        found["resend_unknown"] = _resend_unknown(fields["resend_unknown"], reading)
    if "template_prices" in fields:
        found["template_prices"] = read_template_prices(fields["template_prices"], reading)
    if "connect" in fields:
        found["connect"] = read_connect(fields["connect"], reading)
    return found


def _resend_unknown(node: Node, reading: Reading) -> ResendUnknown:
    """At most once each: a third message would be a double more often than a first."""
    fields = reading.fields(node, ("text", "effects"), of="resend_unknown")
    return ResendUnknown(
        **{name: reading.number(value, low=0, high=1) for name, value in fields.items()}
    )
