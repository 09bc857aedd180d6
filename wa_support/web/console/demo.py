"""The demo: a phone, why, and the seat side by side; a plug to pull; a policy line to change."""

import hmac
from dataclasses import replace
from pathlib import PurePath
from urllib.parse import urlencode

from flask import Blueprint, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wa_support.domain.policy import Fault
from wa_support.domain.views import ConversationSummary
from wa_support.web.console.access import come_in
from wa_support.web.console.language import language, word
from wa_support.web.console.listing import newest
from wa_support.web.console.parts import DemoWiring, parts, policy_now
from wa_support.web.console.plug import tally
from wa_support.web.console.signs import Verbatim

pages = Blueprint("demo", __name__)


@pages.get("/enter/<token>")
def enter(token: str) -> Response:
    """Only a real GET opens: a link preview leaves no session behind."""
    if request.method != "GET" or not hmac.compare_digest(token.encode(), wiring().token.encode()):
        abort(403)
    come_in(wiring().sit_down(word("demo_agent")), language=language())
    return redirect(url_for("demo.page"))


@pages.get("/demo")
def page() -> str:
    shown = urlencode({"lang": language(), "tz": policy_now().timezone})
    return render_template(
        "demo.html",
        phone_url=wiring().phone_url,
        phone_page=f"{wiring().phone_url}/phone?{shown}",
        version=_version(),
        model_host=wiring().model_host,
        pane=True,
    )


@pages.get("/demo/empty")
def empty() -> str:
    """What the panes show before anybody has written."""
    return render_template("empty.html", pane=True)


@pages.get("/demo/match")
def match() -> Response:
    """The conversation of the customer whose phone is shown, else the newest; and the policy."""
    found = _matching() or newest(parts().queries.conversations())
    return jsonify(conversation=found.conversation.id if found else None, version=_version())


@pages.post("/demo/unplug")
def unplug() -> str:
    """No pid: nobody was alive to kill, so the last death still stands."""
    now = parts().clock.now()
    if pid := wiring().unplug():
        parts().plug.pulled(pid, now)
    return render_template("_plug.html", pid=parts().plug.pid, alive=False, tally=None)


@pages.get("/demo/worker")
def worker() -> str:
    """Polled after the plug was pulled. `?c=` the conversation whose answers are counted."""
    plug = parts().plug
    lines = parts().queries.transcript(request.args.get("c", ""))
    return render_template(
        "_plug.html",
        pid=plug.pid,
        alive=wiring().worker_alive(),
        tally=tally(lines, plug.at) if plug.pid is not None and lines else None,
    )


@pages.get("/demo/policy")
def edit() -> str:
    return _editor(wiring().draft(), faults=(), published=False)


@pages.post("/demo/policy")
def publish() -> tuple[str, int]:
    """Browsers post CRLF; the policy keeps its own line ends so that line numbers stay true."""
    source = request.form.get("source", "").replace("\r\n", "\n").encode()
    faults = tuple(wiring().publish(source))
    refused = any(not fault.warning for fault in faults)
    return _editor(source, faults=faults, published=not refused), 409 if refused else 200


def wiring() -> DemoWiring:
    return parts().demo or abort(404)


def _editor(source: bytes, *, faults: tuple[Fault, ...], published: bool) -> str:
    text = source.decode("utf-8", errors="replace")
    return render_template(
        "edit_policy.html",
        source=Verbatim(text),
        lines=text.count("\n") + 1,
        widest=max(len(line) for line in text.split("\n")),
        faults=[replace(fault, file=PurePath(fault.file).name) for fault in faults],
        faulty={fault.line for fault in faults},
        first=min((fault.line for fault in faults), default=None),
        published=published,
        version=_version(),
    )


def _version() -> int | None:
    current = parts().queries.policy()
    return current.version if current else None


def _matching() -> ConversationSummary | None:
    phone, bsuid = request.args.get("phone"), request.args.get("bsuid")
    some = [
        summary
        for summary in parts().queries.conversations()
        if (phone and summary.customer.phone == phone.lstrip("+"))
        or (bsuid and summary.customer.bsuid == bsuid)
    ]
    return newest(some)
