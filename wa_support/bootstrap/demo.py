"""`demo`: everything at once, with made-up keys, a simulated platform and a page to play with."""

import os
import secrets
import socket
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wa_support.bootstrap.console import serve_console
from wa_support.bootstrap.serve import command
from wa_support.supervise import Child, supervise

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from wa_support.config.settings import Settings

NUMBER: Final = "100000000000042"
ACCOUNT: Final = "100000000000001"
SCRIPTED_MODEL: Final = "scripted"
_LOOPBACK: Final = "127.0.0.1"
_READY_S: Final = 60.0
_OUTSIDE: Final = ("SMTP_URL", "SMTP_URL_FILE", "SLACK_BOT_TOKEN", "SLACK_BOT_TOKEN_FILE")
"""Nobody outside is told of a made-up shop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    web: int
    console: int
    simulator: int
    model: int


def run_demo(policies_file: Path, *, scripted: bool) -> int:
    """Runs until Ctrl-C; nothing is left behind. Returns the exit code. `scripted`: with a
    simulated language model. Raises ConfigurationError."""
    ports = _free_ports()
    token = secrets.token_urlsafe(16)
    with tempfile.TemporaryDirectory(prefix="wa-support-demo-") as folder:
        env = _environment(ports, Path(folder), policies_file, token)
        if scripted:
            env |= _scripted_model(ports.model)
        told = (ports, token, _who_understands(env, scripted=scripted))
        threading.Thread(target=_announce, args=told, daemon=True).start()
        return supervise(_children(env), say=_quiet)


def _children(env: dict[str, str]) -> Sequence[Child]:
    parts = {
        "phone": ("demo-phone",),
        "work": ("work",),
        "web": ("web",),
        "console": ("demo-console",),
    }
    return [Child(name=name, argv=command(*words), env=env) for name, words in parts.items()]


def _environment(ports: Ports, folder: Path, policies_file: Path, token: str) -> dict[str, str]:
    return {
        "WHATSAPP_APP_SECRET": secrets.token_hex(16),
        "WHATSAPP_VERIFY_TOKEN": secrets.token_hex(16),
        "WHATSAPP_ACCESS_TOKEN": secrets.token_hex(16),
        "WHATSAPP_PHONE_NUMBER_ID": NUMBER,
        "WHATSAPP_BUSINESS_ACCOUNT_ID": ACCOUNT,
        "GRAPH_API_BASE_URL": f"http://{_LOOPBACK}:{ports.simulator}",
        "DATABASE_URL": f"sqlite:///{folder / 'wa-support.db'}",
        "WA_DATA_DIR": str(folder),
        "WA_DATA_KEY": "",
        "POLICIES_FILE": str(policies_file),
        "WA_HOST": _LOOPBACK,
        "WA_PORT": str(ports.web),
        "WA_CONSOLE_PORT": str(ports.console),
        "WA_APPROVALS": "one_person_recorded",
        **dict.fromkeys(_OUTSIDE, ""),
        "WA_DEMO_TOKEN": token,
        "WA_DEMO_PHONE_PORT": str(ports.simulator),
    }


def _scripted_model(port: int) -> dict[str, str]:
    """A key of the user's own, wherever it stands, is not used then."""
    return {
        "OPENAI_API_KEY": secrets.token_hex(16),
        "OPENAI_API_KEY_FILE": "",
        "OPENAI_BASE_URL": f"http://{_LOOPBACK}:{port}/v1",
        "OPENAI_MODEL": SCRIPTED_MODEL,
        "WA_DEMO_MODEL_PORT": str(port),
    }


def _who_understands(env: dict[str, str], *, scripted: bool) -> str:
    """One line about the model and where its prompts go."""
    from wa_support.bootstrap.language_model import host_elsewhere
    from wa_support.config.settings import load_settings, require

    settings = load_settings({**os.environ, **env}, Path(".env"))
    if scripted:
        return "A scripted language model answers a few sentences; nothing leaves this machine."
    if settings.openai_api_key is None:
        return "No language model; nothing leaves this machine."
    require(settings, "OPENAI_MODEL")
    host = host_elsewhere(settings)
    asked = f"The language model {settings.openai_model} is asked"
    return f"{asked}; what you write goes to {host}." if host else f"{asked}, on this machine."


def _free_ports() -> Ports:
    """8080 and the three after it when they are free, else whatever is."""
    wanted = iter((8080, 8081, 8082, 8083))
    return Ports(
        web=_free(next(wanted)),
        console=_free(next(wanted)),
        simulator=_free(next(wanted)),
        model=_free(next(wanted)),
    )


def _free(wanted: int) -> int:
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((_LOOPBACK, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no free port on this machine")


def _announce(ports: Ports, token: str, who_understands: str) -> None:
    """Prints the addresses once everything answers."""
    deadline = time.monotonic() + _READY_S
    wanted = [
        f"http://{_LOOPBACK}:{ports.web}/readyz",
        f"http://{_LOOPBACK}:{ports.console}/healthz",
        f"http://{_LOOPBACK}:{ports.simulator}/phone",
    ]
    while wanted and time.monotonic() < deadline:
        wanted = [address for address in wanted if not _answers(address)]
        time.sleep(0.1)
    if wanted:
        print(f"still waiting for {', '.join(wanted)}", file=sys.stderr, flush=True)
        return
    print(
        f"\nA made-up number on a simulated WhatsApp. {who_understands}\n"
        f"\n  open      http://{_LOOPBACK}:{ports.console}/enter/{token}"
        f"\n  webhook   http://{_LOOPBACK}:{ports.web}/webhook"
        f"\n  platform  http://{_LOOPBACK}:{ports.simulator}"
        "\n\nCtrl-C ends it.",
        flush=True,
    )


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - our own loopback
            return bool(answer.status == 200)
    except OSError:
        return False


def _quiet(line: str) -> None:
    """Only what went wrong: a visitor wants the address, not the process list."""
    if "ended" in line or "kill" in line:
        print(line, file=sys.stderr, flush=True)


def run_demo_console(settings: "Settings", *, token: str, phone_port: int) -> None:
    serve_console(settings, partial(_build_console, settings, token, phone_port))


def _build_console(settings: "Settings", token: str, phone_port: int) -> "WSGIApplication":
    from wa_support.bootstrap.demo_console import build_demo_console

    return build_demo_console(settings, token, phone_port)
