"""The console on a port, for a browser to open."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.serving import make_server

from tests.web.console_world import Worker, World, demo_of
from tests.web.signed_in import app_of
from wa_support.domain.desk import Attachment

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


@contextmanager
def served(app: "WSGIApplication") -> Iterator[str]:
    """The app on a free loopback port; yields its origin."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def console(
    world: World, worker: Worker, phone_url: str = "http://127.0.0.1:8093", port: int = 8091
) -> Flask:
    return app_of(world, demo_of(world, worker, phone_url), port=port, files=_NoFiles())


class _NoFiles:
    """Takes files, so that the desk offers to send one."""

    def send_file(self, *_: object, **__: object) -> None: ...

    def open(self, attachment: Attachment) -> bytes | None: ...


def phone() -> Flask:
    app = Flask("phone")

    @app.get("/phone")
    def page() -> str:
        return '<script>parent.postMessage({customer: "1", bsuid: "KR.co_wait"}, "*")</script>'

    return app
