"""Templates at the desk, once the window is closed: the list, a form with a preview, the send."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from wa_support.domain.templates.offered import OfferedTemplate
from wa_support.web.console.access import agent
from wa_support.web.console.acting import act, answer, known
from wa_support.web.console.language import word
from wa_support.web.console.parts import parts

_LONGEST: Final = 1024
pages = Blueprint("desk_templates", __name__)


@pages.get("/c/<conversation_id>/templates")
def choose(conversation_id: str) -> str:
    summary = known(conversation_id)
    offered = parts().desk_templates.offered(conversation_id)
    return render_template("_templates.html", summary=summary, offered=offered)


@pages.get("/c/<conversation_id>/templates/<name>")
def fill(conversation_id: str, name: str) -> str:
    summary, chosen = known(conversation_id), _chosen(conversation_id, name)
    shown = parts().desk_templates.preview(conversation_id, name=name, values=_unfilled(chosen))
    return render_template("_template_form.html", summary=summary, chosen=chosen, preview=shown)


@pages.post("/c/<conversation_id>/templates/<name>/preview")
def preview(conversation_id: str, name: str) -> str:
    known(conversation_id)
    typed = {key: value for key, value in _values().items() if value}
    given = {**_unfilled(_chosen(conversation_id, name)), **typed}
    shown = parts().desk_templates.preview(conversation_id, name=name, values=given)
    return render_template("_template_preview.html", preview=shown)


@pages.post("/c/<conversation_id>/templates/<name>")
def send(conversation_id: str, name: str) -> Response:
    """The form's key makes a double click one message."""
    key, values = request.form.get("key", ""), _values()
    if not key or not all(values.values()):
        return answer(conversation_id, refusal=word("template_empty"))
    return act(
        conversation_id,
        lambda who: parts().desk_templates.send(
            conversation_id, agent=who, name=name, values=values, key=key
        ),
    )


def _chosen(conversation_id: str, name: str) -> OfferedTemplate:
    agent()
    return parts().desk_templates.offer(conversation_id, name) or abort(404)


def _unfilled(chosen: OfferedTemplate) -> dict[str, str]:
    """What is not filled in yet is shown by its example."""
    return {one.name: f"‹{one.example}›" for one in chosen.asks}


def _values() -> Mapping[str, str]:
    """The fields `v.<variable>`, in one line each."""
    return {
        name.removeprefix("v."): " ".join(value.split())[:_LONGEST]
        for name, value in request.form.items()
        if name.startswith("v.")
    }
