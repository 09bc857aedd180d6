"""Message templates: how each stands, how it looks, and what two people decide about it."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wa_support.domain.errors import ConfigurationError, WaSupportError
from wa_support.domain.file_types import SHOWN
from wa_support.domain.templates.approvals import NOTE_LIMIT, NotReviewed, Refusal, Seen
from wa_support.domain.templates.stages import Next
from wa_support.domain.templates.template import TemplateKey
from wa_support.flow.template_shelf import Shelved, by_name
from wa_support.web.console.access import agent, me
from wa_support.web.console.fault_words import fault_words, line_words
from wa_support.web.console.fragments import fragment
from wa_support.web.console.language import word
from wa_support.web.console.parts import parts, policy_now
from wa_support.web.console.template_tongues import language_name, tongues
from wa_support.web.console.template_uses import uses_of, volumes_of, what_for
from wa_support.web.console.times import ago, date_time

pages = Blueprint("templates", __name__)
Answer = str | Response | tuple[str, int]
_DONE: Final = frozenset({"put_up", "approved", "changes", "withdrawn", "submitted", "refreshed"})
_WAITS_FOR_US: Final = frozenset({Next.REVIEW, Next.SUBMIT, Next.SETTLE_CATEGORY})


@pages.get("/templates")
def page() -> str:
    return _page()


@pages.get("/templates-rows")
def rows() -> Response:
    return fragment(render_template("_templates_rows.html", **_rows()))


@pages.get("/templates/<name>")
def one(name: str) -> str:
    return _one(name)


@pages.get("/templates/<name>/state")
def state(name: str) -> Response:
    """`?of=` what the page around it shows."""
    shelved = _known(name)
    mark = _mark(shelved)
    told = {"name": name, "shelved": shelved, "mark": mark, "page_mark": request.args.get("of", "")}
    return fragment(render_template("_template_state.html", **told, **_tools()))


@pages.post("/templates-refresh")
def refresh() -> Answer:
    meta = parts().at_meta
    if meta is None:
        return _page(refusal=word("tpl.not_connected")), 409
    try:
        wrong = meta.refresh()
    except WaSupportError as why:
        return _page(refusal=str(why)), 409
    return _page(told=wrong) if wrong else redirect(url_for("templates.page", done="refreshed"))


@pages.post("/templates/<name>/put-up")
def put_up(name: str) -> Answer:
    return _decided(name, "put_up", lambda: parts().reviews.put_up(name, by=agent()))


@pages.post("/templates/<name>/approve")
def approve(name: str) -> Answer:
    return _decided(name, "approved", lambda: parts().reviews.approve(_seen(name), by=agent()))


@pages.post("/templates/<name>/changes")
def changes(name: str) -> Answer:
    """What was written stands in the form when it is refused."""
    note = request.form.get("note", "")

    def ask() -> None:
        parts().reviews.ask_changes(_seen(name), by=agent(), note=note)

    return _decided(name, "changes", ask)


@pages.post("/templates/<name>/withdraw")
def withdraw(name: str) -> Answer:
    return _decided(name, "withdrawn", lambda: parts().reviews.withdraw(_seen(name), by=agent()))


@pages.post("/templates/<name>/submit")
def submit(name: str) -> Answer:
    meta = parts().at_meta
    _known(name)
    if meta is None:
        return _one(name, refusal=word("tpl.not_connected")), 409
    try:
        told = meta.submit(name, by=agent())
    except WaSupportError as why:
        return _one(name, refusal=str(why)), 409
    return _one(name, told=told) if told else redirect(_back(name, "submitted"))


@pages.errorhandler(ConfigurationError)
def folder_away(why: ConfigurationError) -> tuple[str, int]:
    """The folder cannot be read: the sentence says which it is, and what names it."""
    if "HX-Request" in request.headers:
        return "", 503
    told = {"refusal": str(why), "where": parts().templates.where, "names": [], "waiting": []}
    return render_template("templates.html", **told), 503


def _decided(name: str, done: str, do: Callable[[], object]) -> Answer:
    _known(name)
    try:
        do()
    except NotReviewed as refusal:
        return _one(name, refusal=_refused(refusal), faults=refusal.faults), 409
    return redirect(_back(name, done))


def _refused(refusal: NotReviewed) -> str:
    values = {**refusal.values, "limit": NOTE_LIMIT}
    if "template" in values:
        values["template"] = _called(values["template"])
    return word(f"tpl.refused.{refusal.refusal}", **values)


def _called(template: object) -> str:
    if isinstance(template, TemplateKey):
        return f"{template.name} ({language_name(template.language)})"
    return str(template)


def _back(name: str, done: str) -> str:
    return url_for("templates.one", name=name, done=done)


def _seen(name: str) -> Sequence[Seen]:
    """What stood on the page, as `ko:<sha256>`; raises when nothing was chosen."""
    chosen = [each.partition(":") for each in request.form.getlist("seen")]
    if not chosen:
        raise NotReviewed(Refusal.NOTHING, template=name)
    return [
        Seen(key=TemplateKey(name=name, language=language), sha256=sha256)
        for language, _, sha256 in chosen
    ]


def _known(name: str) -> Sequence[Shelved]:
    return _ordered(parts().templates.all(name)) or abort(404)


def _ordered(shelved: Sequence[Shelved]) -> Sequence[Shelved]:
    """The policy's first language stands first."""
    languages = policy_now().languages
    places = {code: place for place, code in enumerate(languages)}
    return sorted(
        shelved,
        key=lambda one: places.get(one.key.language.partition("_")[0], len(places)),
    )


