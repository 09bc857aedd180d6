"""The journal of one turn: a re-run reads what is there and repeats nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wa_support.domain.decisions import GateDecision, Intent, Verdict
from wa_support.domain.failpoints import failpoint
from wa_support.domain.reasons import DecidedBy, Reason
from wa_support.domain.turns import JournalKind, JournalRow
from wa_support.flow.own_work import OwnWork
from wa_support.flow.tools import ToolError
from wa_support.ports.database import Database
from wa_support.ports.outside import Clock


class LeaseLost(Exception):
    """Another worker holds the turn now."""


@dataclass(slots=True, kw_only=True)
class Journal:
    """Each row is its own short transaction, fenced by the lease: a worker that was too slow must
    not decide for messages it never saw. `rows` are those that still hold."""

    database: Database
    clock: Clock
    turn_id: str
    conversation_id: str
    token: str
    own_work: OwnWork
    rows: list[JournalRow] = field(default_factory=list)
    outside_ms: float = 0.0
    _heard: dict[str, int] = field(default_factory=dict)

    def decision(self, decide: Callable[[], GateDecision]) -> GateDecision:
        for row in self.rows:
            if row.kind is JournalKind.GATE:
                return decision_from_json(row.payload)
        decision = decide()
        failpoint("gate.writing")
        self._write(JournalKind.GATE, decision_as_json(decision))
        failpoint("gate.committed")
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
        started = self.clock.monotonic()
        with self.own_work.outside():
            answer = call()
        spent = (self.clock.monotonic() - started) * 1000
        self.outside_ms += spent
        payload = {"step": step, "ms": round(spent, 1), **answer}
        failpoint("model.writing")
        self._write(JournalKind.MODEL, payload)
        failpoint("model.committed")
        return payload

    def _write(self, kind: JournalKind, payload: Mapping[str, Any]) -> None:
        with self.database.write() as tx:
            if not tx.conversations.holds(self.conversation_id, self.token):
                raise LeaseLost
            tx.turns.write(self.turn_id, kind, payload, now=self.clock.now())


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
