"""The console: an app of its own, for its own process and port."""

from datetime import timedelta

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from wa_support.web.console import (
    access,
    audit_page,
    canned_page,
    case_acts,
    figures_page,
    headers,
    helping,
    language,
    policy_lines,
    searching,
    seat,
    templates_page,
    why,
)
from wa_support.web.console import demo as demo_pages
from wa_support.web.console import desk_templates as desk_template_pages
from wa_support.web.console import files as file_pages
from wa_support.web.console import people as people_pages
from wa_support.web.console import sign_in as sign_in_pages
from wa_support.web.console import stuck as stuck_pages
from wa_support.web.console.parts import EXTENSION, Parts
from wa_support.web.console.proxied import Sessions
from wa_support.web.console.signs import visible


def create_console_app(given: Parts, *, secret_key: bytes, port: int) -> Flask:
    """`port` is where the console is served: cookies do not know ports, so their name does, or a
    second console on this machine would log the first one out.
    """
    app = Flask(__name__, template_folder="pages", static_folder="static")
    app.config.update(
        SECRET_KEY=secret_key,
        SESSION_COOKIE_NAME=f"wa_console_{port}",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        SESSION_REFRESH_EACH_REQUEST=False,  # a poll would put back the language just left
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=512 * 1024,
    )
    app.session_interface = Sessions()
    app.extensions[EXTENSION] = given
    _join(app, with_demo=given.demo is not None)
    return app


def _join(app: Flask, *, with_demo: bool) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["has_demo"] = with_demo
    app.jinja_env.finalize = visible
    language.install(app)
    headers.install(app)
    access.install(app)  # before CSRF: a stranger learns nothing but 403
    file_pages.install(app)
    CSRFProtect(app)
    for room in (
        sign_in_pages, seat, case_acts, file_pages, helping, desk_template_pages, canned_page, why,
        policy_lines, people_pages, stuck_pages, audit_page, searching, templates_page,
        figures_page,
    ):  # fmt: skip
        app.register_blueprint(room.pages)
    if with_demo:
        app.register_blueprint(demo_pages.pages)
