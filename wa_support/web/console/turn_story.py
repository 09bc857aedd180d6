"""A turn's journal as what a person asks of it: heard, allowed, understood, checked, sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from wa_support.domain.policy import Policy
from wa_support.domain.reasons import Reason
from wa_support.domain.views import TranscriptLine, TurnStory
from wa_support.web.console.bubbles import mark_of
from wa_support.web.console.effect_story import Effected, effected
from wa_support.web.console.model_story import Asked, asked
from wa_support.web.console.times import clock_time, seconds

_CONSENT: Final = frozenset({Reason.OPT_OUT, Reason.OPT_IN})

PolicyLines = Callable[[int], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """What the gate decided; `line` and its `line_text` are those of the published bytes.

    `headline` is the verdict, but an opt-out that was recorded is no question asked back.
    """

    verdict: str | None = None
    headline: str | None = None
    reason: str | None = None
    decided_by: str | None = None
    purpose: str | None = None
    declared_as: str | None = None
    line: int | None = None
    line_text: str = ""
    percent: int | None = None
    between: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One tool that only read. `proof` is None for tools that need no proof; `article` is the
    passage that came nearest (`원목 관리 › 얼룩`), `article_at` its file and line."""

    tool: str
    arguments: str
    proof: str | None
    found: bool | None
    ms: int | None
    article: str | None = None
    article_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """`waited` and `own` in seconds (`1.2`), None for none; `marks` say how far each message got;
    `handed_for` is why an admitted question went to a person after all."""

    messages: int
    handed_for: str | None
    waited: str | None
    own: str | None
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    turn_id: str
    time: str
    heard: tuple[str, ...]
    version: int
    state: str
    allowed: Allowed
    asked: tuple[Asked, ...]
    checked: tuple[Checked, ...]
    effected: tuple[Effected, ...]
    sent: Sent | None
    nothing_generated: bool


def cards(
    stories: Sequence[TurnStory],
    lines: Sequence[TranscriptLine],
    *,
    policy: Policy,
    source_lines: PolicyLines,
    language: str,
) -> list[Card]:
    """Newest first."""
    ordered = sorted(stories, key=lambda story: story.started_at, reverse=True)
    return [
        _card(story, _ours(lines, story.turn_id), policy, source_lines, language)
        for story in ordered
    ]


def _card(
    story: TurnStory,
    ours: Sequence[TranscriptLine],
    policy: Policy,
    source_lines: PolicyLines,
    language: str,
) -> Card:
    gate = _last(story, "gate")
    return Card(
        turn_id=story.turn_id,
        time=clock_time(story.ended_at or story.started_at),
        heard=tuple(story.heard),
        version=story.policy_version,
        state=story.state,
        allowed=_allowed(gate, policy, source_lines(story.policy_version), language),
        asked=asked(story, partial(purpose_name, policy=policy, language=language)),
        checked=tuple(_checked(payload) for kind, payload in story.steps if kind == "read"),
        effected=effected(story.steps),
        sent=_sent(story, ours),
        nothing_generated=not any(
            kind == "model" and payload["reply"] is not None for kind, payload in story.steps
        ),
    )


def _allowed(
    gate: Mapping[str, Any], policy: Policy, lines: Sequence[str], language: str
) -> Allowed:
    line, confidence = gate.get("line"), gate.get("confidence")
    return Allowed(
        verdict=gate.get("verdict"),
        headline=gate["reason"] if gate.get("reason") in _CONSENT else gate.get("verdict"),
        reason=gate.get("reason"),
        decided_by=gate.get("decided_by"),
        purpose=purpose_name(gate.get("purpose"), policy, language),
        declared_as=gate.get("declared_as"),
        line=line,
        line_text=lines[line - 1].strip() if line and 0 < line <= len(lines) else "",
        percent=round(confidence * 100) if confidence is not None else None,
        between=tuple(
            purpose_name(name, policy, language) or name for name in gate.get("between") or ()
        ),
    )


def purpose_name(name: str | None, policy: Policy, language: str) -> str | None:
    purpose = policy.purpose(name)
    if purpose is None:
        return name
    return purpose.names.get(language) or next(iter(purpose.names.values()), purpose.name)


def _checked(payload: Mapping[str, Any]) -> Checked:
    found = payload.get("found")
    article, article_at = _article(payload)
    return Checked(
        tool=str(payload.get("tool", "")),
        arguments=_in_words(payload.get("arguments")),
        proof=str(payload["proof"] or "none") if "proof" in payload else None,
        found=bool(found) if found is not None else None,
        ms=payload.get("ms"),
        article=article,
        article_at=article_at,
    )


def _article(payload: Mapping[str, Any]) -> tuple[str | None, str | None]:
    passage = payload.get("result")
    if payload.get("tool") != "kb_search" or not passage:
        return None, None
    parts = (passage["title"], passage["heading"])
    return " › ".join(part for part in parts if part), f"{passage['file']}:{passage['line']}"


def _in_words(arguments: object) -> str:
    if isinstance(arguments, Mapping):
        return ", ".join(f"{key} {value}" for key, value in arguments.items() if value is not None)
    return str(arguments or "")


def _sent(story: TurnStory, ours: Sequence[TranscriptLine]) -> Sent | None:
    outcome = _last(story, "outcome")
    if not outcome:
        return None
    told = outcome.get("messages", len(ours))
    messages = told if isinstance(told, int) else len(told)
    return Sent(
        messages=messages,
        handed_for=_handed_for(story, outcome),
        waited=seconds(outcome.get("waited_ms") or None),
        own=seconds(outcome.get("own_ms")),
        marks=tuple(mark for line in ours if (mark := mark_of(line))),
    )


def _handed_for(story: TurnStory, outcome: Mapping[str, Any]) -> str | None:
    reason = outcome.get("reason")
    told = reason == _last(story, "gate").get("reason")
    return reason if outcome.get("what") == "handed_off" and not told else None


def _ours(lines: Sequence[TranscriptLine], turn_id: str) -> list[TranscriptLine]:
    return [line for line in lines if line.turn_id == turn_id]


def _last(story: TurnStory, kind: str) -> Mapping[str, Any]:
    return next((payload for named, payload in reversed(story.steps) if named == kind), {})
