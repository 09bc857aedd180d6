"""When a person takes over, and what is refused, hidden and kept."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from wa_support.config import measures
from wa_support.config.nodes import Node
from wa_support.config.policy_business import measured
from wa_support.config.reading import Reading, quoted
from wa_support.domain.policy import Satisfaction, WhileWaiting
from wa_support.domain.reasons import Reason

PERSONAL_DATA: Final = (
    "resident_number", "foreigner_number", "card", "passport", "bank_account", "password",
)  # fmt: skip
SCREENED: Final = ("phone", "email", "address")
KEPT: Final = ("messages", "photos_and_voice", "complaints", "orders_and_refunds")
RIGHT_AWAY: Final = tuple(
    str(reason)
    for reason in (
        Reason.ASKED, Reason.PERSONAL_DATA, Reason.REFUND_REFUSED, Reason.ABUSE,
        Reason.TOOL_FAILED, Reason.TOOL_UNSURE, Reason.ANSWER_INVALID, Reason.COMPLAINT,
        Reason.TAGGED, Reason.MODEL_UNAVAILABLE, Reason.OVER_BUDGET,
    )
)  # fmt: skip

_DECIDED_ELSEWHERE: Final = {
    "not_understood": "say how often: after: {not_understood: 2}",
    "off_purpose": "say how often: after: {off_purpose: 3}",
    "draft": "write answers: draft in the purpose",
    "not_automated": "write answers: people in the purpose",
    "paused": "it is so by itself; use: wa-support conversations pause",
    "bot_loop": "it is so by itself, leave it out",
    "window_closed": "it is so by itself, leave it out",
    "turn_failed": "it is so by itself, leave it out",
    "agent_took": "it is so by itself, leave it out",
    "elsewhere": "it is so by itself, leave it out",
}
_TO_A_PERSON: Final = ("right_away", "tags", "after", "while_waiting", "back_after")
_LONGEST_TAG: Final = 40
_SHORTEST_SILENCE_MS: Final = 10 * 60_000


def read_to_a_person(node: Node, reading: Reading) -> dict[str, Any]:
    """What a Policy has of handing over and of coming back, where the file has it."""
    fields = reading.fields(node, _TO_A_PERSON, of="to_a_person")
    found: dict[str, Any] = {}
    if "right_away" in fields:
        reasons = _reasons(fields["right_away"], reading)
        if Reason.ASKED not in reasons:
            reading.fault(fields["right_away"], "asked is missing", "who asks gets a person: asked")
        if Reason.TAGGED in reasons and "tags" not in fields:
            wanted = "say which: tags: [vip]"
            reading.fault(fields["right_away"], "tagged without tags", wanted)
        found["right_away"] = frozenset(reasons)
    if "tags" in fields:
        found["people_tags"] = frozenset(_tags(fields["tags"], reading))
    if "back_after" in fields:
        found["back_after_ms"] = measured(fields["back_after"], reading, _silence, None)
    if "after" in fields:
        limits = reading.fields(fields["after"], ("not_understood", "off_purpose"), of="after")
        for name, value in limits.items():
            found[f"{name}_limit"] = reading.number(value, low=1, high=20)
    if "while_waiting" in fields:
        found["while_waiting"] = _while_waiting(fields["while_waiting"], reading)
    return found


def read_keep(node: Node, reading: Reading) -> dict[str, str]:
    kept = {}
    for name, value in reading.fields(node, KEPT, of="keep").items():
        measured(value, reading, measures.milliseconds, 0)
        kept[name] = reading.text(value)
    return kept


def read_satisfaction(node: Node, reading: Reading) -> Satisfaction:
    """`{ask: 1 in 5}`, or `{ask: nobody}`."""
    fields = reading.fields(node, ("ask",), required=("ask",), of="satisfaction")
    if "ask" not in fields:
        return Satisfaction()
    return Satisfaction(one_in=measured(fields["ask"], reading, _share, None))


def _share(text: str) -> int | None:
    words = text.split()
    if text == "nobody":
        return None
    if len(words) == 3 and words[:2] == ["1", "in"] and words[2].isascii() and words[2].isdigit():
        count = int(words[2])
        if 1 <= count <= 1000:
            return count
    raise ValueError("a share such as 1 in 5, or nobody")


def read_reopen_with(
    node: Node, reading: Reading, purposes: Sequence[str] | None
) -> dict[str, str]:
    """Purpose → message template."""
    templates = {}
    for key, value in reading.entries(node, "reopen_with"):
        if purposes is not None and key.text not in purposes:
            reading.fault(
                key, f"unknown purpose {quoted(key.text)}", reading.nearest(key.text, purposes)
            )
        templates[key.text] = measured(value, reading, _template_name, "")
    return templates


def _template_name(text: str) -> str:
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789_")
    if not set(text) <= allowed or len(text) > 512:
        raise ValueError("a template's name: a-z, 0-9 and _")
    return text


def _while_waiting(node: Node, reading: Reading) -> WhileWaiting:
    fields = reading.fields(node, ("say_again_after", "at_most"), of="while_waiting")
    waiting = WhileWaiting()
    after, at_most = waiting.say_again_after_ms, waiting.at_most
    if "say_again_after" in fields:
        after = measured(fields["say_again_after"], reading, _patience, after)
    if "at_most" in fields:
        at_most = reading.number(fields["at_most"], low=0, high=2)
    return WhileWaiting(say_again_after_ms=after, at_most=at_most)


def _reasons(node: Node, reading: Reading) -> list[str]:
    """Distinct words of RIGHT_AWAY; what is decided in another place is told where."""
    found: list[str] = []
    for item in reading.items(node):
        word = reading.text(item)
        if word in _DECIDED_ELSEWHERE:
            reading.fault(item, f"{word} is not for this list", _DECIDED_ELSEWHERE[word])
        elif word in found:
            reading.fault(item, f"{word} a second time", "each once")
        elif word in RIGHT_AWAY:
            found.append(word)
        elif word:
            reading.fault(item, quoted(word), reading.nearest(word, RIGHT_AWAY))
    return found


def _tags(node: Node, reading: Reading) -> Iterator[str]:
    for item in reading.items(node):
        tag = reading.text(item).strip()
        if tag and len(tag) > _LONGEST_TAG:
            reading.fault(item, "a very long tag", f"at most {_LONGEST_TAG} characters")
        yield tag.casefold()


def _silence(text: str) -> int:
    found = measures.milliseconds(text)
    if found < _SHORTEST_SILENCE_MS:
        raise ValueError("a duration of at least 10 minutes")
    return found


def _patience(text: str) -> int:
    found = measures.milliseconds(text)
    if found < 60_000:
        raise ValueError("a duration of at least 1 minute")
    return found
