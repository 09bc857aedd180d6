"""The journal of one turn: a re-run reads what is there and repeats nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from wa_support.domain.decisions import GateDecision, Intent, Verdict
from wa_support.domain.failpoints import failpoint
from wa_support.domain.reasons import DecidedBy, Reason
from wa_support.domain.tool_results import (
    Correctable,
    ToolResult,
    result_as_json,
    result_from_json,
)
from wa_support.domain.turns import JournalKind, JournalRow
from wa_support.flow.own_work import OwnWork
from wa_support.flow.tools import ToolError
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock

T = TypeVar("T")


class LeaseLost(Exception):
    """Another worker holds the turn now."""


@dataclass(slots=True, kw_only=True)
class Journal:
    """Fenced by the lease: a worker that was too slow must not decide for messages it never saw.
    `rows` are those that still hold; `effects` hold whatever was said since. What the gate decided
    costs nothing to decide again, so it waits for the transaction of the next row. Only effects are
    waited for until they are on the disk: after a power cut, what was read is read once more."""

    database: Database
    clock: Clock
    turn_id: str
    conversation_id: str
    token: str
    own_work: OwnWork
    rows: list[JournalRow] = field(default_factory=list)
    effects: list[JournalRow] = field(default_factory=list)
    outside_ms: float = 0.0
    _keyed: int = 0
    _waiting: list[tuple[JournalKind, Mapping[str, Any]]] = field(default_factory=list)
    _heard: dict[str, int] = field(default_factory=dict)

    def decision(self, decide: Callable[[], GateDecision]) -> GateDecision:
        for row in self.rows:
            if row.kind is JournalKind.GATE:
                return decision_from_json(row.payload)
        decision = decide()
        self._waiting.append((JournalKind.GATE, decision_as_json(decision)))
        failpoint("gate.decided")
        return decision

    def read(
        self, tool: str, arguments: Mapping[str, Any], call: Callable[[], Mapping[str, Any]]
    ) -> Mapping[str, Any]:
        for row in self.rows:
            known = row.kind is JournalKind.READ and row.payload["tool"] == tool
            if known and row.payload["arguments"] == arguments:
                return row.payload
        started = self.clock.monotonic()
        try:
            with self.own_work.outside():
                result = call()
        except Exception as why:
            raise ToolError(tool) from why
        spent = (self.clock.monotonic() - started) * 1000
        self.outside_ms += spent
        payload = {"tool": tool, "arguments": dict(arguments), "ms": round(spent, 1), **result}
        failpoint("read.writing")
        self._write(JournalKind.READ, payload)
        failpoint("read.committed")
        return payload

    def effect(
        self,
        tool: str,
        arguments: Mapping[str, Any],
        *,
        key: str,
        act: Callable[[], ToolResult],
        became_of: Callable[[], ToolResult],
    ) -> ToolResult:
        """Once for its key, whatever died in between: an attempt without a result is asked after
        before it is made again, and left alone when that cannot be told."""
        known = [row for row in self.effects if row.payload["key"] == key]
        for row in known:
            if row.kind is JournalKind.EFFECT_RESULT:
                return result_from_json(row.payload["result"])
        result = self._outside(became_of) if known else Correctable(code="never_arrived")
        if isinstance(result, Correctable) and result.code == "never_arrived":
            attempt = {"tool": tool, "arguments": dict(arguments), "key": key}
            failpoint("effect.writing")
            self._keep_effect(JournalKind.EFFECT_ATTEMPT, attempt, fenced=True)
            failpoint("effect.committed")
            result = self._outside(act)
        failpoint("effect.done")
        told = {"tool": tool, "key": key, "result": result_as_json(result)}
        self._keep_effect(JournalKind.EFFECT_RESULT, told, fenced=False)
        failpoint("effect_result.committed")
        return result

    def next_key(self, tool: str) -> str:
        """Of an effect that nobody confirms: the same one in a re-run of this turn."""
        self._keyed += 1
        return f"{self.turn_id}:{tool}:{self._keyed}"

    def _outside(self, call: Callable[[], T]) -> T:
        started = self.clock.monotonic()
        with self.own_work.outside():
            result = call()
        self.outside_ms += (self.clock.monotonic() - started) * 1000
        return result

    def _keep_effect(self, kind: JournalKind, payload: Mapping[str, Any], *, fenced: bool) -> None:
        """A result is kept even where the lease is lost: it has happened."""
        self._write(kind, payload, fenced=fenced, synced=True)
        row = JournalRow(seq=0, kind=kind, payload=payload, at=self.clock.now())
        self.effects.append(row)

    def model(self, step: str, call: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
        """The next answer of the model at this step: a re-run hears what was answered before. A
        call that brought none (no `reply`) is kept for the story, and made again."""
        heard = self._heard.get(step, 0)
        known = [row.payload for row in self.rows if row.kind is JournalKind.MODEL]
        answered = [one for one in known if one["step"] == step and one["reply"] is not None]
        payload = answered[heard] if heard < len(answered) else self._asked(step, call)
        if payload["reply"] is not None:
            self._heard[step] = heard + 1
        return payload

    def _asked(self, step: str, call: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
        before = self.outside_ms
        answer = self._outside(call)
        spent = self.outside_ms - before
        payload = {"step": step, "ms": round(spent, 1), **answer}
        failpoint("model.writing")
        self._write(JournalKind.MODEL, payload)
        failpoint("model.committed")
        return payload

    def _write(
        self,
        kind: JournalKind,
        payload: Mapping[str, Any],
        *,
        fenced: bool = True,
        synced: bool = False,
    ) -> None:
        with self.database.write() if synced else self.database.write_unsynced() as tx:
            if fenced and not tx.conversations.holds(self.conversation_id, self.token):
                raise LeaseLost
            self.write(tx, kind, payload)
        self._waiting.clear()

    def write(self, tx: Tx, kind: JournalKind, payload: Mapping[str, Any]) -> None:
        """In the caller's transaction, whose lease holds, after what waited for it."""
        for row in (*self._waiting, (kind, payload)):
            tx.turns.write(self.turn_id, *row, now=self.clock.now())


