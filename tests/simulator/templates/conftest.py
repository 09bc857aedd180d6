import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
import requests

from tests.simulator.receiver import Callback
from tests.simulator.templates.samples import ACCOUNT, Body
from wa_support.simulator.configuration import ReviewRules, SimulatorConfig
from wa_support.simulator.server import RunningSimulator


@dataclass(frozen=True, slots=True)
class Graph:
    """Calls the simulator as a business does."""

    simulator: RunningSimulator
    callback: Callback

    def ask(self, method: str, path: str, **how: Any) -> requests.Response:
        headers = {"Authorization": "Bearer token"} | how.pop("headers", {})
        address = path if path.startswith("http") else f"{self.simulator.url}/v26.0/{path}"
        return requests.request(method, address, headers=headers, timeout=5, **how)

    def create(self, body: Body) -> requests.Response:
        return self.ask("POST", f"{ACCOUNT}/message_templates", json=body)

    def created(self, body: Body) -> str:
        answer = self.create(body)
        assert answer.ok, answer.text
        return str(answer.json()["id"])

    def edit(self, id: str, body: Body) -> requests.Response:
        return self.ask("POST", id, json=body)

    def delete(self, **asked: str) -> requests.Response:
        return self.ask("DELETE", f"{ACCOUNT}/message_templates", params=asked)

    def page(self, **asked: Any) -> requests.Response:
        return self.ask("GET", f"{ACCOUNT}/message_templates", params=asked)

    def told(self, id: str, fields: str = "") -> dict[str, Any]:
        asked: Mapping[str, str] = {"fields": fields} if fields else {}
        answer = self.ask("GET", id, params=asked)
        assert answer.ok, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def command(self, **wish: Any) -> requests.Response:
        return requests.post(f"{self.simulator.url}/sim/templates", json=wish, timeout=5)

    def news(self, field: str) -> list[dict[str, Any]]:
        """The values of this field's webhooks so far."""
        return [change["value"] for change in self.changes() if change["field"] == field]

    def changes(self) -> list[dict[str, Any]]:
        assert self.simulator.settled()
        bodies = [json.loads(received.raw) for received in self.callback.received]
        return [change for body in bodies for change in body["entry"][0]["changes"]]


@pytest.fixture
def config(config: SimulatorConfig) -> SimulatorConfig:
    """Nothing is approved by itself."""
    return replace(config, review=ReviewRules(approve_after_ms=None))


@pytest.fixture
def graph(simulator: RunningSimulator, callback: Callback) -> Graph:
    return Graph(simulator, callback)


def error_of(answer: requests.Response) -> tuple[int, int, int | None]:
    """HTTP, code, subcode."""
    error = answer.json()["error"]
    return answer.status_code, error["code"], error.get("error_subcode")
