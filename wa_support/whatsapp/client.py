"""The Cloud API, as `ports.outside.CloudApi`: every call ends in one of four honest outcomes."""

import json
import logging
from collections.abc import Mapping
from urllib.parse import quote

from wa_support.domain.content import Media
from wa_support.domain.delivery import Accepted, NotStarted, Rejected, SendResult, Unknown
from wa_support.domain.errors import Unreadable
from wa_support.domain.outbound import Outbound
from wa_support.ports.outside import Clock
from wa_support.whatsapp.bodies import Body, build_body, read_body
from wa_support.whatsapp.decoding import decode
from wa_support.whatsapp.error_codes import remedy_of
from wa_support.whatsapp.media import download
from wa_support.whatsapp.reading import Json, inside, objects, text
from wa_support.whatsapp.transport import Answer, NoAnswer, NothingLeft, Transport

_log = logging.getLogger(__name__)
_DETAILS = 300


class GraphClient:
    """`base_url` is scheme and host (`https://graph.facebook.com`), `version` like `v26.0`.

    The token goes to that host and, for media, to Meta's file hosts; it is never logged.
    `lost_read_marks` counts the read marks that did not get through.
    """

    def __init__(
        self,
        *,
        base_url: str,
        version: str,
        token: str,
        clock: Clock,
        connect_seconds: float = 3,
        read_seconds: float = 10,
    ) -> None:
        self._base = base_url.rstrip("/")
        self._version = version
        self._transport = Transport(
            token=token, clock=clock, connect_seconds=connect_seconds, read_seconds=read_seconds
        )
        self.lost_read_marks = 0

    def send(
        self,
        phone_number_id: str,
        *,
        phone: str | None,
        bsuid: str | None,
        message: Outbound,
        attempt_id: str,
    ) -> SendResult:
        """One request, never repeated here. Needs a phone or a BSUID; the phone is preferred."""
        if not (phone or bsuid):
            return NotStarted(details="the customer has neither a phone number nor a BSUID")
        body = build_body(message, phone=phone, bsuid=bsuid, attempt_id=attempt_id)
        try:
            return outcome_of(self._post(phone_number_id, body))
        except NothingLeft as error:
            return NotStarted(details=f"no connection: {error}")
        except NoAnswer as error:
            return Unknown(details=f"answer lost: {error}")

    def mark_read(self, phone_number_id: str, wamid: str, *, typing: bool) -> None:
        try:
            status = self._post(phone_number_id, read_body(wamid, typing=typing)).status
        except NoAnswer as error:
            self._not_marked(str(error))
        else:
            if status != 200:
                self._not_marked(f"HTTP {status}")

    def download(self, phone_number_id: str, media: Media) -> bytes:
        return download(
            self._transport, self._base, self._version, phone_number_id=phone_number_id, media=media
        )

    def _post(self, phone_number_id: str, body: Body) -> Answer:
        url = f"{self._base}/{self._version}/{quote(phone_number_id, safe='')}/messages"
        return self._transport.post(url, json.dumps(body).encode())

    def _not_marked(self, why: str) -> None:
        self.lost_read_marks += 1
        _log.info("read mark lost: %s", why)


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


def _accepted(answer: Answer, tree: Json) -> SendResult:
    wamids = [text(each.get("id")) for each in objects(tree.get("messages"))]
    if wamids and wamids[0]:
        return Accepted(wamid=wamids[0], http_status=answer.status)
    details = f"HTTP {answer.status} without a message id"
    return Unknown(details=details, http_status=answer.status)


def _rejected(answer: Answer, error: Json) -> Rejected:
    # an error object without a code is still Graph's no; the HTTP status then stands for it
    code = error.get("code")
    code = code if isinstance(code, int) and not isinstance(code, bool) else answer.status
    return Rejected(
        code=code, remedy=remedy_of(code), details=_told(error), http_status=answer.status
    )


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
