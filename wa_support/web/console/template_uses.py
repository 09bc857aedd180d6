"""What a template is for: who fires and uses it, a month of it, and what its pause means."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wa_support.domain.templates.costs import Month, Volume, month, price_of
from wa_support.domain.templates.template import Template, Trigger
from wa_support.web.console.language import language, word
from wa_support.web.console.parts import parts, policy_now
from wa_support.web.console.template_tongues import Tongue, language_name
from wa_support.web.console.turn_story import purpose_name


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableRow:
    """`examples` by language, in the order of the page's."""

    name: str
    means: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedRow:
    """`cost` in words; None where no price was given."""

    country: str
    category: str
    delivered: int
    cost: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Uses:
    """`cost` in words, None when nothing has a price. `instead` are (language, what is sent in its
    place), `other_ways` how customers reach people without WhatsApp."""

    what_for: str
    fired_by: tuple[Trigger, ...]
    purposes: tuple[str, ...]
    variables: tuple[VariableRow, ...]
    month: Month
    priced: tuple[PricedRow, ...]
    cost: str | None
    instead: tuple[tuple[str, str | None], ...]
    other_ways: tuple[tuple[str, str], ...]


def uses_of(name: str, tongues: Sequence[Tongue]) -> Uses:
    templates = [one.template for one in tongues if one.template is not None]
    policy = policy_now()
    mine = parts().figures.template(name)
    found = month(mine, policy.template_prices)
    fired = dict.fromkeys(trigger for one in templates for trigger in one.fired_by)
    has_price = found.delivered > found.unpriced
    return Uses(
        what_for=what_for(templates),
        fired_by=tuple(fired),
        purposes=_purposes(name),
        variables=tuple(_variables(templates)),
        month=found,
        priced=tuple(_priced(found.volumes)),
        cost=dollars(found.cost) if has_price else None,
        instead=tuple(_instead(tongues)),
        other_ways=tuple(policy.people.other_ways.items()),
    )


def what_for(templates: Sequence[Template]) -> str:
    """As the file in the page's own language says it, if there is one."""
    mine = (one for one in templates if one.key.language.partition("_")[0] == language())
    found = next(mine, templates[0] if templates else None)
    return found.what_for if found is not None else ""


def volumes_of(volumes: Iterable[Volume]) -> Mapping[str, Month]:
    """By name."""
    found: dict[str, list[Volume]] = {}
    for one in volumes:
        found.setdefault(one.key.name, []).append(one)
    prices = policy_now().template_prices
    return {name: month(each, prices) for name, each in found.items()}


def dollars(micro: int) -> str:
    """`$12.34`; what is less than a cent keeps two figures."""
    amount = micro / 1_000_000
    return f"${amount:,.2f}" if amount >= 0.1 or micro == 0 else f"${amount:.2g}"


def _purposes(name: str) -> tuple[str, ...]:
    policy = policy_now()
    using = (key for key, template in policy.reopen_with.items() if template == name)
    return tuple(purpose_name(key, policy, language()) or key for key in using)


def _variables(templates: Sequence[Template]) -> Iterable[VariableRow]:
    names = dict.fromkeys(each.name for one in templates for each in one.variables)
    tables = [{each.name: each for each in one.variables} for one in templates]
    for name in names:
        known = [table[name] for table in tables if name in table]
        yield VariableRow(
            name=name,
            means=next((one.means for one in known if one.means), ""),
            examples=tuple(table[name].example if name in table else "" for table in tables),
        )


def _priced(volumes: Sequence[Volume]) -> Iterable[PricedRow]:
    """One row a country and category, its languages together."""
    found: dict[tuple[str, str], list[Volume]] = {}
    for one in volumes:
        found.setdefault((one.country or "", one.category), []).append(one)
    prices = policy_now().template_prices
    for (country, category), each in sorted(found.items()):
        whole = month(each, prices)
        price = price_of(each[0], prices)
        yield PricedRow(
            country=country or word("tpl.no_country"),
            category=category,
            delivered=whole.delivered,
            cost=dollars(whole.cost) if price is not None else None,
        )


def _instead(tongues: Sequence[Tongue]) -> Iterable[tuple[str, str | None]]:
    for one in tongues:
        if one.template is not None:
            other = one.template.otherwise
            yield one.language, language_name(other) if other is not None else None
