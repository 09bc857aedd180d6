"""What every Graph endpoint of the simulator does with a request."""

import re
import socket
import time
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import BadRequest

from wa_support.simulator.faults import FaultPanel
from wa_support.simulator.refusals import Refused, no_such_object


def answer_refusals(routes: Blueprint, random_bytes: Callable[[int], bytes]) -> None:
    """Meta's error body for each `Refused`."""

    def refused(refusal: Refused) -> tuple[Response, int]:
        trace = "A" + random_bytes(10).hex()
        return jsonify(refusal.as_json(trace)), refusal.http

    routes.register_error_handler(Refused, refused)


def require_version(version: str) -> None:
    if not re.fullmatch(r"v\d+\.\d+", version):
        raise no_such_object(version)


def json_body() -> dict[str, Any]:
    try:
        body = request.get_json(force=True)
    except BadRequest as problem:
        raise Refused(100, "The body is not JSON") from problem
    if not isinstance(body, dict):
        raise Refused(100, "The body must be a JSON object")
    return body


def late_or_never(faults: FaultPanel, *, slow: str, lost: str) -> None:
    """After the work is done: the answer waits, or the connection ends without one."""
    if faults.take(slow):
        time.sleep(faults.now.slow_ms / 1000)
    if faults.take(lost):
        hang_up()


def hang_up() -> None:
    """The caller's connection ends here and now; what is answered then goes nowhere."""
    caller: socket.socket = request.environ["werkzeug.socket"]
    caller.shutdown(socket.SHUT_RDWR)
