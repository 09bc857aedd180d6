"""Runs the simulated language model in a thread of this process."""

import threading

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from wa_support.simulator.access import only_our_host
from wa_support.simulator.model.answers import Asked
from wa_support.simulator.model.configuration import ModelConfig
from wa_support.simulator.model.http import ModelApi

_HOST = "127.0.0.1"
_POLL_S = 0.02


class RunningModel:
    """`url` is what OPENAI_BASE_URL wants."""

    def __init__(self, api: ModelApi, server: BaseWSGIServer) -> None:
        self._api = api
        self._server = server
        self.url = f"http://{_HOST}:{server.server_port}/v1"
        self._thread = threading.Thread(target=server.serve_forever, args=(_POLL_S,), daemon=True)
        self._thread.start()

    @property
    def asked(self) -> list[Asked]:
        """Every request so far, those that were refused included."""
        return list(self._api.asked)

    def stop(self) -> None:
        self._api.stop()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def start_model(config: ModelConfig, *, port: int = 0) -> RunningModel:
    """Port 0 takes a free one. Stop it when done."""
    app, api = Flask(__name__), ModelApi(config)
    app.before_request(only_our_host)
    app.register_blueprint(api.blueprint())
    server = make_server(_HOST, port, app, threaded=True, request_handler=_Quiet)
    return RunningModel(api, server)


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass
