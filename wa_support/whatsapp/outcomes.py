"""What Graph's whole HTTP answers prove."""

from collections.abc import Mapping
from typing import Final

from wa_support.domain.delivery import (
    Accepted,
    NotStarted,
    Rejected,
    SendResult,
    Unknown,
    Uploaded,
    UploadResult,
)
from wa_support.domain.errors import Unreadable
from wa_support.whatsapp.decoding import decode
from wa_support.whatsapp.error_codes import next_step_for, remedy_of
from wa_support.whatsapp.reading import Json, inside, objects, text
from wa_support.whatsapp.transport import Answer

_DETAILS: Final = 300


def outcome_of(answer: Answer) -> SendResult:
    """What a whole HTTP answer to a send proves.

    Only a 4xx with Graph's own error object proves that nothing was sent. A 5xx does not, whatever
    it says, and neither does a page from a proxy: the request may have been passed on.
    """
    tree = _tree(answer)
    if 200 <= answer.status < 300:
        return _accepted(answer, tree)
    if 400 <= answer.status < 500 and isinstance(tree.get("error"), Mapping):
        return _rejected(answer, inside(tree, "error"))
    return Unknown(
        details=f"HTTP {answer.status} {_told(inside(tree, 'error')) or 'without an answer'}",
        http_status=answer.status,
    )


def upload_of(answer: Answer) -> UploadResult:
    """What an answer to an upload proves. Whatever is not a clear no is tried again."""
    tree = _tree(answer)
    media_id = text(tree.get("id"))
    if 200 <= answer.status < 300 and media_id:
        return Uploaded(media_id=media_id)
    if 400 <= answer.status < 500 and isinstance(tree.get("error"), Mapping):
        return _rejected(answer, inside(tree, "error"))
    return NotStarted(details=f"upload answered with HTTP {answer.status}")


def _accepted(answer: Answer, tree: Json) -> SendResult:
    messages = objects(tree.get("messages"))
    wamid = text(messages[0].get("id")) if messages else None
    if messages and wamid:
        said = text(messages[0].get("message_status"))
        note = said[:_DETAILS] if said and said != "accepted" else None
        return Accepted(wamid=wamid, http_status=answer.status, note=note)
    details = f"HTTP {answer.status} without a message id"
    return Unknown(details=details, http_status=answer.status)


def _rejected(answer: Answer, error: Json) -> Rejected:
    # an error object without a code is still Graph's no; the HTTP status then stands for it
    code = error.get("code")
    code = code if isinstance(code, int) and not isinstance(code, bool) else answer.status
    step = next_step_for(code)
    details = f"{_told(error)}; {step}" if step else _told(error)
    return Rejected(code=code, remedy=remedy_of(code), details=details, http_status=answer.status)


def _told(error: Json) -> str:
    """Graph's own explanation: `error_data.details`, which can also be a bare string."""
    data = error.get("error_data")
    details = data.get("details") if isinstance(data, Mapping) else data
    told = text(details) or text(error.get("message")) or ""
    return " ".join(told.split())[:_DETAILS]


def _tree(answer: Answer) -> Json:
    try:
        tree = decode(answer.body)
    except Unreadable:
        return {}
    return tree if isinstance(tree, Mapping) else {}
