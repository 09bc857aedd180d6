"""The agent's seat: the list, one conversation, and who has it."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from wa_support.domain.desk import Result
from wa_support.web.console.access import agent, may, me
from wa_support.web.console.acting import act, answer, known
from wa_support.web.console.fragments import fragment, fragment_of
from wa_support.web.console.language import language, word
from wa_support.web.console.listing import asked, listing
from wa_support.web.console.parts import parts
from wa_support.web.console.talk import talk

pages = Blueprint("seat", __name__)


@pages.get("/")
def page() -> str:
    """`?c=` the conversation that is open; `?pane=1` without the page's own head."""
    wanted = asked()
    chosen = parts().queries.conversation(wanted.chosen or "")
    return render_template(
        "seat.html", pane=wanted.pane, **listing(wanted), **(talk(chosen) if chosen else {})
    )


@pages.get("/queue")
def queue() -> Response:
    """Polled; being polled is what keeps somebody who may answer on duty, and shows the others
    what is open here."""
    wanted = asked()
    if may("seat.take"):
        typing = request.args.get("typing") == "1"
        parts().desk.seen(agent=agent(), conversation_id=wanted.chosen, typing=typing)
    shown = listing(wanted)
    return fragment_of(
        (language(), me(), shown), lambda: render_template("_list.html", polled=True, **shown)
    )


@pages.get("/c/<conversation_id>/live")
def live(conversation_id: str) -> Response:
    return fragment(render_template("_case.html", **talk(known(conversation_id))))


@pages.post("/c/<conversation_id>/take")
def take(conversation_id: str) -> Response:
    return act(conversation_id, lambda name: parts().desk.take(conversation_id, agent=name))


@pages.post("/c/<conversation_id>/give-back")
def give_back(conversation_id: str) -> Response:
    return act(conversation_id, lambda name: parts().desk.give_back(conversation_id, agent=name))


@pages.post("/c/<conversation_id>/pass-on")
def pass_on(conversation_id: str) -> Response:
    """`to` names an agent; without one it waits for whoever comes first."""
    to = request.form.get("to") or None
    return act(
        conversation_id, lambda name: parts().desk.pass_on(conversation_id, agent=name, to=to)
    )


@pages.post("/c/<conversation_id>/resolve")
def resolve(conversation_id: str) -> Response:
    given = request.form.get("result")
    result = next((one for one in Result if one.value == given), None)
    return act(
        conversation_id,
        lambda name: parts().desk.resolve(conversation_id, agent=name, result=result),
    )


@pages.post("/c/<conversation_id>/reply")
def reply(conversation_id: str) -> Response:
    """The composer's key makes a double click one message; the page makes the next one's."""
    text, key = request.form.get("text", "").strip(), request.form.get("key", "")
    if not text or not key:
        return answer(conversation_id, refusal=word("reply_empty"))
    return act(
        conversation_id,
        lambda name: parts().desk.reply(conversation_id, agent=name, text=text, key=key),
    )
