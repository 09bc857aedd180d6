"""Who may come in, as an admin sees and changes it."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wa_support.domain.accounts import (
    CAPACITY,
    MOST_AT_ONCE,
    Account,
    NotGranted,
    Refusal,
    Role,
    proper_role,
)
from wa_support.domain.sign_in import LINK_MS
from wa_support.web.console.access import agent
from wa_support.web.console.language import LANGUAGES, language, word
from wa_support.web.console.parts import parts, policy_now
from wa_support.web.console.proxied import origin
from wa_support.web.console.sign_in import refusal_words
from wa_support.web.console.times import date_time
from wa_support.web.console.turn_story import purpose_name

pages = Blueprint("people", __name__)
Answer = str | Response | tuple[str, int]


@pages.route("/people", methods=["GET", "POST"])
def page() -> Answer:
    if request.method != "POST":
        return _list()
    try:
        account, token = parts().people.add(
            name=request.form.get("name", ""),
            login=request.form.get("login", ""),
            by=agent(),
            **_chosen(),
        )
    except NotGranted as refusal:
        return _list(refusal=refusal_words(refusal)), 400
    return _handed(account, token)


@pages.route("/people/<account_id>", methods=["GET", "POST"])
def person(account_id: str) -> Answer:
    account = _known(account_id)
    if request.method != "POST":
        return _person(account)
    try:
        parts().people.change(account_id, by=agent(), **_chosen())
    except NotGranted as refusal:
        return _person(account, refusal=refusal_words(refusal)), 400
    return redirect(url_for("people.page"))


@pages.route("/people/<account_id>/remove", methods=["GET", "POST"])
def remove(account_id: str) -> Answer:
    account = _known(account_id)
    if request.method != "POST":
        return _asked("remove", account)
    try:
        parts().people.remove(account_id, by=agent())
    except NotGranted as refusal:
        return _person(account, refusal=refusal_words(refusal)), 400
    return redirect(url_for("people.page"))


@pages.route("/people/<account_id>/link", methods=["GET", "POST"])
def link(account_id: str) -> Answer:
    account = _known(account_id)
    if request.method != "POST":
        return _asked("new_link", account)
    return _handed(account, parts().people.new_link(account_id, by=agent()))


def _list(refusal: str | None = None) -> str:
    return render_template(
        "people.html",
        people=parts().people.everybody(),
        since=date_time,
        purpose_of=_purpose,
        refusal=refusal,
        **_choices(None),
    )


def _purpose(name: str) -> str | None:
    return purpose_name(name, policy_now(), language())


def _person(account: Account, refusal: str | None = None) -> str:
    return render_template("person.html", one=account, refusal=refusal, **_choices(account))


def _handed(account: Account, token: str) -> str:
    """The only time that the link is shown."""
    address = origin() + url_for("sign_in.link", link=token)
    return render_template("handed.html", one=account, link=address, hours=LINK_MS // 3_600_000)


def _asked(what: str, account: Account) -> str:
    return render_template(
        "sure.html",
        question=word(f"{what}_sure", name=account.name),
        yes=word(what),
        back=url_for("people.person", account_id=account.id),
    )


def _choices(account: Account | None) -> dict[str, Any]:
    """Languages and purposes to choose from, none ticked meaning all."""
    policy = policy_now()
    return {
        "roles": list(Role),
        "role": account.role if account else Role.AGENT,
        "languages": [(code, word(f"speaks.{code}"), _has(account, code)) for code in LANGUAGES],
        "purposes": [
            (one.name, one.names, account is not None and one.name in account.purposes)
            for one in policy.purposes
        ],
        "capacity": account.capacity if account else CAPACITY,
        "most": MOST_AT_ONCE,
    }


def _has(account: Account | None, code: str) -> bool:
    return account is not None and code in account.languages


def _chosen() -> dict[str, Any]:
    """Raises `NotGranted`."""
    try:
        capacity = int(request.form.get("capacity", ""))
    except ValueError:
        raise NotGranted(Refusal.CAPACITY) from None
    return {
        "role": proper_role(request.form.get("role", "")),
        "languages": request.form.getlist("language"),
        "purposes": request.form.getlist("purpose"),
        "capacity": capacity,
    }


def _known(account_id: str) -> Account:
    return parts().people.get(account_id) or abort(404)
