"""Who may look: this machine only, and only somebody who came through the printed link."""

import ipaddress
from typing import Final

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from wa_support.web.console.language import language, word
from wa_support.web.console.parts import parts

PUBLIC_ENDPOINTS: Final = frozenset({"static", "access.enter", "access.healthz"})
"""Everything else needs the session."""

_OUR_HOSTS: Final = frozenset({"localhost", "127.0.0.1", "::1"})
pages = Blueprint("access", __name__)


@pages.before_app_request
def refuse_strangers() -> None:
    if not _loopback(request.remote_addr) or _host_name(request.host) not in _OUR_HOSTS:
        abort(403)
    if request.endpoint not in PUBLIC_ENDPOINTS and not session.get("entered"):
        abort(403)


@pages.app_errorhandler(403)
def how_to_get_in(_: Exception) -> tuple[str, int]:
    """The same page whatever was missing, so it tells nothing about the reason."""
    return render_template("enter.html"), 403


@pages.app_errorhandler(404)
def missing(_: Exception) -> tuple[str, int]:
    return render_template("missing.html"), 404


@pages.get("/enter/<token>")
def enter(token: str) -> Response:
    """Only a real GET opens: a HEAD from a link preview must not use the link up."""
    if request.method != "GET" or not parts().entry.open(token):
        abort(403)
    chosen = language()
    session.clear()
    session.permanent = True
    session["entered"], session["lang"] = True, chosen
    if parts().demo is None:
        return redirect(url_for("seat.page"))
    session["agent"] = word("demo_agent")
    return redirect(url_for("demo.page"))


@pages.get("/healthz")
def healthz() -> Response:
    return Response("ok\n", mimetype="text/plain")


def agent() -> str | None:
    """The name this person answers under, once they have said it."""
    return session.get("agent")


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
