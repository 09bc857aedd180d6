"""Who did what, newest first. No customer's words stand here, only codes and names of things."""

from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, render_template, request

from wa_support.domain.audit_log import AuditLine
from wa_support.domain.reasons import Reason
from wa_support.web.console.language import code_word, language, word
from wa_support.web.console.parts import parts, policy_now
from wa_support.web.console.times import date_time
from wa_support.web.console.turn_story import purpose_name

pages = Blueprint("audit", __name__)
_SHOWN: Final = {
    "from": "owner",
    "to": "owner",
    "name": None,
    "role": "role",
    "purpose": "purpose",
    "verdict": "verdict",
    "line": None,
    "merged": None,
    "alone": None,
    "shell": None,
}
"""Of a record's details, and which list of words knows each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`place` in the chain; None while it is not sealed. Everything else is empty once erased."""

    at: str
    place: int | None
    erased: bool
    actor: str = ""
    action: str = ""
    subject: str = ""
    version: int | None = None
    detail: str = ""


@pages.get("/audit")
def page() -> str:
    actor, subject = _asked("actor"), _asked("subject")
    found = parts().audit.page(actor=actor, subject=subject, before=_before())
    older = {"actor": actor, "subject": subject, "before": found.before}
    return render_template(
        "audit.html",
        rows=[_row(line) for line in found.lines],
        actor=actor,
        subject=subject,
        older=older if found.before else None,
        newest=_before() is None,
    )


def _row(line: AuditLine) -> Row:
    record, at = line.record, date_time(line.at)
    if record is None:
        return Row(at=at, place=line.position, erased=True)
    told = [_told(key, record.detail[key]) for key in _SHOWN if record.detail.get(key) is not None]
    if record.detail.get("reason") in set(Reason):
        told.append(code_word("reason", record.detail["reason"]))
    return Row(
        at=at,
        place=line.position,
        erased=False,
        actor=record.actor,
        action=code_word("action", record.action),
        subject=record.subject,
        version=record.policy_version,
        detail=" · ".join(told),
    )


def _told(key: str, value: Any) -> str:
    """A yes is said by its name alone."""
    name, kind = word(f"audit.{key}"), _SHOWN[key]
    if value is True:
        return name
    if kind == "purpose":
        return f"{name} {purpose_name(value, policy_now(), language())}"
    return f"{name} {code_word(kind, value) if kind else value}"


def _asked(name: str) -> str | None:
    return request.args.get(name, "").strip() or None


def _before() -> int | None:
    asked = request.args.get("before", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
