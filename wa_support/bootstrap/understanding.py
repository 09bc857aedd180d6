"""Joins a language model to the turns of one worker."""

from wa_support.bootstrap.house import House
from wa_support.flow.understanding.asking import CostOf
from wa_support.flow.understanding.judging import CheckAnswer
from wa_support.flow.understanding.with_model import (
    ConnectorFor,
    EffectsFor,
    ReplyFor,
    WithModel,
)


def with_model(
    house: House,
    *,
    reply_for: ReplyFor,
    check: CheckAnswer,
    cost_of: CostOf,
    connector_for: ConnectorFor,
    effects_for: EffectsFor,
) -> WithModel:
    return WithModel(
        reply_for=reply_for,
        check=check,
        cost_of=cost_of,
        database=house.database,
        clock=house.clock,
        connector_for=connector_for,
        effects_for=effects_for,
        safety_id=lambda customer_id: house.cipher.keyed_hash(f"safety:{customer_id}").hex(),
    )
