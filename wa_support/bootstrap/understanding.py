"""Joins the configured language model to the turns of one worker."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import partial
from math import ceil
from typing import Any

from wa_support.bootstrap.house import House
from wa_support.bootstrap.language_model import language_model
from wa_support.domain.answer_checks import Grounds, violations
from wa_support.flow.answering import Answering
from wa_support.flow.desk_model import ModelHelp
from wa_support.flow.effects import Effects
from wa_support.flow.leased import Leased
from wa_support.flow.masking import make_masker
from wa_support.flow.model_calls import ModelCalls
from wa_support.flow.policy_book import Rulebook
from wa_support.flow.understanding.asking import Reply
from wa_support.flow.understanding.with_model import WithModel
from wa_support.models.prices import at_most_usd, cost_usd
from wa_support.ports.language_model import LanguageModel, Usage
from wa_support.ports.outside import Masker

_MICRO = 1_000_000


def with_model(house: House) -> WithModel | None:
    """None where the settings name no model."""
    model = language_model(house.settings, house.clock)
    return None if model is None else thinking_with(house, model)


def thinking_with(house: House, model: LanguageModel) -> WithModel:
    return WithModel(
        reply_for=partial(_reply_for, house, model),
        check=_faults,
        cost_of=_dollars,
        database=house.database,
        clock=house.clock,
        connector_for=house.shop_for,
        effects_for=_effects_of,
        safety_id=lambda customer_id: house.cipher.keyed_hash(f"safety:{customer_id}").hex(),
        mask_for=partial(_mask_for, house),
    )


def _reply_for(house: House, model: LanguageModel, rulebook: Rulebook) -> Reply:
    calls = ModelCalls(
        model=model,
        database=house.database,
        clock=house.clock,
        ids=house.ids,
        limits=rulebook.policy.model_spend,
        cost=partial(_micro_dollars, model.name),
    )
    return calls.reply


def desk_model(house: House) -> ModelHelp | None:
    """None where the settings name no model."""
    model = language_model(house.settings, house.clock)
    return None if model is None else helping_with(house, model)


def helping_with(house: House, model: LanguageModel) -> ModelHelp:
    return ModelHelp(
        database=house.database,
        clock=house.clock,
        book=house.book,
        reply_for=partial(_reply_for, house, model),
        mask_for=partial(_mask_for, house),
        key_of=house.cipher.keyed_hash,
    )


def _mask_for(house: House, order_id_pattern: str) -> Masker:
    def today() -> date:
        return datetime.fromtimestamp(house.clock.now() / 1000, tz=UTC).date()

    return make_masker(order_id_pattern, today)


def _effects_of(_leased: Leased, answering: Answering) -> Effects:
    return answering.acting.effects


def _faults(answer: str, **grounds: Any) -> Sequence[str]:
    return violations(answer, Grounds(**grounds))


def _dollars(model: str, usage: Usage) -> float | None:
    cost = cost_usd(model, usage)
    return None if cost is None else float(cost)


def _micro_dollars(model: str, usage: Usage) -> int:
    """Rounded up: many small calls must not add up to nothing."""
    return ceil(at_most_usd(model, usage) * _MICRO)
