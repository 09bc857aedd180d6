"""A published policy, byte for byte, with line numbers to point at."""

from collections.abc import Sequence

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wa_support.domain.policy import PolicyVersion
from wa_support.web.console.parts import parts
from wa_support.web.console.times import date_time

pages = Blueprint("policy", __name__)


@pages.get("/policy")
def current() -> Response:
    published = parts().queries.policy() or abort(404)
    return redirect(url_for("policy.page", version=published.version))


@pages.get("/policy/<int(min=1, max=2147483647):version>")
def page(version: int) -> str:
    """`?c=` the conversation whose reasons led here, to go back to."""
    published = parts().queries.policy(version) or abort(404)
    newest = parts().queries.policy() or published
    return render_template(
        "policy.html",
        version=version,
        newest=newest.version,
        lines=_lines(published),
        sha256=published.sha256,
        by=published.published_by,
        at=date_time(published.published_at),
        came_from=request.args.get("c"),
        pane=request.args.get("pane") == "1",
    )


def lines_of(version: int) -> Sequence[str]:
    """The lines of that version's bytes; empty when it is not here."""
    published = parts().queries.policy(version)
    return _lines(published) if published else ()


def _lines(published: PolicyVersion) -> list[str]:
    return published.source.decode("utf-8", errors="replace").split("\n")
