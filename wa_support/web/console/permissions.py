"""Who may do what: every route by method, and the roles that it is for.

A route that does not stand here is refused to everybody.
"""

from collections.abc import Mapping
from typing import Final

from wa_support.domain.accounts import ADMINS, ANSWERING, APPROVERS, AUTHORS, ENGINEERS, Role

Roles = frozenset[Role]

EVERYBODY: Final[Roles] = frozenset(Role)

PUBLIC: Final[Mapping[str, frozenset[str]]] = {
    "static": frozenset({"GET"}),
    "access.healthz": frozenset({"GET"}),
    "sign_in.page": frozenset({"GET", "POST"}),
    "sign_in.link": frozenset({"GET", "POST"}),
    "demo.enter": frozenset({"GET"}),
}
"""For people who are not signed in, too."""

ALLOWED: Final[Mapping[str, Mapping[str, Roles]]] = {
    "sign_in.sign_out": {"POST": EVERYBODY},
    "seat.page": {"GET": EVERYBODY},
    "seat.queue": {"GET": EVERYBODY},
    "seat.live": {"GET": EVERYBODY},
    "seat.take": {"POST": ANSWERING},
    "seat.give_back": {"POST": ANSWERING},
    "seat.resolve": {"POST": ANSWERING},
    "seat.reply": {"POST": ANSWERING},
    "seat.pass_on": {"POST": ANSWERING},
    "cases.note": {"POST": ANSWERING},
    "cases.tag": {"POST": ANSWERING},
    "cases.untag": {"POST": ANSWERING},
    "cases.snooze": {"POST": ANSWERING},
    "cases.wake": {"POST": ANSWERING},
    "cases.pause": {"POST": ANSWERING},
    "cases.unpause": {"POST": ANSWERING},
    "cases.wrong": {"POST": ANSWERING},
    "cases.abuse_notice": {"POST": ANSWERING},
    "cases.send_file": {"POST": ANSWERING},
    "cases.many": {"POST": ANSWERING},
    "searching.page": {"GET": EVERYBODY},
    "searching.search": {"POST": EVERYBODY},
    "cases.consent": {"POST": ANSWERING},
    "desk_templates.choose": {"GET": ANSWERING},
    "desk_templates.fill": {"GET": ANSWERING},
    "desk_templates.preview": {"POST": ANSWERING},
    "desk_templates.send": {"POST": ANSWERING},
    "files.show": {"GET": EVERYBODY},
    "files.sample": {"GET": EVERYBODY},
    "helping.canned": {"GET": ANSWERING},
    "helping.draft": {"POST": ANSWERING},
    "helping.own_words": {"POST": ANSWERING},
    "helping.translation": {"POST": ANSWERING},
    "canned.page": {"GET": EVERYBODY},
    "canned.save": {"POST": ANSWERING},
    "canned.delete": {"POST": ANSWERING},
    "why.page": {"GET": EVERYBODY},
    "why.turns": {"GET": EVERYBODY},
    "policy.current": {"GET": EVERYBODY},
    "policy.page": {"GET": EVERYBODY},
    "people.page": {"GET": ADMINS, "POST": ADMINS},
    "people.person": {"GET": ADMINS, "POST": ADMINS},
    "people.remove": {"GET": ADMINS, "POST": ADMINS},
    "people.link": {"GET": ADMINS, "POST": ADMINS},
    "audit.page": {"GET": ENGINEERS},
    "stuck.page": {"GET": ENGINEERS},
    "stuck.redrive": {"GET": ENGINEERS, "POST": ENGINEERS},
    "stuck.release": {"GET": ENGINEERS, "POST": ENGINEERS},
    "stuck.drop": {"GET": ENGINEERS, "POST": ENGINEERS},
    "stuck.tell_again": {"GET": ENGINEERS, "POST": ENGINEERS},
    "templates.page": {"GET": EVERYBODY},
    "templates.rows": {"GET": EVERYBODY},
    "templates.one": {"GET": EVERYBODY},
    "templates.state": {"GET": EVERYBODY},
    "templates.refresh": {"POST": ENGINEERS | APPROVERS},
    "templates.put_up": {"POST": AUTHORS},
    "templates.withdraw": {"POST": AUTHORS},
    "templates.approve": {"POST": APPROVERS},
    "templates.changes": {"POST": APPROVERS},
    "templates.submit": {"POST": AUTHORS | APPROVERS},
    "figures.page": {"GET": ENGINEERS | {Role.VIEWER}},
    "demo.page": {"GET": ADMINS},
    "demo.empty": {"GET": ADMINS},
    "demo.match": {"GET": ADMINS},
    "demo.unplug": {"POST": ADMINS},
    "demo.worker": {"GET": ADMINS},
    "demo.edit": {"GET": ADMINS},
    "demo.publish": {"POST": ADMINS},
}


def is_public(endpoint: str | None, method: str) -> bool:
    return endpoint is not None and _read_as(method) in PUBLIC.get(endpoint, frozenset())


def may(role: Role, endpoint: str, method: str) -> bool:
    return role in ALLOWED.get(endpoint, {}).get(_read_as(method), frozenset())


def _read_as(method: str) -> str:
    """HEAD and OPTIONS tell no more than GET."""
    return "GET" if method in {"HEAD", "OPTIONS"} else method
