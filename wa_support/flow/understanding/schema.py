"""The strict schema of what a model answers, and reading it without believing it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from wa_support.domain.understanding import NextAction, Understanding
from wa_support.flow.understanding.json_objects import read_object

SCHEMA_NAME: Final = "understanding"
MOST_CHARACTERS: Final = 16_000
"""Of one answer as JSON text; what is longer is not even parsed."""
_MOST_FIELDS: Final = 20
_ACTIONS: Final = frozenset(NextAction)

Check = Callable[[Any], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfit:
    """Why an answer of a model cannot be used, in short English sentences."""

    violations: tuple[str, ...]


def understanding_schema(purposes: Sequence[str]) -> dict[str, Any]:
    """In the subset that strict structured output takes: every property required, no other."""
    return _object(
        intent=_text("what the customer wants, in a few English words"),
        customer_id=_nullable("always null: the service knows who writes"),
        order_id=_nullable("the order it is about, when one was named"),
        issue_type=_nullable("one or two words for a problem, else null"),
        summary=_text("one or two sentences for a colleague, in the customer's language"),
        next_action={"type": "string", "enum": [str(action) for action in NextAction]},
        purpose={"type": ["string", "null"], "enum": [*purposes, None]},
        language=_text("ko, en, …: the language the customer writes in"),
        confidence={"type": "number", "description": "0 to 1, that purpose is right"},
        collected_fields={
            "type": "array",
            "description": "facts the customer stated that a colleague needs",
            "items": _object(name=_text("snake_case"), value=_text("as the customer said it")),
        },
        answer=_text("the one message for the customer; empty unless next_action sends one"),
        citations={
            "type": "array",
            "description": "ids of the passages that answer stands on",
            "items": {"type": "string"},
        },
    )


def read_understanding(
    text: str, *, purposes: Sequence[str], customer_id: str
) -> Understanding | Unfit:
    """`customer_id` is bound here, whatever the model wrote in its place."""
    value = read_object(text, most=MOST_CHARACTERS)
    if value is None:
        return Unfit(violations=("The answer is not one JSON object by the schema.",))
    faults = tuple(_faults(value, purposes))
    if faults:
        return Unfit(violations=faults)
    return Understanding(
        intent=value["intent"],
        customer_id=customer_id,
        order_id=value["order_id"],
        issue_type=value["issue_type"],
        summary=value["summary"],
        next_action=NextAction(value["next_action"]),
        purpose=value["purpose"],
        language=value["language"],
        confidence=float(value["confidence"]),
        collected_fields={one["name"]: one["value"] for one in value["collected_fields"]},
        answer=value["answer"].strip(),
        citations=tuple(value["citations"]),
    )


def _faults(value: Mapping[str, Any], purposes: Sequence[str]) -> list[str]:
    checks: dict[str, Check] = {**_CHECKS, "purpose": lambda one: one is None or one in purposes}
    faults = [f"The field {name} is not known." for name in value if name not in checks]
    for name, fits in checks.items():
        if name not in value:
            faults.append(f"The field {name} is missing.")
        elif not fits(value[name]):
            faults.append(f"The field {name} is not what the schema asks for.")
    return [fault[:200] for fault in faults[:5]]


def _words(most: int) -> Check:
    return lambda one: isinstance(one, str) and len(one) <= most


def _or_none(fits: Check) -> Check:
    return lambda one: one is None or fits(one)


def _is_share(one: Any) -> bool:
    return isinstance(one, int | float) and not isinstance(one, bool) and 0 <= one <= 1


def _are_fields(one: Any) -> bool:
    return (
        isinstance(one, list)
        and len(one) <= _MOST_FIELDS
        and all(isinstance(each, dict) and each.keys() == {"name", "value"} for each in one)
        and all(_words(60)(each["name"]) and _words(500)(each["value"]) for each in one)
    )


def _are_ids(one: Any) -> bool:
    return isinstance(one, list) and len(one) <= _MOST_FIELDS and all(map(_words(200), one))


_CHECKS: Final[Mapping[str, Check]] = {
    "intent": _words(200),
    "customer_id": _or_none(_words(200)),
    "order_id": _or_none(_words(32)),
    "issue_type": _or_none(_words(60)),
    "summary": _words(1_000),
    "next_action": lambda one: isinstance(one, str) and one in _ACTIONS,
    "language": _words(10),
    "confidence": _is_share,
    "collected_fields": _are_fields,
    "answer": _words(MOST_CHARACTERS),
    "citations": _are_ids,
}


def _object(**properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _text(says: str) -> dict[str, Any]:
    return {"type": "string", "description": says}


def _nullable(says: str) -> dict[str, Any]:
    return {"type": ["string", "null"], "description": says}
