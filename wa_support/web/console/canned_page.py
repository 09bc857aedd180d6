"""The page of the words that are kept for use again."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wa_support.domain.canned import BODY_LIMIT, TITLE_LIMIT, VARIABLES
from wa_support.domain.errors import NotAllowed
from wa_support.web.console.access import agent
from wa_support.web.console.language import word
from wa_support.web.console.parts import parts, policy_now
from wa_support.web.console.refusal_words import in_words
from wa_support.web.console.signs import Verbatim

_FIELDS: Final = ("id", "title", "body", "language")
pages = Blueprint("canned", __name__, url_prefix="/canned")


@pages.get("")
def page() -> str:
    """`?edit=` the one whose words stand in the form."""
    return _page({"id": request.args.get("edit", "")}, refusal=None)


@pages.post("")
def save() -> Response | tuple[str, int]:
    """What is refused stands in the form as it was written (409)."""
    given = {
        name: request.form.get(name, "").strip() for name in ("id", "title", "body", "language")
    }
    name = agent()
    if not given["title"] or not given["body"]:
        return _page(given, refusal=word("canned_empty")), 409
    try:
        parts().canned.save(
            agent=name, id=given["id"] or None, title=given["title"], body=given["body"],
            language=given["language"] or None,
        )  # fmt: skip
    except NotAllowed as why:
        return _page(given, refusal=in_words(str(why))), 409
    return redirect(url_for("canned.page"))


@pages.post("/<canned_id>/delete")
def delete(canned_id: str) -> Response | tuple[str, int]:
    try:
        parts().canned.delete(canned_id, agent=agent())
    except NotAllowed as why:
        return _page({"id": ""}, refusal=in_words(str(why))), 409
    return redirect(url_for("canned.page"))


def _page(written: dict[str, str], *, refusal: str | None) -> str:
    every = {
        one.id: one
        for code in (None, *policy_now().languages)
        for one in parts().canned.offered(language=code)
    }
    editing = every.get(written["id"])
    return render_template(
        "canned.html",
        every=sorted(every.values(), key=lambda one: one.title),
        editing=editing,
        written=_form(written) if "body" in written else editing and _form(asdict(editing)),
        variables=VARIABLES,
        limits={"title": TITLE_LIMIT, "body": BODY_LIMIT},
        languages=policy_now().languages,
        refusal=refusal,
    )


def _form(given: Mapping[str, Any]) -> dict[str, object]:
    """What is edited comes back the same, whatever stands between its letters."""
    return {
        "title": Verbatim(given["title"]),
        "body": Verbatim(given["body"]),
        "language": given["language"],
    }