def _page(*, refusal: str | None = None, told: Sequence[str] = ()) -> str:
    done = request.args.get("done")
    return render_template(
        "templates.html",
        refusal=refusal,
        told=told,
        done=done if done in _DONE else None,
        where=parts().templates.where,
        connected=parts().at_meta is not None,
        **_rows(),
    )


def _rows() -> dict[str, Any]:
    names = [(name, _ordered(each)) for name, each in by_name(parts().templates.all())]
    steps = [
        (name, [one.standing.next for one in each if one.standing.next in _WAITS_FOR_US])
        for name, each in names
    ]
    return {
        "names": names,
        "waiting": [(name, found[0]) for name, found in steps if found],
        "volumes": volumes_of(parts().figures.templates()),
        "what_for": _what_for,
        **_tools(),
    }


def _what_for(shelved: Sequence[Shelved]) -> str:
    parsed = [one.parsed.template for one in shelved if one.parsed is not None]
    return what_for([one for one in parsed if one is not None])


def _one(
    name: str,
    *,
    refusal: str | None = None,
    faults: Sequence[str] = (),
    told: Sequence[str] = (),
) -> str:
    shelved = _known(name)
    every, done = tongues(shelved, name), request.args.get("done")
    account = me()
    return render_template(
        "template.html",
        name=name,
        shelved=shelved,
        tongues=every,
        uses=uses_of(name, every),
        mark=_mark(shelved),
        page_mark=_mark(shelved),
        refusal=refusal,
        refused_faults=[line_words(line) for line in faults],
        fault_words=fault_words,
        told=told,
        done=done if done in _DONE else None,
        note=request.form.get("note", ""),
        note_limit=NOTE_LIMIT,
        my_name=account.name if account is not None else "",
        alone_is_enough=parts().reviews.alone_is_enough,
        business=_business,
        connected=parts().at_meta is not None,
        shown_types=SHOWN,
        **_tools(),
    )


def _business(language: str) -> str:
    """As the phone names us to customers of that language."""
    names = policy_now().business
    return names.get(language.partition("_")[0]) or next(iter(names.values()), "")


def _tools() -> dict[str, Any]:
    now = parts().clock.now()
    return {"when": date_time, "ago": lambda at: ago(at, now), "language_name": language_name}


def _mark(shelved: Sequence[Shelved]) -> str:
    """Another one when the copies that a page shows are no longer these."""
    return "-".join(
        f"{(one.standing.newest.sha256 if one.standing.newest else '')[:6]}"
        f"{(one.standing.file_sha256 or '')[:6]}{one.standing.ours}"
        for one in shelved
    )
