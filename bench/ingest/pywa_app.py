"""pywa on Flask, with a SQLite commit for every update: SERVER PORT FOLDER THREADS.

SERVER is `granian` (as ours runs) or `flask` (the development server of pywa's documentation).
One connection behind a lock is the quicker of the two usual ways to write such a handler: with a
connection for each thread SQLite's busy handler lets some of them wait for seconds.
"""

import os
import sqlite3
import sys
import threading
import time
from functools import partial
from pathlib import Path

from flask import Flask
from pywa import WhatsApp
from pywa.types import Message, MessageStatus

from wa_support.web.server import serve


class _Store:
    def __init__(self, file: Path) -> None:
        self._lock = threading.Lock()
        self._raw = sqlite3.connect(file, check_same_thread=False)
        self._raw.execute("PRAGMA journal_mode=WAL")
        self._raw.execute("PRAGMA synchronous=FULL")
        self._raw.execute("CREATE TABLE inbox (at REAL, id TEXT, kind TEXT, body TEXT)")

    def add(self, id: str, kind: str, body: str) -> None:
        with self._lock, self._raw:
            row = (time.monotonic(), id, kind, body)
            self._raw.execute("INSERT INTO inbox VALUES (?, ?, ?, ?)", row)


def build(folder: Path) -> Flask:
    app = Flask("pywa_bench")
    client = WhatsApp(
        phone_id="100000000000000",
        token="a token",  # noqa: S106 - nothing is sent
        server=app,
        webhook_endpoint="/webhook",
        verify_token=os.environ["WHATSAPP_VERIFY_TOKEN"],
        app_secret=os.environ["WHATSAPP_APP_SECRET"],
        filter_updates=False,
        skip_duplicate_updates=False,
    )
    store = _Store(folder / "pywa.db")

    @client.on_message
    def message(_client: WhatsApp, message: Message) -> None:
        store.add(message.id, "message", message.text or "")

    @client.on_message_status
    def status(_client: WhatsApp, status: MessageStatus) -> None:
        store.add(status.id, "status", status.status)

    return app


if __name__ == "__main__":
    which, port, folder, threads = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]
    if which == "granian":
        serve(
            partial(build, folder),
            host="127.0.0.1",
            port=port,
            threads=int(threads),
            name="pywa",
        )
    else:
        build(folder).run(port=port, threaded=True)
