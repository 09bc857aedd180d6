"""Questions about something that was written down for the team, by its number."""

import re
from typing import Final

from wa_support.domain.conversations import Memory
from wa_support.domain.decisions import GateDecision, Intent
from wa_support.domain.gate import shapes, words
from wa_support.domain.gate.normal import normal
from wa_support.domain.gate.verdicts import admitted
from wa_support.domain.policy import Policy
from wa_support.domain.reasons import DecidedBy, Reason

_NUMBER: Final = re.compile(
    r"(?:접수\s?번호|접수\s?건|문의\s?번호|티켓(?:\s?번호)?|\b(?:support )?ticket|\b(?:case|reference)(?= ?(?:number|no\b|id\b|#)))"
    r"(?:\s?(?:number|no|id)\b)?(?:은|는|이|가|\sis)?[\s.:#]*"
    r"(?P<id>(?=[a-z_-]{0,39}\d)[0-9a-z][0-9a-z_-]{0,39})",
)
_ASKS: Final = re.compile(
    r"어떻게|어찌|어디|언제|상태|상황|진행|확인|조회|처리|됐|되었|되나|되고|소식|아직|알려|궁금|"
    r"\b(?:what|where|when|how|status|news|update|happen\w*|progress|check|any|done|ready|still|yet|about|look)\b"
)
_WANTS_MORE: Final = re.compile(
    r"예약|방문|취소|변경|바꾸|바꿔|환불|반품|교환|\b(?:book|visit|cancel|change|refund|return|exchange|move)\w*"
)


def by_ticket(text: str, policy: Policy, memory: Memory) -> GateDecision | None:
    """ "접수번호 T-1003 어떻게 됐어요?", or the number alone beside its word: the state of a ticket,
    in a purpose that may look it up."""
    purpose = next((one for one in policy.purposes if "get_ticket" in one.bot_may), None)
    said = normal(text)
    ticket = _NUMBER.search(said)
    if purpose is None or ticket is None or _is_something_else(text, policy):
        return None
    rest = f"{said[: ticket.start()]} {said[ticket.end() :]}"
    alone = len(rest.split()) <= 1
    if _WANTS_MORE.search(rest) or not (alone or _ASKS.search(rest)):
        return None
    return admitted(
        purpose,
        Reason.RULE,
        DecidedBy.RULE,
        intent=Intent.TICKET,
        tool="get_ticket",
        ticket_id=ticket["id"].upper(),
    )


def _is_something_else(text: str, policy: Policy) -> bool:
    return shapes.is_hard_denied(text) or words.about_something_else(text, policy)
