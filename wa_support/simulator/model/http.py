"""The endpoints over HTTP, and the failures that happen on the way."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import BadRequest

from wa_support.simulator.model import refusals
from wa_support.simulator.model.answers import Answer, Asked, Endpoint, Failure
from wa_support.simulator.model.bodies import body_of, spoken
from wa_support.simulator.model.checks import check_chat, check_responses
from wa_support.simulator.model.configuration import ModelConfig
from wa_support.simulator.model.refusals import Refused
from wa_support.simulator.model.tokens import PromptCache

_REFUSES: Final[dict[Answer, Callable[[], Refused]]] = {
    Failure.RATE_LIMITED: refusals.rate_limited,
    Failure.NO_CREDIT: refusals.no_credit,
    Failure.ERROR_500: refusals.server_error,
    Failure.HUGE_ERROR: refusals.huge_error,
}
_TRICKLE_S: Final = 0.05


class ModelApi:
    """`asked` has every request in the order of arrival."""

    def __init__(self, config: ModelConfig) -> None:
        self._config = config
        self._cache = PromptCache()
        self._stopping = threading.Event()
        self.asked: list[Asked] = []

    def blueprint(self) -> Blueprint:
        api = Blueprint("model", __name__, url_prefix="/v1")
        api.before_request(self._require_key)
        api.register_error_handler(Refused, _refused)
        api.add_url_rule("/responses", view_func=self._responses, methods=["POST"])
        api.add_url_rule("/chat/completions", view_func=self._chat, methods=["POST"])
        api.add_url_rule("/models", view_func=self._models)
        return api

    def stop(self) -> None:
        """Whoever waits for a slow answer gets it now."""
        self._stopping.set()

    def _require_key(self) -> None:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if given != self._config.api_key:
            raise refusals.wrong_key(given)

    def _models(self) -> dict[str, Any]:
        names = self._config.models
        return {"object": "list", "data": [{"id": name, "object": "model"} for name in names]}

    def _responses(self) -> Response:
        return self._answer(Endpoint.RESPONSES, check_responses)

    def _chat(self) -> Response:
        return self._answer(Endpoint.CHAT, lambda body: check_chat(body, self._config.forms))

    def _answer(self, endpoint: Endpoint, check: Callable[[dict[str, Any]], None]) -> Response:
        asked = self._taken(endpoint, check)
        answer = self._config.script(asked)
        refuse = _REFUSES.get(answer)
        if refuse is not None:
            raise refuse()
        if answer is Failure.REDIRECT:
            return Response(status=307, headers={"Location": "http://127.0.0.1:9/v1/elsewhere"})
        if answer is Failure.NOT_JSON:
            return Response("<html><title>502 Bad Gateway</title></html>", mimetype="text/html")
        if answer is Failure.SLOW:
            self._stopping.wait(self._config.slow_s)
        body = body_of(
            spoken(answer, asked),
            asked,
            id=f"{len(self.asked):04}",
            read=self._cache.read(asked.body),
        )
        return self._sent(answer, json.dumps(body, ensure_ascii=False).encode())

    def _taken(self, endpoint: Endpoint, check: Callable[[dict[str, Any]], None]) -> Asked:
        body = _json_body()
        try:
            if body.get("model") not in self._config.models:
                raise refusals.no_such_model(str(body.get("model")))
            check(body)
        except Refused as refusal:
            self.asked.append(Asked(endpoint=endpoint, body=body, refused=str(refusal)))
            raise
        asked = Asked(endpoint=endpoint, body=body)
        self.asked.append(asked)
        return asked

    def _sent(self, answer: Answer, body: bytes) -> Response:
        if answer is Failure.RESET:
            _hang_up_after(body[: len(body) // 2])
        pieces: Iterator[bytes] | bytes = self._slowly(body) if answer is Failure.TRICKLE else body
        return Response(pieces, mimetype="application/json")

    def _slowly(self, body: bytes) -> Iterator[bytes]:
        for at in range(len(body)):
            yield body[at : at + 1]
            self._stopping.wait(_TRICKLE_S)


def _refused(refusal: Refused) -> tuple[Response, int, dict[str, str]]:
    return jsonify(refusal.as_json), refusal.http, refusal.headers


def _json_body() -> dict[str, Any]:
    try:
        body = request.get_json()
    except BadRequest:
        body = None
    if not isinstance(body, dict):
        raise Refused("We could not parse the JSON body of your request.")
    return body


def _hang_up_after(part: bytes) -> None:
    """The head and a part of the body, and then the caller's connection ends."""
    caller: socket.socket = request.environ["werkzeug.socket"]
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    caller.sendall(head % (2 * len(part) + 1) + part)
    caller.shutdown(socket.SHUT_RDWR)
