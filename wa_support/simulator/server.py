"""Runs the simulated platform: in a thread for tests, or as a process of its own."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from wa_support.simulator.access import only_our_host
from wa_support.simulator.cloud import Cloud
from wa_support.simulator.configuration import SimulatorConfig
from wa_support.simulator.control_http import control_blueprint
from wa_support.simulator.graph_http import graph_blueprint
from wa_support.simulator.phone_http import phone_blueprint
from wa_support.simulator.standing_http import standing_blueprint
from wa_support.simulator.templates.http import templates_blueprint

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_HOST = "127.0.0.1"
_POLL_S = 0.02


def simulator_app(cloud: Cloud) -> Flask:
    app = Flask(__name__)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.before_request(only_our_host)
    app.register_blueprint(control_blueprint(cloud))
    app.register_blueprint(phone_blueprint())
    app.register_blueprint(standing_blueprint(cloud))
    app.register_blueprint(graph_blueprint(cloud))
    app.register_blueprint(
        templates_blueprint(cloud.config, cloud.templates, cloud.standing, cloud.faults)
    )
    return app


class RunningSimulator:
    """A simulated platform in this process. `url` is what GRAPH_API_BASE_URL wants."""

    def __init__(self, cloud: Cloud, server: BaseWSGIServer) -> None:
        self.cloud = cloud
        self.url = f"http://{_HOST}:{server.server_port}"
        self._server = server
        self._thread = threading.Thread(target=server.serve_forever, args=(_POLL_S,), daemon=True)
        self._thread.start()

    def say(self, customer: str, text: str | None = None, **wish: Any) -> str:
        """Returns the wamid. `wish` as in `POST /sim/say`: tap, image, at, phone_number_id, …"""
        return self.cloud.say({"customer": customer, "text": text} | wish)

    def webhook(self, body: bytes) -> None:
        """Signs and posts exactly these bytes, until 200."""
        self.cloud.poster.post(body)

    def chat(self, customer: str, phone_number_id: str | None = None) -> list[dict[str, Any]]:
        """The bubbles in order: side, type, text, tick, …"""
        key = (self.cloud.number(phone_number_id).id, self.cloud.customer(customer).id)
        messages: list[dict[str, Any]] = self.cloud.chats.shown(key, after=0, now=0)["messages"]
        return messages

    def ledger(self) -> list[dict[str, Any]]:
        """Every accepted send: id, opaque, phone_number_id, to, body, at."""
        return [send.as_json() for send in self.cloud.ledger.sends()]

    def fault(self, **faults: Any) -> None:
        """Sets faults by name; the fields of `faults.Faults`."""
        self.cloud.faults.set(faults)

    def stand(self, **standing: Any) -> None:
        """Changes how token, number, account and app stand; the fields of `standing.Standing`."""
        self.cloud.standing.set(standing)

    def review(self, name: str, do: str, language: str = "ko", **wish: Any) -> dict[str, Any]:
        """What Meta does to a template; `do` and `wish` as in `Review.command`."""
        named = {"name": name, "language": language, "do": do}
        return self.cloud.templates.command(named | wish)

    def rule(self, **rules: Any) -> None:
        """Changes how templates are reviewed; the fields of `configuration.ReviewRules`."""
        self.cloud.templates.set_rules(rules)

    def marketing(self, customer: str, value: str) -> None:
        """The customer wants the business's marketing no more (`stop`) or again (`resume`)."""
        self.cloud.prefer({"customer": customer, "value": value})

    def point_to(self, callback_url: str) -> None:
        """Webhooks go there from now on."""
        self.cloud.poster.callback_url = callback_url

    def settled(self, timeout_s: float = 5) -> bool:
        """Waits until every webhook has been answered 200."""
        return self.cloud.later.settled(timeout_s)

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self.cloud.stop()


def start_simulator(
    config: SimulatorConfig, *, port: int = 0, handshake: bool = False
) -> RunningSimulator:
    """Port 0 takes a free one. Stop it when done."""
    cloud = Cloud(config)
    running = RunningSimulator(cloud, _bound(cloud, port))
    if handshake:
        cloud.shake_hands()
    return running


def serve_simulator(
    config: SimulatorConfig, port: int, *, started: Callable[[str], None] = lambda _url: None
) -> None:
    """Blocks until interrupted; asks the callback for its handshake first."""
    cloud = Cloud(config)
    server = _bound(cloud, port)
    started(f"http://{_HOST}:{server.server_port}")
    cloud.shake_hands()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
        cloud.stop()


def _bound(cloud: Cloud, port: int) -> BaseWSGIServer:
    return make_server(
        _HOST, port, simulator_app(cloud), threaded=True, request_handler=_handler(cloud)
    )


def _handler(cloud: Cloud) -> type[WSGIRequestHandler]:
    class Quiet(WSGIRequestHandler):
        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            pass

        def make_environ(self) -> "WSGIEnvironment":
            """The header of resumable uploads has an underscore, which WSGI leaves out."""
            environ = super().make_environ()
            environ["simulator.file_offset"] = self.headers.get("file_offset", "")
            return environ

        def date_time_string(self, timestamp: float | None = None) -> str:
            now = cloud.standing.date_s()
            return super().date_time_string(now if timestamp is None else timestamp)

    return Quiet
