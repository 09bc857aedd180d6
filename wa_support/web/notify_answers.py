"""The shape of every answer of `/notify`."""

from typing import Any

from flask import jsonify
from werkzeug.wrappers import Response


def refusal(
    status: int, error: str, why: str, *, field: str | None = None, retry_after: int | None = None
) -> Response:
    where = {"field": field} if field is not None else {}
    answer = as_json(status, {"error": error, "why": why, **where})
    if retry_after is not None:
        answer.headers["Retry-After"] = str(retry_after)
    return answer


def as_json(status: int, body: dict[str, Any]) -> Response:
    answer = jsonify(body)
    answer.status_code = status
    return answer
