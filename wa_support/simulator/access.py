"""Which requests are answered: those that a page of somebody else cannot make.

A name that is not ours in the Host header means DNS rebinding. A browser sends JSON across origins
only after a preflight, which nobody here answers.
"""

import hmac
from typing import Final

from flask import Response, request

from wa_support.simulator.refusals import bad_token

_OUR_HOSTS: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})


def only_our_host() -> Response | None:
    """403 unless the request was made to a loopback name."""
    name, colon, port = request.host.lower().rpartition(":")
    named = name if colon and port.isdigit() else request.host.lower()
    return None if named in _OUR_HOSTS else Response("this machine only\n", 403)


def only_json() -> Response | None:
    """415 for a POST that is not `application/json`."""
    if request.method == "POST" and request.mimetype != "application/json":
        return Response("send application/json\n", 415)
    return None


def require_bearer(token: str, *, schemes: tuple[str, ...] = ("Bearer ",)) -> None:
    """Raises `Refused` unless the request carries this token after one of the schemes."""
    given = request.headers.get("Authorization", "")
    scheme = next((scheme for scheme in schemes if given.startswith(scheme)), "")
    if not scheme or not hmac.compare_digest(given.removeprefix(scheme).encode(), token.encode()):
        raise bad_token()
