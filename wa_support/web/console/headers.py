"""The headers of every answer. Only our own scripts and styles run; nothing may frame us."""

from flask import Flask, request
from werkzeug.wrappers import Response

from wa_support.web.console.parts import parts

_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self'; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'"
)


def install(app: Flask) -> None:
    app.after_request(_protect)


def _protect(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _CSP + _frames())
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _frames() -> str:
    demo = parts().demo
    if request.endpoint != "demo.page" or demo is None:
        return ""
    return f"; frame-src 'self' {demo.phone_url}"
