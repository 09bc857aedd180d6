"""What agents keep beside a conversation, and what they do with several."""

from typing import Final

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from wa_support.domain.consents import ConsentSaid
from wa_support.domain.desk import WaitingFor
from wa_support.domain.errors import NotAllowed
from wa_support.web.console.access import agent
from wa_support.web.console.acting import act, answer, known
from wa_support.web.console.language import word
from wa_support.web.console.listing import asked, listing, shown_name
from wa_support.web.console.parts import parts
from wa_support.web.console.refusal_words import in_words
from wa_support.web.console.times import said_until

_MOST_AT_ONCE: Final = 200
"""Each is a transaction of its own, and the agent waits for all of them."""
pages = Blueprint("cases", __name__)


@pages.post("/c/<conversation_id>/note")
def note(conversation_id: str) -> Response:
    text, key = request.form.get("text", "").strip(), request.form.get("key", "")
    if not text or not key:
        return answer(conversation_id, refusal=word("note_empty"))
    return act(
        conversation_id,
        lambda name: parts().acts.note(conversation_id, agent=name, text=text, key=key),
    )


@pages.post("/c/<conversation_id>/tag")
def tag(conversation_id: str) -> Response:
    new = " ".join(request.form.get("tag", "").split())[:40]
    if not new:
        return answer(conversation_id, refusal=word("tag_empty"))
    return act(conversation_id, lambda name: parts().acts.tag(conversation_id, agent=name, tag=new))


@pages.post("/c/<conversation_id>/untag")
def untag(conversation_id: str) -> Response:
    old = request.form.get("tag", "")
    return act(
        conversation_id, lambda name: parts().acts.untag(conversation_id, agent=name, tag=old)
    )


@pages.post("/c/<conversation_id>/snooze")
def snooze(conversation_id: str) -> Response:
    """`when` is hour, evening or tomorrow; else `at` says the day and the time."""
    until = said_until(request.form.get("when", ""), request.form.get("at", ""))
    given = request.form.get("waiting_for")
    waiting_for = next((one for one in WaitingFor if one.value == given), None)
    if until is None:
        return answer(conversation_id, refusal=word("snooze_when"))
    return act(
        conversation_id,
        lambda name: parts().acts.snooze(
            conversation_id, agent=name, until=until, waiting_for=waiting_for
        ),
    )


@pages.post("/c/<conversation_id>/wake")
def wake(conversation_id: str) -> Response:
    return act(conversation_id, lambda name: parts().acts.wake(conversation_id, agent=name))


@pages.post("/c/<conversation_id>/pause")
def pause(conversation_id: str) -> Response:
    """The bot says nothing to this customer: until `when` (or `at`), or for ever."""
    when, at = request.form.get("when", ""), request.form.get("at", "")
    until = None if when == "ever" else said_until(when, at)
    if until is None and when != "ever":
        return answer(conversation_id, refusal=word("snooze_when"))
    customer = known(conversation_id).customer.id
    return act(conversation_id, lambda name: parts().pauses.pause(customer, by=name, until=until))


@pages.post("/c/<conversation_id>/unpause")
def unpause(conversation_id: str) -> Response:
    customer = known(conversation_id).customer.id
    return act(conversation_id, lambda name: parts().pauses.unpause(customer, by=name))


@pages.post("/c/<conversation_id>/consent")
def consent(conversation_id: str) -> Response:
    """`said` is what the customer told the agent of notices and promotions."""
    given = request.form.get("said")
    said = next((one for one in ConsentSaid if one.value == given), None)
    if said is None:
        return answer(conversation_id, refusal=word("consent_which"))
    customer = known(conversation_id).customer.id
    return act(conversation_id, lambda name: parts().consents.told(customer, said, by=name))


@pages.post("/c/<conversation_id>/wrong")
def wrong(conversation_id: str) -> Response:
    send_id, is_wrong = request.form.get("send_id", ""), request.form.get("wrong") == "1"
    return act(
        conversation_id,
        lambda name: parts().acts.mark_wrong(
            conversation_id, agent=name, send_id=send_id, wrong=is_wrong
        ),
    )


@pages.post("/c/<conversation_id>/abuse-notice")
def abuse_notice(conversation_id: str) -> Response:
    key = request.form.get("key", "")
    if not key:
        return answer(conversation_id, refusal=word("reply_empty"))
    return act(
        conversation_id,
        lambda name: parts().acts.abuse_notice(conversation_id, agent=name, key=key),
    )


@pages.post("/c/<conversation_id>/file")
def send_file(conversation_id: str) -> Response:
    files, given = parts().files, request.files.get("file")
    key = request.form.get("key", "")
    if files is None or given is None or not given.filename or not key:
        return answer(conversation_id, refusal=word("file_none"))
    data, name, caption = given.read(), given.filename, request.form.get("caption", "").strip()
    return act(
        conversation_id,
        lambda who: files.send_file(
            conversation_id, agent=who, data=data, name=name, caption=caption, key=key
        ),
    )


@pages.post("/many")
def many() -> Response:
    """One text to each of the chosen; who got none, and why, is said beside their name."""
    ids = list(dict.fromkeys(request.form.getlist("chosen")))
    text, key = request.form.get("text", "").strip(), request.form.get("key", "")
    name = agent()
    if not ids or not text or not key:
        return _many_result(400, refusal=word("many_empty"))
    if len(ids) > _MOST_AT_ONCE:
        return _many_result(400, refusal=word("too_many", most=_MOST_AT_ONCE))
    try:
        refused = parts().acts.answer_many(ids, agent=name, text=text, key=key)
    except NotAllowed as why:
        return _many_result(409, refusal=in_words(str(why)))
    told = [(_name_of(one), in_words(refused[one]) if one in refused else None) for one in ids]
    return _many_result(200, told=told)


def _name_of(conversation_id: str) -> str:
    summary = parts().queries.conversation(conversation_id)
    return shown_name(summary.customer) if summary else word("customer")


def _many_result(status: int, **said: object) -> Response:
    shown = render_template("_list.html", answered=True, **said, **listing(asked()))
    return make_response(shown, 409 if status == 400 else status)
