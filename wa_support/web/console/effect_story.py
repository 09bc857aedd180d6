"""What a turn changed, from its journal: each attempt, and what it came to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wa_support.domain.turns import JournalKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Effected:
    """`outcome` is done, refused, failed or unknown; `code` what stood against it; `reference`
    the connected system's own."""

    tool: str
    arguments: str
    outcome: str
    code: str | None = None
    reference: str | None = None


def effected(steps: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[Effected, ...]:
    """An attempt without a result is unknown."""
    rows = list(steps)
    results = {
        payload["key"]: payload["result"]
        for kind, payload in rows
        if kind == JournalKind.EFFECT_RESULT
    }
    return tuple(
        _effected(payload, results.get(payload["key"]))
        for kind, payload in rows
        if kind == JournalKind.EFFECT_ATTEMPT
    )


def _effected(attempt: Mapping[str, Any], result: Mapping[str, Any] | None) -> Effected:
    arguments = ", ".join(f"{name} {value}" for name, value in attempt["arguments"].items())
    if result is None or result.get("unsure"):
        outcome = "unknown"
    else:
        outcome = {"succeeded": "done", "correctable": "refused"}.get(result["outcome"], "failed")
    fields = result.get("fields", {}) if result else {}
    booking = fields.get("booking", {})
    return Effected(
        tool=attempt["tool"],
        arguments=arguments,
        outcome=outcome,
        code=result.get("code") if result else None,
        reference=fields.get("reference") or fields.get("ticket_id") or booking.get("id"),
    )
