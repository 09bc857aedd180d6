"""The read endpoints of Graph that tell how token, account and app stand."""

from typing import Any

from flask import Blueprint, request

from wa_support.simulator.access import require_bearer
from wa_support.simulator.cloud import Cloud
from wa_support.simulator.graph_requests import answer_refusals
from wa_support.simulator.refusals import no_such_object


def standing_blueprint(cloud: Cloud) -> Blueprint:
    """The number itself is told where media are: `graph_http`."""
    routes, api = Blueprint("standing", __name__), _Standing(cloud)
    answer_refusals(routes, cloud.config.random_bytes)
    routes.add_url_rule("/<_version>/debug_token", view_func=api.token)
    routes.add_url_rule("/<_version>/<account>/phone_numbers", view_func=api.numbers)
    routes.add_url_rule("/<_version>/<account>/subscribed_apps", view_func=api.apps)
    routes.add_url_rule("/<_version>/<app>/subscriptions", view_func=api.subscriptions)
    return routes


class _Standing:
    def __init__(self, cloud: Cloud) -> None:
        self._config = cloud.config
        self._standing = cloud.standing

    def token(self, _version: str) -> dict[str, Any]:
        require_bearer(self._config.access_token)
        return self._standing.token(request.args.get("input_token", ""))

    def numbers(self, _version: str, account: str) -> dict[str, Any]:
        self._require_account(account)
        return self._standing.numbers()

    def apps(self, _version: str, account: str) -> dict[str, Any]:
        self._require_account(account)
        return self._standing.apps()

    def subscriptions(self, _version: str, app: str) -> dict[str, Any]:
        """Wants the app's own token: its id and its secret."""
        if app != self._standing.now.app_id:
            raise no_such_object(app)
        require_bearer(f"{app}|{self._config.app_secret}")
        return self._standing.subscriptions()

    def _require_account(self, account: str) -> None:
        require_bearer(self._config.access_token)
        if account != self._config.waba_id:
            raise no_such_object(account)
