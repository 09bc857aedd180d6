"""Dialogues as data: what is said, what the model answers, what must come of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
FAILURES = frozenset({
    "rate_limited", "server_error", "timeout", "refusal", "truncated", "invalid_json",
    "schema_violating",
})  # fmt: skip


class ScenarioError(ValueError):
    """Says the file, the line where the dialogue begins, and what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One message of the customer. `model` None: the gate decides without a model."""

    says: str | None = None
    tap: str | None = None
    photo: bool = False
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
    """`at` is local time of the business; `effects` all that really happened, in order."""

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
    _one_of(value["customer"], {"mina", "daniel", "stranger"}, "customer", place)
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


def _one_of(value: Any, allowed: set[str] | frozenset[str], name: str, place: str) -> None:
    if value not in allowed:
        raise ScenarioError(f"{place}: {name} {value!r} is none of {', '.join(sorted(allowed))}")
