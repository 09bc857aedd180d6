"""Coming in by password or by a one-time link, and leaving."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wa_support.domain.accounts import PASSWORD_LENGTH, NotGranted, Refusal
from wa_support.web.console.access import come_in, leave, me
from wa_support.web.console.language import language, word
from wa_support.web.console.parts import parts
from wa_support.web.console.proxied import address

pages = Blueprint("sign_in", __name__)
Answer = str | Response | tuple[str, int]


@pages.route("/sign-in", methods=["GET", "POST"])
def page() -> Answer:
    back = _inside(request.values.get("back", ""))
    if request.method != "POST":
        return redirect(back) if me() else render_template("sign_in.html", back=back)
    try:
        token = parts().sign_in.sign_in(
            login=request.form.get("login", ""),
            password=request.form.get("password", ""),
            address=address(),
        )
    except NotGranted as refusal:
        said = refusal_words(refusal)
        return render_template("sign_in.html", back=back, refusal=said), _status(refusal)
    come_in(token, language=language())
    return redirect(back)


@pages.post("/sign-out")
def sign_out() -> Response:
    leave()
    return redirect(url_for("sign_in.page"))


@pages.route("/link/<link>", methods=["GET", "POST"])
def link(link: str) -> Answer:
    """Looking at it does not use it up; only the password that is set does."""
    account = parts().sign_in.whose_link(link)
    if account is None:
        return render_template("link.html", account=None), 404
    if request.method != "POST":
        return _choose(account.login)
    if request.form.get("password") != request.form.get("again"):
        return _choose(account.login, word("passwords_differ")), 400
    try:
        token = parts().sign_in.set_password(
            link=link, password=request.form.get("password", ""), address=address()
        )
    except NotGranted as refusal:
        return _choose(account.login, refusal_words(refusal)), 400
    come_in(token, language=language())
    return redirect(url_for("seat.page"))


def refusal_words(refusal: NotGranted) -> str:
    if refusal.refusal is Refusal.TOO_MANY_TRIES:
        return word("refusal.too_many_tries", seconds=-(-refusal.wait_ms // 1000))
    return word(f"refusal.{refusal.refusal}")


def _choose(login: str, refusal: str | None = None) -> str:
    return render_template("link.html", account=login, least=PASSWORD_LENGTH, refusal=refusal)


def _status(refusal: NotGranted) -> int:
    return 429 if refusal.refusal is Refusal.TOO_MANY_TRIES else 403


def _inside(path: str) -> str:
    """Only a path of our own: never another site's address."""
    ours = path.startswith("/") and not path.startswith(("//", "/\\", "/sign-"))
    return path if ours and path.isprintable() else url_for("seat.page")
