"""How the seat does something: ask the desk, then show the conversation as it is now."""

from collections.abc import Callable

from flask import abort, make_response, render_template
from werkzeug.wrappers import Response

from wa_support.domain.errors import NotAllowed
from wa_support.domain.views import ConversationSummary
from wa_support.flow.refusals import SENT_BEFORE
from wa_support.web.console.access import agent
from wa_support.web.console.parts import parts
from wa_support.web.console.refusal_words import in_words
from wa_support.web.console.talk import talk


def act(conversation_id: str, action: Callable[[str], object]) -> Response:
    """`action` is given the agent's name; what the desk refuses is said (409)."""
    known(conversation_id)
    try:
        action(agent())
    except NotAllowed as refusal:
        refused = answer(conversation_id, refusal=in_words(str(refusal)))
        if str(refusal) == SENT_BEFORE:
            refused.headers["X-Key-Spent"] = "1"
        return refused
    return answer(conversation_id, refusal=None)


def answer(conversation_id: str, *, refusal: str | None) -> Response:
    """The conversation as it is now, with a sentence when nothing was done (409)."""
    shown = talk(known(conversation_id))
    html = render_template("_case.html", acted=True, refusal=refusal, **shown)
    return make_response(html, 409 if refusal else 200)


def known(conversation_id: str) -> ConversationSummary:
    return parts().queries.conversation(conversation_id) or abort(404)
