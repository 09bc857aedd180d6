"""Parts of a page that the browser asks for again and again."""

import hashlib

from flask import request
from werkzeug.wrappers import Response


def fragment(html: str) -> Response:
    """304 when the browser already shows exactly this, so polling never disturbs the reader."""
    response = Response(html, mimetype="text/html")
    response.set_etag(hashlib.sha256(html.encode()).hexdigest()[:32])
    return response.make_conditional(request)
