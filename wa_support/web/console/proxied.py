"""What a reverse proxy on this machine says of who stands behind it.

Only this machine's own connections are served at all, so whoever sets these headers is on it. The
proxy passes `Host: 127.0.0.1`; its own public name is only shown, in links to be handed on.
"""

import re
from typing import Final

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface

_HOST: Final = re.compile(r"[0-9A-Za-z.\-]{1,253}(:[0-9]{1,5})?|\[[0-9A-Fa-f:]+\](:[0-9]{1,5})?")


class Sessions(SecureCookieSessionInterface):
    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 - Flask's signature
        return by_https()


def by_https() -> bool:
    return request.headers.get("X-Forwarded-Proto", "").lower() == "https"


def address() -> str:
    """Whose tries are counted together: what the nearest proxy saw, else the connection's own."""
    passed_on = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return (passed_on or request.remote_addr or "")[:64]


def origin() -> str:
    """`https://console.shop.example`, as the person's browser has it."""
    public = request.headers.get("X-Forwarded-Host", "")
    host = public if _HOST.fullmatch(public) else request.host
    return f"{'https' if by_https() else 'http'}://{host}"
