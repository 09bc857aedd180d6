"""The agent's seat: the waiting line, one conversation, and what can be done with it."""

import json
import secrets
from collections.abc import Callable, Sequence

from flask import Blueprint, abort, make_response, render_template, request
from werkzeug.wrappers import Response

from wa_support.domain.conversations import Move, Owner, moved
from wa_support.domain.delivery import AttemptOutcome, Author
from wa_support.domain.errors import NotAllowed
from wa_support.domain.people import Handoff
from wa_support.domain.views import ConversationSummary, TranscriptLine
from wa_support.web.console.access import agent, may
from wa_support.web.console.bubbles import bubble
from wa_support.web.console.fragments import fragment
from wa_support.web.console.language import word
from wa_support.web.console.parts import parts
from wa_support.web.console.waiting_line import row, rows

pages = Blueprint("seat", __name__)


@pages.get("/")
def page() -> str:
    """`?c=` the conversation that is open; `?pane=1` without the page's own head."""
    chosen = parts().queries.conversation(request.args.get("c", ""))
    return render_template(
        "seat.html",
        key=secrets.token_urlsafe(16),
        **_waiting(),
        **(_talk(chosen) if chosen else {}),
    )


@pages.get("/queue")
def queue() -> Response:
    """Polled every second; being polled is what keeps somebody who may answer on duty."""
    if may("seat.take"):
        parts().desk.seen(agent=agent())
    return fragment(render_template("_queue.html", polled=True, **_waiting()))


@pages.get("/c/<conversation_id>/live")
def live(conversation_id: str) -> Response:
    return fragment(render_template("_live.html", **_talk(_known(conversation_id))))


@pages.post("/c/<conversation_id>/take")
def take(conversation_id: str) -> Response:
    return _act(conversation_id, lambda name: parts().desk.take(conversation_id, agent=name))


@pages.post("/c/<conversation_id>/give-back")
def give_back(conversation_id: str) -> Response:
    return _act(conversation_id, lambda name: parts().desk.give_back(conversation_id, agent=name))


@pages.post("/c/<conversation_id>/resolve")
def resolve(conversation_id: str) -> Response:
    return _act(conversation_id, lambda name: parts().desk.resolve(conversation_id, agent=name))


@pages.post("/c/<conversation_id>/reply")
def reply(conversation_id: str) -> Response:
    """The composer's key makes a double click one message; the next message gets a new key."""
    text, key = request.form.get("text", "").strip(), request.form.get("key", "")
    if not text or not key:
        return _answer(conversation_id, refusal=word("reply_empty"))
    answer = _act(
        conversation_id,
        lambda name: parts().desk.reply(conversation_id, agent=name, text=text, key=key),
    )
    if answer.status_code == 200:
        answer.headers["HX-Trigger"] = json.dumps({"replied": {"key": secrets.token_urlsafe(16)}})
    return answer


def _act(conversation_id: str, action: Callable[[str], object]) -> Response:
    _known(conversation_id)
    try:
        action(agent())
    except NotAllowed as refusal:
        return _answer(conversation_id, refusal=str(refusal))
    return _answer(conversation_id, refusal=None)


def _answer(conversation_id: str, *, refusal: str | None) -> Response:
    """The conversation as it is now, with a sentence when nothing was done (409)."""
    talk = _talk(_known(conversation_id))
    html = render_template("_answer.html", refusal=refusal, **talk)
    return make_response(html, 409 if refusal else 200)


def _known(conversation_id: str) -> ConversationSummary:
    return parts().queries.conversation(conversation_id) or abort(404)


def _waiting() -> dict[str, object]:
    shown = rows()
    return {
        "rows": shown,
        "waiting": sum(1 for one in shown if one.owner == Owner.QUEUED),
        "chosen": request.args.get("c"),
        "pane": request.args.get("pane") == "1",
    }


def _talk(summary: ConversationSummary) -> dict[str, object]:
    conversation = summary.conversation
    mine = conversation.owner is Owner.AGENT and conversation.agent == agent()
    lines = parts().queries.transcript(conversation.id)
    can = {move.value for move in Move if moved(conversation.owner, move) is not None}
    return {
        "row": row(summary),
        "handoff": _open_handoff(summary),
        "purpose": parts().policy().purpose(_purpose_of(summary)),
        "bubbles": [bubble(line) for line in lines],
        "mine": mine,
        "settled": mine and _bot_stopped(conversation.id, lines),
        "can": can if may("seat.take") and (mine or _free(conversation.owner)) else set(),
    }


def _free(owner: Owner) -> bool:
    return owner is not Owner.AGENT


def _bot_stopped(conversation_id: str, lines: Sequence[TranscriptLine]) -> bool:
    """The agent's own reply on its way must not look like a bot that still talks."""
    return parts().desk.settled(conversation_id) or not any(
        line.author == Author.BOT and line.outcome is AttemptOutcome.ATTEMPTING for line in lines
    )


def _open_handoff(summary: ConversationSummary) -> Handoff | None:
    with_people = summary.conversation.owner in {Owner.QUEUED, Owner.AGENT}
    return summary.handoff if with_people else None


def _purpose_of(summary: ConversationSummary) -> str | None:
    told = summary.handoff.packet.get("purpose") if summary.handoff else None
    return told or summary.conversation.purpose
