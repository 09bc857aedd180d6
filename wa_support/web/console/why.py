"""Why each answer was what it was, down to the policy line."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author
from wa_support.domain.views import ConversationSummary, TranscriptLine
from wa_support.web.console.fragments import fragment
from wa_support.web.console.language import language, word
from wa_support.web.console.listing import shown_name
from wa_support.web.console.parts import parts, policy_now
from wa_support.web.console.policy_lines import lines_of
from wa_support.web.console.turn_story import cards

pages = Blueprint("why", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """`words` the bot sent since `who`; both None when nobody wrote down since when."""

    who: str | None
    words: int | None
    reason: str | None = None


@pages.get("/why/<conversation_id>")
def page(conversation_id: str) -> str:
    summary = _known(conversation_id)
    return render_template(
        "why.html",
        name=shown_name(summary.customer),
        **_told(summary),
    )


@pages.get("/why/<conversation_id>/turns")
def turns(conversation_id: str) -> Response:
    return fragment(render_template("_turns.html", **_told(_known(conversation_id))))


def _told(summary: ConversationSummary) -> dict[str, object]:
    queries, conversation_id = parts().queries, summary.conversation.id
    lines = queries.transcript(conversation_id)
    told = cards(
        queries.stories(conversation_id), lines,
        policy=policy_now(), source_lines=lines_of, language=language(),
    )  # fmt: skip
    return {
        "cards": told,
        "silence": silence(summary, lines),
        "conversation_id": conversation_id,
        "pane": request.args.get("pane") == "1",
    }


def silence(summary: ConversationSummary, lines: Sequence[TranscriptLine]) -> Silence | None:
    """None while the bot answers; else counted from the transcript, not assumed."""
    if summary.conversation.owner not in {Owner.QUEUED, Owner.AGENT, Owner.ELSEWHERE}:
        return None
    handoff = summary.handoff
    if handoff is None:
        return Silence(who=None, words=None)
    if handoff.taken_at is not None:
        taken_by = handoff.taken_by or summary.conversation.agent or ""
        who, since = word("since_taken", name=taken_by), handoff.taken_at
    else:
        who, since = word("since_queued"), handoff.opened_at
    return Silence(who=who, words=_bot_words(lines, since), reason=handoff.reason)


def _bot_words(lines: Sequence[TranscriptLine], since: int) -> int:
    return sum(len(line.text.split()) for line in lines if _by_bot(line) and line.at > since)


def _by_bot(line: TranscriptLine) -> bool:
    return line.author == Author.BOT


def _known(conversation_id: str) -> ConversationSummary:
    return parts().queries.conversation(conversation_id) or abort(404)
