"""One conversation as the seat shows it: who has it, what was said, what can be done."""

from collections.abc import Mapping, Sequence
from typing import Final

from flask import request

from wa_support.domain.consents import ConsentSaid
from wa_support.domain.conversations import Move, Owner, moved
from wa_support.domain.delivery import AttemptOutcome, Author
from wa_support.domain.desk import Attachment, Case, Result, WaitingFor
from wa_support.domain.file_types import SHOWN as SHOWN_TYPES
from wa_support.domain.people import Handoff
from wa_support.domain.views import ConversationSummary, TranscriptLine
from wa_support.web.console.access import agent, may
from wa_support.web.console.bubbles import bubbles
from wa_support.web.console.listing import row
from wa_support.web.console.packet import story_of
from wa_support.web.console.parts import parts, policy_now
from wa_support.web.console.times import before_evening, moment

SHOWN: Final = 60
_MOST: Final = 2000


def talk(summary: ConversationSummary) -> dict[str, object]:
    """What `_case.html` shows. `?show=` how many of the last messages."""
    conversation, here = summary.conversation, parts()
    show = shown_of(request.values.get("show", ""))
    lines = here.queries.transcript(conversation.id, limit=show)
    case = here.cases.case(conversation.id, now=here.clock.now())
    paused = here.pauses.paused(summary.customer.id)
    mine = conversation.owner is Owner.AGENT and conversation.agent == agent()
    settled = mine and _bot_stopped(conversation.id, lines)
    return {
        **_people(summary, case),
        **_help(summary),
        "row": row(summary),
        "case": case,
        "show": show,
        "earlier": min(show + 2 * SHOWN, _MOST) if len(lines) >= show else None,
        "bubbles": bubbles(lines, case, _files(lines), summary.handoff),
        "mine": mine,
        "settled": settled,
        "reply": _reply_state(summary, mine=mine, settled=settled),
        "template": policy_now().reopening(summary.conversation.purpose),
        "consent_saids": _saids(summary),
        "can": _can(conversation.owner, mine=mine),
        "results": tuple(Result),
        "waiting_fors": tuple(WaitingFor),
        "evening": before_evening(),
        "put_off_until": moment(case.snooze.until) if case.snooze else None,
        "seated": [one for one in here.cases.seated(now=here.clock.now()) if one != agent()],
        "stopped": _stopped(summary),
        "paused": paused,
        "paused_until": moment(paused.until) if paused and paused.until else None,
        "known_tags": here.cases.tags(),
    }


def shown_of(text: str) -> int:
    asked = int(text) if text.isdecimal() and len(text) < 6 else SHOWN
    return min(max(asked, SHOWN), _MOST)


def _people(summary: ConversationSummary, case: Case) -> dict[str, object]:
    """The handoff while people have it, and the other agents who look at it."""
    purpose = policy_now().purpose(_purpose_of(summary))
    others = [name for name in case.watchers if name != agent()]
    handoff = _open_handoff(summary)
    return {
        "handoff": handoff,
        "story": story_of(handoff) if handoff else None,
        "photos": _photos(handoff),
        "row_language": summary.conversation.language,
        "purpose": purpose,
        "watchers": [name for name in others if name not in case.typing],
        "typing": [name for name in others if name in case.typing],
    }


def _help(summary: ConversationSummary) -> dict[str, object]:
    """What helps to answer; a draft that stands ready is for whoever answers."""
    here = parts()
    return {
        "answers": may("seat.reply"),
        "has_model": here.model is not None,
        "has_files": here.files is not None,
        "shown_types": SHOWN_TYPES,
        "canned": here.canned.offered(language=summary.conversation.language),
    }


def _photos(handoff: Handoff | None) -> Sequence[str]:
    """Of the packet, those that can be shown."""
    ids = [str(one) for one in handoff.packet.get("photos") or ()] if handoff else []
    files = parts().cases.attachments(ids)
    return [one for one in ids if one in files and _is_photo(files[one])]


def _is_photo(file: Attachment) -> bool:
    return file.state == "kept" and file.media_type in SHOWN_TYPES


def _files(lines: Sequence[TranscriptLine]) -> Mapping[str, Attachment]:
    return parts().cases.attachments([line.id for line in lines if line.type != "text"])


def _can(owner: Owner, *, mine: bool) -> set[str]:
    if not may("seat.take") or (owner is Owner.AGENT and not mine):
        return set()
    return {move.value for move in Move if moved(owner, move) is not None}


def _reply_state(summary: ConversationSummary, *, mine: bool, settled: bool) -> str:
    """open, closed (the window), later (closed, but a template tells of an answer), stopping (the
    bot), theirs, ended, or take (nobody's yet)."""
    conversation = summary.conversation
    if conversation.owner is Owner.CLOSED:
        return "ended"
    if conversation.owner is Owner.AGENT and not mine:
        return "theirs"
    if not conversation.window_open(parts().clock.now()):
        told = (
            mine
            and policy_now().reopening(summary.conversation.purpose)
            and parts().desk_templates.announces(conversation.id)
        )
        return "later" if told else "closed"
    if not mine:
        return "take"
    return "open" if settled else "stopping"


def _stopped(summary: ConversationSummary) -> tuple[str, str] | None:
    """Which word says what this customer wants no more of, and since when."""
    customer = summary.customer
    if customer.opted_out_of_all_at is not None:
        return "stopped_all", moment(customer.opted_out_of_all_at)
    if customer.opted_out_at is not None:
        return "stopped_promotions", moment(customer.opted_out_at)
    return None


def _saids(summary: ConversationSummary) -> Sequence[ConsentSaid]:
    """What would be news of what this customer wants."""
    customer = summary.customer
    if customer.opted_out_of_all_at is not None:
        return (ConsentSaid.AGAIN,)
    if customer.opted_out_at is not None:
        return (ConsentSaid.NOTHING, ConsentSaid.PROMOTIONS)
    return (ConsentSaid.NO_PROMOTIONS, ConsentSaid.NOTHING, ConsentSaid.PROMOTIONS)


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
