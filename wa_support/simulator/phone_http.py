"""The phone in the browser: one page and its files."""

from typing import Final

from flask import Blueprint, Response, current_app

_CSP: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; media-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors http://127.0.0.1:* http://localhost:*"
)


def phone_blueprint() -> Blueprint:
    phone = Blueprint("phone", __name__)

    @phone.get("/phone")
    def page() -> Response:
        return current_app.send_static_file("phone.html")

    @phone.after_app_request
    def guard(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = _CSP
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return phone
