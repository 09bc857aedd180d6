"""The part of the Graph API that a business calls: messages, media, its number."""

import re
import socket
import time
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import BadRequest

from wa_support.simulator.access import require_bearer
from wa_support.simulator.cloud import Cloud
from wa_support.simulator.media import check_upload
from wa_support.simulator.refusals import Refused, no_such_object


def graph_blueprint(cloud: Cloud) -> Blueprint:
    graph, api = Blueprint("graph", __name__), _Graph(cloud)
    graph.before_request(api.require_token)
    graph.register_error_handler(Refused, api.refused)
    graph.add_url_rule("/<version>/<number_id>/messages", view_func=api.messages, methods=["POST"])
    graph.add_url_rule("/<version>/<number_id>/media", view_func=api.upload, methods=["POST"])
    graph.add_url_rule("/<version>/<id>", view_func=api.look_up)
    graph.add_url_rule("/media/<id>", view_func=api.download)
    return graph


class _Graph:
    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def require_token(self) -> None:
        require_bearer(self._cloud.config.access_token)

    def refused(self, refusal: Refused) -> tuple[Response, int]:
        trace = "A" + self._cloud.config.random_bytes(10).hex()
        return jsonify(refusal.as_json(trace)), refusal.http

    def messages(self, version: str, number_id: str) -> dict[str, Any]:
        _require_version(version)
        number = self._cloud.number(number_id)
        body = _json_body()
        if body.get("status") == "read":
            return self._cloud.mark_read(body)
        self._refuse_where_told()
        answer = self._cloud.send(number, body)
        if self._cloud.faults.take("slow_answers"):
            time.sleep(self._cloud.faults.now.slow_ms / 1000)
        if self._cloud.faults.take("lost_answers"):
            _hang_up()
        return answer

    def _refuse_where_told(self) -> None:
        if self._cloud.faults.take("error_500"):
            raise Refused(131000, "Something went wrong; try again", http=500)
        if self._cloud.faults.take("error_130429"):
            raise Refused(130429, "Message failed to send because there were too many in a second")
        if self._cloud.faults.take("error_131056"):
            raise Refused(131056, "Too many messages to this customer in a short time")

    def upload(self, version: str, number_id: str) -> dict[str, Any]:
        _require_version(version)
        self._cloud.number(number_id)
        file = request.files.get("file")
        if file is None or request.form.get("messaging_product") != "whatsapp":
            raise Refused(131008, "messaging_product and file are required")
        if self._cloud.faults.take("failed_uploads"):
            raise Refused(131000, "Something went wrong; try again", http=500)
        content, mime_type = file.read(), request.form.get("type") or file.mimetype
        check_upload(content, mime_type)
        return {"id": self._cloud.media.store(content, mime_type).id}

    def look_up(self, version: str, id: str) -> dict[str, Any]:
        _require_version(version)
        if media := self._cloud.media.get(id):
            return media.info(base_url=request.host_url, now=self._cloud.config.clock())
        fields = request.args.get("fields")
        return self._cloud.standing.number(self._cloud.number(id), fields)

    def download(self, id: str) -> Response:
        media = self._cloud.media.get(id)
        if media is None or request.args.get("ext", 0, type=int) < self._cloud.config.clock():
            raise Refused(100, title="The address has expired.", http=404)
        return Response(media.content, content_type=media.mime_type)


def _hang_up() -> None:
    """The caller's connection ends here and now; what is answered then goes nowhere."""
    caller: socket.socket = request.environ["werkzeug.socket"]
    caller.shutdown(socket.SHUT_RDWR)


def _require_version(version: str) -> None:
    if not re.fullmatch(r"v\d+\.\d+", version):
        raise no_such_object(version)


def _json_body() -> dict[str, Any]:
    try:
        body = request.get_json(force=True)
    except BadRequest as problem:
        raise Refused(100, "The body is not JSON") from problem
    if not isinstance(body, dict):
        raise Refused(100, "The body must be a JSON object")
    return body
