"""The shape of every answer of `/notify`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import jsonify
from werkzeug.wrappers import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`result` is what is counted of it."""

    result: str
    status: int
    body: Mapping[str, Any]
    retry_after: int | None = None

    def response(self) -> Response:
        response = jsonify(self.body)
        response.status_code = self.status
        if self.retry_after is not None:
            response.headers["Retry-After"] = str(self.retry_after)
        return response


def refusal(
    status: int, error: str, why: str, *, field: str | None = None, retry_after: int | None = None
) -> Answer:
    where = {"field": field} if field is not None else {}
    body = {"error": error, "why": why, **where}
    return Answer(result=error, status=status, body=body, retry_after=retry_after)
