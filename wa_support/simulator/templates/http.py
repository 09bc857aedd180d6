"""Graph's endpoints for templates and for the files in their headers.

One template is read where numbers and media are: `graph_http`.
"""

from typing import Any

from flask import Blueprint, request

from wa_support.simulator.access import require_bearer
from wa_support.simulator.configuration import SimulatorConfig
from wa_support.simulator.faults import FaultPanel
from wa_support.simulator.graph_requests import (
    answer_refusals,
    json_body,
    late_or_never,
    require_version,
)
from wa_support.simulator.refusals import Refused, no_such_object
from wa_support.simulator.standing import StandingPanel
from wa_support.simulator.templates.platform import Templates

_OAUTH = ("OAuth ",)
_EITHER = ("OAuth ", "Bearer ")


def templates_blueprint(
    config: SimulatorConfig, templates: Templates, standing: StandingPanel, faults: FaultPanel
) -> Blueprint:
    routes, api = Blueprint("templates", __name__), _Templates(config, templates, standing, faults)
    answer_refusals(routes, config.random_bytes)
    account = "/<version>/<account>/message_templates"
    routes.add_url_rule(account, view_func=api.page)
    routes.add_url_rule(account, view_func=api.create, methods=["POST"])
    routes.add_url_rule(account, view_func=api.delete, methods=["DELETE"])
    routes.add_url_rule("/<version>/<id>", view_func=api.edit, methods=["POST"])
    routes.add_url_rule("/<version>/<app>/uploads", view_func=api.begin_upload, methods=["POST"])
    session = "/<version>/upload:<path:rest>"
    routes.add_url_rule(session, view_func=api.upload_state)
    routes.add_url_rule(session, view_func=api.upload, methods=["POST"])
    return routes


class _Templates:
    def __init__(
        self,
        config: SimulatorConfig,
        templates: Templates,
        standing: StandingPanel,
        faults: FaultPanel,
    ) -> None:
        self._config, self._templates = config, templates
        self._standing, self._faults = standing, faults

    def page(self, version: str, account: str) -> dict[str, Any]:
        self._admit(version, account)
        self._standing.require_answers()
        return self._templates.page(request.args, request.base_url)

    def create(self, version: str, account: str) -> dict[str, Any]:
        self._admit(version, account)
        answer = self._templates.create(json_body())
        self._late_or_never()
        return answer

    def edit(self, version: str, id: str) -> dict[str, Any]:
        self._admit(version)
        if self._templates.get(id) is None:
            raise no_such_object(id)
        self._templates.edit(id, json_body())
        self._late_or_never()
        return {"success": True}

    def delete(self, version: str, account: str) -> dict[str, Any]:
        self._admit(version, account)
        name = request.args.get("name")
        if not name:
            raise Refused(100, title="(#100) The parameter name is required.")
        self._templates.delete(name, request.args.get("hsm_id"))
        return {"success": True}

    def begin_upload(self, version: str, app: str) -> dict[str, Any]:
        require_version(version)
        require_bearer(self._config.access_token, schemes=_EITHER)
        if app not in {"app", self._standing.now.app_id}:
            raise no_such_object(app)
        asked = request.values
        return self._templates.uploads.begin(
            length=asked.get("file_length", ""), type=asked.get("file_type", "")
        )

    def upload_state(self, version: str, rest: str) -> dict[str, Any]:
        return self._templates.uploads.state(self._session(version, rest))

    def upload(self, version: str, rest: str) -> dict[str, Any]:
        session, content = self._session(version, rest), request.get_data()
        offset = request.environ["simulator.file_offset"]
        if self._faults.take("failed_uploads"):
            half = content[: len(content) // 2]
            self._templates.uploads.write(session, offset=offset, content=half)
            raise Refused(131000, "Something went wrong; try again", http=500)
        return self._templates.uploads.write(session, offset=offset, content=content)

    def _session(self, version: str, rest: str) -> str:
        """The id holds a query, which a caller may have sent as one or as part of the path."""
        require_version(version)
        require_bearer(self._config.access_token, schemes=_OAUTH)
        query = request.query_string.decode()
        return f"upload:{rest}" + (f"?{query}" if query else "")

    def _admit(self, version: str, account: str | None = None) -> None:
        require_version(version)
        require_bearer(self._config.access_token)
        if account is not None and account != self._config.waba_id:
            raise no_such_object(account)
        if self._faults.take("error_80007"):
            raise Refused(80007, "There have been too many calls to this account")

    def _late_or_never(self) -> None:
        late_or_never(self._faults, slow="slow_template_answers", lost="lost_template_answers")
