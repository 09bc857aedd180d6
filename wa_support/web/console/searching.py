"""Finding a customer. Names and numbers travel in forms, and stay out of addresses: those are
written into logs and histories."""

from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wa_support.web.console.access import me
from wa_support.web.console.listing import row, shown_name
from wa_support.web.console.parts import parts

pages = Blueprint("searching", __name__)
_LONGEST: Final = 200


@pages.get("/search")
def page() -> str:
    words = parts().searches.words(request.args.get("s", ""), by=_mine())
    found = parts().cases.search(words) if words else ()
    return render_template(
        "search.html",
        words=words,
        found=[
            (shown_name(one.customer), one.customer, [row(each) for each in one.conversations])
            for one in found
        ],
    )


@pages.post("/search")
def search() -> Response:
    words = request.form.get("q", "").strip()[:_LONGEST]
    number = parts().searches.keep(words, by=_mine(), now=parts().clock.now()) if words else None
    return redirect(url_for("searching.page", s=number), 303)


def _mine() -> str:
    account = me()
    return account.id if account else ""
