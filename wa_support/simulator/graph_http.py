"""The part of the Graph API that a business calls: messages, media, its number, one template."""

from typing import Any

from flask import Blueprint, Response, request

from wa_support.simulator.access import require_bearer
from wa_support.simulator.cloud import Cloud
from wa_support.simulator.graph_requests import (
    answer_refusals,
    json_body,
    late_or_never,
    require_version,
)
from wa_support.simulator.media import check_upload
from wa_support.simulator.refusals import Refused


def graph_blueprint(cloud: Cloud) -> Blueprint:
    graph, api = Blueprint("graph", __name__), _Graph(cloud)
    graph.before_request(api.require_token)
    answer_refusals(graph, cloud.config.random_bytes)
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

    def messages(self, version: str, number_id: str) -> dict[str, Any]:
        require_version(version)
        number = self._cloud.number(number_id)
        body = json_body()
        if body.get("status") == "read":
            return self._cloud.mark_read(body)
        self._refuse_where_told()
        answer = self._cloud.send(number, body)
        late_or_never(self._cloud.faults, slow="slow_answers", lost="lost_answers")
        return answer

    def _refuse_where_told(self) -> None:
        if self._cloud.faults.take("error_500"):
            raise Refused(131000, "Something went wrong; try again", http=500)
        if self._cloud.faults.take("error_130429"):
            raise Refused(130429, "Message failed to send because there were too many in a second")
        if self._cloud.faults.take("error_131056"):
            raise Refused(131056, "Too many messages to this customer in a short time")

    def upload(self, version: str, number_id: str) -> dict[str, Any]:
        require_version(version)
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
        require_version(version)
        if media := self._cloud.media.get(id):
            return media.info(base_url=request.host_url, now=self._cloud.config.clock())
        fields = request.args.get("fields")
        if template := self._cloud.templates.get(id):
            self._cloud.standing.require_answers()
            return template.as_json(fields)
        return self._cloud.standing.number(self._cloud.number(id), fields)

    def download(self, id: str) -> Response:
        media = self._cloud.media.get(id)
        if media is None or request.args.get("ext", 0, type=int) < self._cloud.config.clock():
            raise Refused(100, title="The address has expired.", http=404)
        return Response(media.content, content_type=media.mime_type)
