"""What stopped and waits for a person: unreadable webhooks, held sends, records nobody accepted."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wa_support.domain.errors import WaSupportError
from wa_support.web.console.access import agent
from wa_support.web.console.language import word
from wa_support.web.console.parts import parts
from wa_support.web.console.send_words import in_words
from wa_support.web.console.times import date_time

pages = Blueprint("stuck", __name__)
Answer = str | Response | tuple[str, int]


@pages.get("/stuck")
def page() -> str:
    return _page()


@pages.route("/stuck/letters/<letter_id>/redrive", methods=["GET", "POST"])
def redrive(letter_id: str) -> Answer:
    return _decided("redrive", letter_id, lambda: parts().stuck.redrive(letter_id, by=agent()))


@pages.route("/stuck/sends/<send_id>/release", methods=["GET", "POST"])
def release(send_id: str) -> Answer:
    """A send that may have arrived already is asked about in other words."""
    try:
        doubles = request.method != "POST" and parts().held.may_double(send_id)
    except WaSupportError as why:
        return _page(refusal=str(why)), 409
    question = "release_twice" if doubles else "release"
    return _decided(question, send_id, lambda: parts().held.release(send_id, by=agent()))


@pages.route("/stuck/sends/<send_id>/drop", methods=["GET", "POST"])
def drop(send_id: str) -> Answer:
    reason = word("dropped_by", name=agent())
    return _decided("drop", send_id, lambda: parts().held.drop(send_id, by=agent(), reason=reason))


@pages.route("/stuck/records/again", methods=["GET", "POST"])
def tell_again() -> Answer:
    """`key` of the record in the query."""
    key = request.args.get("key", "")
    return _decided("tell_again", key, lambda: parts().stuck.tell_again(key, by=agent()))


def _decided(what: str, thing: str, do: Callable[[], None]) -> Answer:
    """Asks by GET, does it by POST; a sentence when the state forbids it (409)."""
    if request.method != "POST":
        return render_template(
            "sure.html",
            question=word(f"{what}_sure", thing=thing),
            yes=word("release" if what == "release_twice" else what),
            back=url_for("stuck.page"),
        )
    try:
        do()
    except WaSupportError as why:
        return _page(refusal=str(why)), 409
    return redirect(url_for("stuck.page"))


def _page(refusal: str | None = None) -> str:
    return render_template(
        "stuck.html",
        letters=parts().stuck.dead_letters(),
        held=parts().queries.held(),
        records=parts().stuck.records(),
        when=date_time,
        send_word=in_words,
        refusal=refusal,
    )
