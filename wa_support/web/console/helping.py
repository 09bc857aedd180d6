"""Words for the reply box: kept ones, a model's draft, a translation. Nothing here sends."""

from flask import Blueprint, abort, render_template, request

from wa_support.web.console.access import agent
from wa_support.web.console.acting import known
from wa_support.web.console.language import language, word
from wa_support.web.console.parts import parts

pages = Blueprint("helping", __name__)


@pages.get("/c/<conversation_id>/canned/<canned_id>")
def canned(conversation_id: str, canned_id: str) -> str:
    summary, name = known(conversation_id), agent()
    offered = parts().canned.offered(language=summary.conversation.language)
    chosen = next((one for one in offered if one.id == canned_id), None) or abort(404)
    filled = parts().canned.fill(chosen.body, conversation_id=conversation_id, agent=name)
    return _offer(filled, how="insert")


@pages.post("/c/<conversation_id>/draft")
def draft(conversation_id: str) -> str:
    known(conversation_id)
    model = parts().model or abort(404)
    return _offer(model.draft(conversation_id, agent=agent()), how="insert")


@pages.post("/c/<conversation_id>/own-words")
def own_words(conversation_id: str) -> str:
    """The agent's words in the customer's language, to be read before they are sent."""
    into = known(conversation_id).conversation.language
    model, text = parts().model or abort(404), request.form.get("text", "").strip()
    if not text or not into:
        return _offer(None, how="replace", sentence=word("translate_what"))
    said = model.translate(text, into=into, conversation_id=conversation_id)
    return _offer(said, how="replace")


@pages.post("/c/<conversation_id>/translation/<line_id>")
def translation(conversation_id: str, line_id: str) -> str:
    """A customer's words in the language of the page."""
    known(conversation_id)
    model = parts().model or abort(404)
    lines = parts().queries.transcript(conversation_id, limit=2000)
    line = next((one for one in lines if one.id == line_id), None) or abort(404)
    said = model.translate(line.text, into=language(), conversation_id=conversation_id)
    return render_template("_translation.html", line_id=line_id, said=said)


def _offer(text: str | None, *, how: str, sentence: str | None = None) -> str:
    said = sentence or (None if text else word("model_cannot"))
    return render_template("_offer.html", text=text, how=how, sentence=said)
