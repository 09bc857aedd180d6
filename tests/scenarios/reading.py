"""Dialogues as data: what is said, what the model answers, what must come of it."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
FAILURES = frozenset({
    "rate_limited", "server_error", "timeout", "refusal", "truncated", "invalid_json",
    "schema_violating",
})  # fmt: skip
CUSTOMERS = {
    "mina": "821055501042",
    "daniel": "821055502077",
    "giver": "821055509911",
    "alex": "821055504004",
    "junho": "821055505120",
    "yujin": "821055505133",
    "haneul": "821055505140",
    "emma": "821055506001",
    "oliver": "821055506002",
    "jiwoo": "821055506003",
    "stranger": "821099990000",
}
"""Phones of the practice shop's orders and visits; a stranger has none."""
HAPPENINGS = frozenset({"fails", "unsure", "taken", "cancelled"})


class ScenarioError(ValueError):
    """Says the file, the line where the dialogue begins, and what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One message of the customer, `after_minutes`. A `tap` names the title of a button that was
    shown, a photo may have words. `model` are its answers in order: `call` tools with arguments,
    `understand` fields of the schema, `fail` by name; None: the gate decides without a model.

    `tools` are all that were reached, in order; `hears` and `never_hears` pieces of what is said
    or offered; `buttons` the titles of the last bubble; `reason` why a person has it. In `shop`
    happens meanwhile: tools that `fails` or are `unsure`, a start that is `taken` by others, an
    order that is `cancelled` through another door.
    """

    says: str | None = None
    tap: str | None = None
    photo: bool = False
    after_minutes: int = 0
    model: list[Mapping[str, Any]] | None = None
    tools: list[Mapping[str, Mapping[str, Any]]] = field(default_factory=list)
    shop: Mapping[str, Any] = field(default_factory=dict)
    hears: list[str] = field(default_factory=list)
    never_hears: list[str] = field(default_factory=list)
    buttons: list[str] | None = None
    owner: str = "automated"
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """`at` is local time of the business; `effects` all that really happened, in order. `policy`
    changes the shipped one: dotted names with their new values."""

    name: str
    language: str
    customer: str
    turns: tuple[Turn, ...]
    at: str = "2026-11-23 11:00"
    policy: Mapping[str, Any] = field(default_factory=dict)
    effects: list[Mapping[str, Mapping[str, Any]]] = field(default_factory=list)


def read_all(folder: Path = FOLDER) -> tuple[Scenario, ...]:
    return tuple(one for path in sorted(folder.glob("*.yaml")) for one in read_file(path))


def read_file(path: Path) -> tuple[Scenario, ...]:
    text = path.read_text(encoding="utf-8")
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.SequenceNode):
        raise ScenarioError(f"{path.name}:1: expected a list of dialogues")
    places = [f"{path.name}:{node.start_mark.line + 1}" for node in root.value]
    return tuple(map(_scenario, yaml.safe_load(text), places))


def _scenario(value: Any, place: str) -> Scenario:
    _check_keys(value, Scenario, place)
    for name in ("name", "language", "customer", "turns"):
        if not value.get(name):
            raise ScenarioError(f"{place}: {name} is missing")
    _one_of(value["language"], {"ko", "en"}, "language", place)
    _one_of(value["customer"], CUSTOMERS.keys(), "customer", place)
    turns = tuple(
        _turn(one, f"{place}, turn {number}") for number, one in enumerate(value["turns"], 1)
    )
    return Scenario(**{**value, "turns": turns})


def _turn(value: Any, place: str) -> Turn:
    _check_keys(value, Turn, place)
    turn = Turn(**value)
    if turn.says is None and turn.tap is None and not turn.photo:
        raise ScenarioError(f"{place}: needs says, tap or photo")
    _one_of(turn.owner, {"automated", "queued", "agent"}, "owner", place)
    for happening in turn.shop:
        _one_of(happening, HAPPENINGS, "shop", place)
    for answer in turn.model or ():
        if len(answer) != 1:
            raise ScenarioError(f"{place}: a model's answer is one of call, understand, fail")
        _one_of(next(iter(answer)), {"call", "understand", "fail"}, "model", place)
        if "fail" in answer:
            _one_of(answer["fail"], FAILURES, "fail", place)
    return turn


def _check_keys(value: Any, shape: type[Scenario | Turn], place: str) -> None:
    if not isinstance(value, dict):
        raise ScenarioError(f"{place}: expected names and values")
    unknown = sorted(map(str, value.keys() - {one.name for one in fields(shape)}))
    if unknown:
        raise ScenarioError(f"{place}: unknown {', '.join(unknown)}")


def _one_of(value: Any, allowed: AbstractSet[str], name: str, place: str) -> None:
    if value not in allowed:
        raise ScenarioError(f"{place}: {name} {value!r} is none of {', '.join(sorted(allowed))}")
