"""Parts of a page that the browser asks for again and again."""

import hashlib
from collections.abc import Callable

from flask import request
from werkzeug.wrappers import Response


def fragment(html: str) -> Response:
    """304 when the browser already shows exactly this, so polling never disturbs the reader."""
    response = Response(html, mimetype="text/html")
    response.set_etag(_hash(html))
    return response.make_conditional(request)


def fragment_of(shown: object, render: Callable[[], str]) -> Response:
    """The same, without making it anew while all that it shows (by its `repr`) is the same."""
    tag = _hash(repr(shown))
    if request.if_none_match.contains(tag):
        unchanged = Response(status=304)
        unchanged.set_etag(tag)
        return unchanged
    response = Response(render(), mimetype="text/html")
    response.set_etag(tag)
    return response


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
