"""What the facts of a turn say: figures with their units, states, and their words."""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from wa_support.domain.grounding.figures import Figure, Kind, figures

_SPAN_KEY: Final = re.compile(r"(?:^|_)(business_day|day|hour|minute|week|month|year)s(?:_|$)")
_MONEY_KEY: Final = re.compile(r"amount|price|fee|total|cost|paid|balance|deposit|charge|refund")
_COUNT_KEY: Final = re.compile(r"quantity|qty|count|people|left|remaining|seats|stock")
_PERCENT_KEY: Final = re.compile(r"percent|rate")
_STATE_KEY: Final = re.compile(r"(?:^|_)(?:state|status)$")
_NO_CURRENCY: Final = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """`text` is everything, folded; `prose` only what was not a tool's result. `states` are the
    values of fields that are called state or status."""

    found: frozenset[tuple[Kind, object]]
    states: frozenset[str]
    text: str
    prose: str

    def has(self, kind: Kind, value: object) -> bool:
        return (kind, value) in self.found

    def values(self, kind: Kind) -> Iterator[Any]:
        return (value for found, value in self.found if found == kind)


def folded(text: str) -> str:
    """One way of writing: compatibility forms, invisible characters and capitals are gone."""
    flat = unicodedata.normalize("NFKC", text)
    return "".join(one for one in flat if unicodedata.category(one) != "Cf").lower()


def evidence(facts: Sequence[str]) -> Evidence:
    """A tool's result is a fact of JSON; a fact that cannot be read as such is prose."""
    found: set[tuple[Kind, object]] = set()
    states: set[str] = set()
    prose: list[str] = []
    for fact in facts:
        tree = _tree(fact)
        if tree is None:
            prose.append(folded(fact))
            found.update(_known(figures(prose[-1])))
            continue
        for key, leaf in _leaves("", tree):
            found.update(_of_leaf(key, leaf))
            if _STATE_KEY.search(key) and isinstance(leaf, str):
                states.add(folded(leaf))
    return Evidence(
        found=frozenset(found),
        states=frozenset(states),
        text=folded("\n".join(facts)),
        prose="\n".join(prose),
    )


def _tree(fact: str) -> Any:
    try:
        tree = json.loads(fact)
    except (ValueError, RecursionError):
        return None
    return tree if isinstance(tree, dict | list) else None


_Leaf = tuple[str, Any]


def _leaves(key: str, tree: Any) -> Iterator[_Leaf]:
    """(the nearest name, value) of everything; a list also counts as its length."""
    waiting: list[_Leaf] = [(key, tree)]
    while waiting:
        name, node = waiting.pop()
        if isinstance(node, dict):
            waiting.extend((str(inner), value) for inner, value in node.items())
        elif isinstance(node, list):
            yield "count", len(node)
            waiting.extend((name, value) for value in node)
        else:
            yield name, node


def _of_leaf(key: str, leaf: Any) -> Iterator[tuple[Kind, object]]:
    if isinstance(leaf, bool) or leaf is None:
        return
    if isinstance(leaf, str):
        yield from _known(figures(folded(leaf)))
        if _MONEY_KEY.search(key) and re.fullmatch(r"\d{1,12}(?:\.\d{1,4})?", leaf):
            yield from _of_number(key, Decimal(leaf))
    elif isinstance(leaf, int | float):
        yield from _of_number(key, Decimal(str(leaf)))


def _of_number(key: str, number: Decimal) -> Iterator[tuple[Kind, object]]:
    """A count of days is no sum, and neither is a quantity."""
    if not number.is_finite():
        return
    span = _SPAN_KEY.search(key)
    if span is not None:
        yield Kind.SPAN, (number, span[1].replace("_", " "))
        return
    yield Kind.NUMBER, plain(number)
    if _PERCENT_KEY.search(key):
        yield Kind.PERCENT, number
    elif not _COUNT_KEY.search(key):
        yield Kind.MONEY, (number, _NO_CURRENCY)


def plain(number: Decimal) -> str:
    whole = number == number.to_integral_value() and abs(number) < 10**30
    return str(int(number)) if whole else format(number, "f")


def _known(read: Iterator[Figure]) -> Iterator[tuple[Kind, object]]:
    for figure in read:
        yield figure.kind, figure.value
