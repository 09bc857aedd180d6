"""Who may look: this machine only, and only with an account whose role the route is for."""

import ipaddress
from typing import Final

from flask import Blueprint, Flask, abort, g, render_template, request, session
from werkzeug.wrappers import Response

from wa_support.domain.accounts import Account
from wa_support.web.console import permissions
from wa_support.web.console.parts import parts

_OUR_HOSTS: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_TOKEN: Final = "token"  # noqa: S105 - its name in the cookie
pages = Blueprint("access", __name__)


@pages.before_app_request
def refuse_strangers() -> None:
    g.account = None
    if not _loopback(request.remote_addr) or _host_name(request.host) not in _OUR_HOSTS:
        g.foreign = True
        abort(403)
    token = session.get(_TOKEN)
    g.account = parts().sign_in.signed_in(token) if token else None
    if permissions.is_public(request.endpoint, request.method):
        return
    if g.account is None:
        abort(403)
    known = request.endpoint is not None
    if known and not permissions.may(g.account.role, str(request.endpoint), request.method):
        abort(403)


@pages.app_errorhandler(403)
def refused(_: Exception) -> tuple[str, int]:
    """For a stranger the same page whatever was asked for: it tells nothing about what is here."""
    if "HX-Request" in request.headers:
        return "", 403
    if g.get("foreign"):
        return render_template("elsewhere.html"), 403
    if g.account is not None:
        return render_template("not_yours.html"), 403
    if parts().demo is not None:
        return render_template("enter.html"), 403
    back = request.full_path if request.method == "GET" else "/"
    return render_template("sign_in.html", back=back), 403


@pages.app_errorhandler(404)
def missing(_: Exception) -> tuple[str, int]:
    return render_template("missing.html"), 404


@pages.get("/healthz")
def healthz() -> Response:
    return Response("ok\n", mimetype="text/plain")


def come_in(token: str, *, language: str) -> None:
    """A session of its own: nothing of the one before it is kept."""
    session.clear()
    session.permanent = True
    session[_TOKEN], session["lang"] = token, language


def leave() -> None:
    parts().sign_in.sign_out(session.get(_TOKEN, ""))
    language = session.get("lang", "ko")
    session.clear()
    session["lang"] = language


def me() -> Account | None:
    found: Account | None = g.get("account")
    return found


def agent() -> str:
    """The name this person answers under."""
    account = me()
    return account.name if account else abort(403)


def may(endpoint: str, method: str = "POST") -> bool:
    account = me()
    return account is not None and permissions.may(account.role, endpoint, method)


def install(app: Flask) -> None:
    app.jinja_env.globals.update(me=me, may=may)
    app.register_blueprint(pages)


def _loopback(address: str | None) -> bool:
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False


def _host_name(host: str) -> str:
    """The name in a Host header, without port and brackets; a foreign one means DNS rebinding."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()
