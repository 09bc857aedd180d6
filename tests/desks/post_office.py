"""A mail server and a Slack on this machine, as small as they can be."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

USER, PASSWORD = "desk", "open sesame"
TOKEN = "xoxb-for-tests"


@dataclass(slots=True)
class PostOffice:
    """`answers` are given instead of 250, by command, once each."""

    port: int = 0
    letters: list[str] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    wants_login: bool = False
    silent: bool = False


class _Mail(socketserver.StreamRequestHandler):
    """RFC 5321, what smtplib asks of it; AUTH PLAIN (RFC 4616)."""

    def handle(self) -> None:
        self.office = cast("Any", self.server).office
        if self.office.silent:
            self.rfile.readline()
            return None
        self._say("220 here")
        while line := self.rfile.readline():
            words = line.decode("ascii", "replace").strip()
            verb = words.split(" ")[0].split(":")[0].upper()
            refused = self.office.answers.pop(verb, None)
            if refused is not None:
                self._say(refused)
            elif verb == "QUIT":
                return self._say("221 bye")
            else:
                self._answer(verb, words)
        return None

    def _answer(self, verb: str, words: str) -> None:
        match verb:
            case "EHLO":
                self._say("250-here\r\n250 AUTH PLAIN" if self.office.wants_login else "250 here")
            case "AUTH":
                self._say("235 in" if self._knows(words) else "535 no")
            case "RCPT":
                self.office.to.append(words.partition(":")[2].strip("<> "))
                self._say("250 ok")
            case "DATA":
                self._say("354 go on")
                self.office.letters.append(self._letter())
                self._say("250 taken")
            case _:
                self._say("250 ok")

    def _knows(self, words: str) -> bool:
        import base64

        given = base64.b64decode(words.rsplit(" ", maxsplit=1)[-1]).decode()
        return given == f"\0{USER}\0{PASSWORD}"

    def _letter(self) -> str:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return b"".join(lines).decode()

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def post_office() -> Iterator[PostOffice]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mail) as server:
        server.daemon_threads = True
        office = PostOffice(port=server.server_address[1])
        cast("Any", server).office = office
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield office
        server.shutdown()


@dataclass(slots=True)
class LocalSlack:
    url: str = ""
    said: list[dict[str, Any]] = field(default_factory=list)
    answers: list[tuple[int, str]] = field(default_factory=list)
    redirects_to: str | None = None


class _Slack(BaseHTTPRequestHandler):
    """api.slack.com: 200 with `ok`, and the reason where it is false."""

    def do_POST(self) -> None:
        slack: LocalSlack = cast("Any", self.server).slack
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status, answer = 200, json.dumps({"ok": True})
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            answer = json.dumps({"ok": False, "error": "invalid_auth"})
        elif slack.answers:
            status, answer = slack.answers.pop(0)
        elif self.path == "/chat.postMessage":
            slack.said.append(json.loads(body))
        self.send_response(status)
        if slack.redirects_to is not None:
            self.send_header("Location", slack.redirects_to)
        self.end_headers()
        self.wfile.write(answer.encode())

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@contextmanager
def local_slack() -> Iterator[LocalSlack]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Slack) as server:
        slack = LocalSlack(url=f"http://127.0.0.1:{server.server_address[1]}")
        cast("Any", server).slack = slack
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield slack
        server.shutdown()
