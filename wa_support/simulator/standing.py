"""How token, number, account and app stand, as Graph's read endpoints tell it.

Shapes: developers.facebook.com, "graph-api/reference/debug_token" and ".../app/subscriptions";
"documentation/business-messaging/whatsapp", pages "reference/whatsapp-business-phone-number",
"solution-providers/manage-webhooks" and "webhooks/override".
What an answer looks like where those pages show none is this simulator's own choice.
"""

import threading
from dataclasses import dataclass
from typing import Any, Final

from wa_support.simulator.accounts import Number
from wa_support.simulator.configuration import SimulatorConfig
from wa_support.simulator.panels import changed
from wa_support.simulator.refusals import Refused

_APP_NAME: Final = "Support"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Everything well. `token_ends_in_s` None never ends; `graph_answers` is a code that every
    question is refused with, 0 none; `clock_ahead_s` moves the `Date` of every answer.
    `account_numbers` None are all of them, `left_out` members of any answer that are not given."""

    app_id: str = "200000000000001"
    token_type: str = "SYSTEM_USER"  # noqa: S105 - a kind of token
    token_valid: bool = True
    token_ends_in_s: int | None = None
    token_may_look: bool = True
    scopes: tuple[str, ...] = ("whatsapp_business_messaging", "whatsapp_business_management")
    quality_rating: str = "GREEN"
    code_verification_status: str = "VERIFIED"
    platform_type: str = "CLOUD_API"
    status: str = "CONNECTED"
    throughput: str = "STANDARD"
    number_callback: str | None = None
    account_numbers: tuple[str, ...] | None = None
    app_subscribed: bool = True
    account_callback: str | None = None
    app_callback: str = "https://support.example.com/webhook"
    app_active: bool = True
    object: str = "whatsapp_business_account"
    fields: tuple[str, ...] = (
        "messages", "user_preferences", "message_template_status_update",
        "message_template_quality_update", "message_template_components_update",
        "template_category_update",
    )  # fmt: skip
    graph_answers: int = 0
    clock_ahead_s: int = 0
    left_out: tuple[str, ...] = ()


class StandingPanel:
    """The standing in force now."""

    def __init__(self, config: SimulatorConfig) -> None:
        self._config = config
        self._lock = threading.Lock()
        self.now = Standing()

    def set(self, wanted: dict[str, Any]) -> Standing:
        """Changes the named ones, keeps the rest; ValueError for a name or value that is wrong.
        Lists are taken as tuples."""
        with self._lock:
            self.now = changed(self.now, wanted, called="standing")
            return self.now

    def require_answers(self) -> None:
        """Raises `Refused` while every question is to be refused."""
        code = self.now.graph_answers
        if code:
            http = 401 if code == 190 else 403 if code == 10 else 400
            raise Refused(code, http=http, title=f"(#{code}) refused as the standing asks")

    def token(self, given: str) -> dict[str, Any]:
        """What `debug_token` tells of a token."""
        self.require_answers()
        now = self.now
        if not now.token_may_look:
            raise Refused(100, title="(#100) an app's or a developer's token is needed")
        ours = given == self._config.access_token
        ends = 0 if now.token_ends_in_s is None else self._seconds() + now.token_ends_in_s
        data = {
            "app_id": now.app_id,
            "type": now.token_type,
            "application": _APP_NAME,
            "data_access_expires_at": 0,
            "expires_at": ends,
            "is_valid": ours and now.token_valid,
            "scopes": list(now.scopes),
        }
        return {"data": self._shortened(data)}

    def number(self, number: Number, fields: str | None) -> dict[str, Any]:
        """`fields` are names with commas between; None tells all there is."""
        self.require_answers()
        now = self.now
        configuration = {"application": now.app_callback}
        if now.account_callback:
            configuration["whatsapp_business_account"] = now.account_callback
        if now.number_callback:
            configuration["phone_number"] = now.number_callback
        told = self._shortened(
            {
                "id": number.id,
                "display_phone_number": f"+{number.display_phone}",
                "verified_name": number.name,
                "quality_rating": now.quality_rating,
                "code_verification_status": now.code_verification_status,
                "platform_type": now.platform_type,
                "status": now.status,
                "throughput": {"level": now.throughput},
                "webhook_configuration": configuration,
            }
        )
        asked = told if fields is None else {"id", *fields.split(",")}
        return {name: value for name, value in told.items() if name in asked}

    def numbers(self) -> dict[str, Any]:
        """Those of the account."""
        self.require_answers()
        ids = self.now.account_numbers
        if ids is None:
            ids = tuple(number.id for number in self._config.phone_numbers)
        return self._shortened({"data": [{"id": each} for each in ids]})

    def apps(self) -> dict[str, Any]:
        """Those that get the account's webhooks: another's, and ours."""
        self.require_answers()
        others = {"id": "200000000000999", "name": "Reports"}
        told: list[dict[str, Any]] = [{"whatsapp_business_api_data": others}]
        if self.now.app_subscribed:
            ours = {"id": self.now.app_id, "name": _APP_NAME}
            told.append({"whatsapp_business_api_data": ours})
            if self.now.account_callback:
                told[-1]["override_callback_uri"] = self.now.account_callback
        return self._shortened({"data": told})

    def subscriptions(self) -> dict[str, Any]:
        """What the app is subscribed to."""
        self.require_answers()
        now = self.now
        subscription = {
            "object": now.object,
            "callback_url": now.app_callback,
            "active": now.app_active,
            "fields": [{"name": name, "version": "v26.0"} for name in now.fields],
        }
        return self._shortened({"data": [self._shortened(subscription)]})

    def date_s(self) -> float:
        """The platform's clock, in seconds, as its answers tell it."""
        return self._config.clock() / 1000 + self.now.clock_ahead_s

    def _seconds(self) -> int:
        return self._config.clock() // 1000

    def _shortened(self, told: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in told.items() if name not in self.now.left_out}