def effects_in(rows: Sequence[JournalRow]) -> list[JournalRow]:
    kinds = {JournalKind.EFFECT_ATTEMPT, JournalKind.EFFECT_RESULT}
    return [row for row in rows if row.kind in kinds]


def began_with(rows: Sequence[JournalRow]) -> Sequence[str]:
    """The messages that were answered when the first effect began; none when none did."""
    messages: Sequence[str] = ()
    for row in rows:
        if row.kind is JournalKind.LEASE:
            messages = row.payload["messages"]
        elif row.kind is JournalKind.EFFECT_ATTEMPT:
            return messages
    return ()


def still_true(rows: Sequence[JournalRow], pinned: Mapping[str, Any]) -> list[JournalRow]:
    """Rows written for exactly these messages under exactly this policy version."""
    kept: list[JournalRow] = []
    same = False
    for row in rows:
        if row.kind is JournalKind.LEASE:
            same = all(row.payload[name] == pinned[name] for name in ("messages", "policy_version"))
        elif same:
            kept.append(row)
    return kept


def decision_as_json(decision: GateDecision) -> dict[str, Any]:
    return {name: getattr(decision, name) for name in decision.__slots__}


def decision_from_json(value: Mapping[str, Any]) -> GateDecision:
    known: dict[str, Any] = {name: value.get(name) for name in GateDecision.__slots__}
    known["verdict"] = Verdict(value["verdict"])
    known["reason"] = Reason(value["reason"])
    known["decided_by"] = DecidedBy(value["decided_by"])
    known["intent"] = Intent(value["intent"]) if value.get("intent") else None
    known["between"] = tuple(value.get("between") or ())
    return GateDecision(**known)
