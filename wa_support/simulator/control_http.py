"""What tests, the phone and the command line use: /sim/."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from wa_support.simulator.access import only_json
from wa_support.simulator.accounts import newcomer
from wa_support.simulator.cloud import Cloud
from wa_support.simulator.inbound import NotSayable
from wa_support.simulator.refusals import Refused


def control_blueprint(cloud: Cloud) -> Blueprint:
    control, api = Blueprint("control", __name__, url_prefix="/sim"), _Control(cloud)
    for kind in (ValueError, KeyError, Refused):
        control.register_error_handler(kind, _wrong)
    control.before_request(only_json)
    control.add_url_rule("/say", view_func=api.say, methods=["POST"])
    control.add_url_rule("/webhook", view_func=api.webhook, methods=["POST"])
    control.add_url_rule("/chat", view_func=api.chat)
    control.add_url_rule("/customers", view_func=api.customers)
    control.add_url_rule("/customers", view_func=api.join, methods=["POST"])
    control.add_url_rule("/faults", view_func=api.faults, methods=["POST"])
    control.add_url_rule("/standing", view_func=api.standing, methods=["POST"])
    control.add_url_rule("/templates", view_func=api.templates)
    control.add_url_rule("/templates", view_func=api.review, methods=["POST"])
    control.add_url_rule("/review", view_func=api.rules, methods=["POST"])
    control.add_url_rule("/marketing", view_func=api.marketing, methods=["POST"])
    control.add_url_rule("/ledger", view_func=api.ledger)
    control.add_url_rule("/media/<id>", view_func=api.media)
    return control


class _Control:
    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def say(self) -> dict[str, Any]:
        return {"wamid": self._cloud.say(_wish())}

    def webhook(self) -> tuple[dict[str, Any], int]:
        """Exactly the bytes given are signed and posted."""
        self._cloud.poster.post(request.get_data())
        return {"posted": True}, 202

    def chat(self) -> dict[str, Any]:
        number = self._cloud.number(request.args.get("phone_number_id"))
        customer = self._cloud.customer(request.args["customer"])
        after = request.args.get("after", 0, type=int)
        now = self._cloud.config.clock()
        shown = self._cloud.chats.shown((number.id, customer.id), after=after, now=now)
        return shown | {"marketing_stopped": customer.id in self._cloud.stopped_marketing}

    def customers(self) -> dict[str, Any]:
        accounts = self._cloud.accounts
        everybody = [customer.as_json() for customer in accounts.all()]
        number = accounts.first_number
        return {"customers": everybody, "business": number.name, "names": dict(number.names)}

    def join(self) -> tuple[dict[str, Any], int]:
        wish = _wish()
        known = ("name", "phone", "bsuid", "username")
        customer = newcomer(**{key: wish[key] for key in known if wish.get(key)})
        self._cloud.accounts.add(customer)
        return customer.as_json(), 201

    def faults(self) -> Response:
        return jsonify(self._cloud.faults.set(_wish()))

    def standing(self) -> Response:
        return jsonify(self._cloud.standing.set(_wish()))

    def templates(self) -> dict[str, Any]:
        return {"templates": self._cloud.templates.everything()}

    def review(self) -> dict[str, Any]:
        """`{"name", "language"}` or `{"id"}`, `"do"`, and what that command takes."""
        return self._cloud.templates.command(_wish())

    def rules(self) -> dict[str, Any]:
        return self._cloud.templates.set_rules(_wish())

    def marketing(self) -> dict[str, Any]:
        """`{"customer", "value": "stop" | "resume"}`."""
        self._cloud.prefer(_wish())
        return {"posted": True}

    def ledger(self) -> dict[str, Any]:
        return {"accepted": [send.as_json() for send in self._cloud.ledger.sends()]}

    def media(self, id: str) -> Response:
        """For the phone's own picture; no token."""
        stored = self._cloud.media.get(id)
        if stored is None:
            return Response(status=404)
        return Response(stored.content, content_type=stored.mime_type)


def _wrong(problem: Exception) -> tuple[Response, int]:
    words = f"missing: {problem}" if isinstance(problem, KeyError) else str(problem)
    return jsonify({"error": words}), 400


def _wish() -> dict[str, Any]:
    wish = request.get_json()
    if not isinstance(wish, dict):
        raise NotSayable("the body must be a JSON object")
    return wish
