"""What an answer about templates proves, and what to do about each of Meta's refusals.

Source: Meta, "support/error-codes" and "templates/template-management"; the subcodes as third
parties list them. A subcode may be missing, so the code alone must do too.
"""

from collections.abc import Mapping
from typing import Final

from wa_support.domain.delivery import Unknown
from wa_support.domain.errors import Unreadable
from wa_support.domain.templates.looks import Failed, Refused
from wa_support.whatsapp.decoding import decode
from wa_support.whatsapp.reading import Json, inside, text
from wa_support.whatsapp.transport import Answer

DUPLICATE: Final = 2388024
_TOLD: Final = 300
_LATER: Final = frozenset({1, 2, 4, 613, 80007, 130429, 131000, 131016})

_CODES: Final = {
    0: "make a new token and put it into WHATSAPP_ACCESS_TOKEN",
    3: "give the token whatsapp_business_management",
    4: "Meta counts calls by the hour: run this again in an hour",
    10: "give the token whatsapp_business_management",
    33: "see that WHATSAPP_BUSINESS_ACCOUNT_ID is the token's account",
    100: "mend what it names, lint, have it approved and submit again",
    104: "make a new token and put it into WHATSAPP_ACCESS_TOKEN",
    190: "make a new token and put it into WHATSAPP_ACCESS_TOKEN",
    192: "write the button's phone number as + and digits",
    368: "the account is restricted: see WhatsApp Manager → Account quality",
    80007: "Meta counts 100 new templates an hour and 5,000 calls: run this again in an hour",
    131031: "the account is locked: see WhatsApp Manager → Account quality",
}
_SUBCODES: Final = {
    33: "see that WHATSAPP_BUSINESS_ACCOUNT_ID is the token's account",
    2388019: "the account has as many templates as it may: delete some",
    2388023: "this name was deleted less than 30 days ago: choose another name",
    DUPLICATE: "Meta has this name and language already: wa-support templates sync",
    2388039: "this status cannot be changed: wait for Meta's review",
    2388040: "a text is too long: templates lint shows which",
    2388047: "mend the header: templates lint shows how",
    2388072: "mend the body: templates lint shows how",
    2388073: "mend the footer: templates lint shows how",
    2388293: "too many variables for so few words: write more words or fewer variables",
    2388299: "the text begins or ends with a variable: put words there",
}


def tree_of(answer: Answer) -> Json | Failed:
    """Only a 4xx with Graph's own error object proves that nothing was changed."""
    try:
        tree = decode(answer.body)
    except Unreadable:
        tree = None
    told = tree if isinstance(tree, Mapping) else {}
    if isinstance(told.get("error"), Mapping) and 400 <= answer.status < 500:
        return _refusal(inside(told, "error"), answer.status)
    if answer.status == 200 and told and "error" not in told:
        return told
    return Unknown(details=f"HTTP {answer.status}", http_status=answer.status)


def _refusal(error: Json, http_status: int) -> Refused:
    code, subcode = _number(error.get("code")), _number(error.get("error_subcode"))
    known = http_status if code is None else code
    return Refused(
        code=known,
        subcode=subcode,
        told=_told(error),
        cure=_SUBCODES.get(subcode or -1) or _CODES.get(known) or _cure(known),
        later=known in _LATER,
    )


def _cure(code: int) -> str:
    if 200 <= code < 300:
        return "give the token whatsapp_business_management for this account"
    return "run this again" if code in _LATER else "mend it, have it approved and submit again"


def _told(error: Json) -> str:
    """The words meant for people first, then the details, then the message."""
    data = error.get("error_data")
    details = data.get("details") if isinstance(data, Mapping) else data
    title, sentence = text(error.get("error_user_title")), text(error.get("error_user_msg"))
    words = " ".join(each for each in (title and f"{title.rstrip('.')}:", sentence) if each)
    told = words if sentence else text(details) or text(error.get("message")) or ""
    return " ".join(told.split())[:_TOLD]


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
