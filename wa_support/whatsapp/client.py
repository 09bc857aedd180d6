"""The Cloud API, as `ports.outside.CloudApi`: every call ends in one of four honest outcomes."""

import json
import logging
from typing import Final
from urllib.parse import quote

from wa_support.domain.content import Media
from wa_support.domain.delivery import (
    NotStarted,
    Rejected,
    Remedy,
    SendResult,
    Unknown,
    UploadResult,
)
from wa_support.domain.outbound import Outbound, OutMedia, OutTemplate
from wa_support.ports.outside import Clock
from wa_support.whatsapp.bodies import Body, build_body, read_body
from wa_support.whatsapp.media import download
from wa_support.whatsapp.outcomes import outcome_of, upload_of
from wa_support.whatsapp.transport import Answer, NoAnswer, NothingLeft, Transport
from wa_support.whatsapp.upload_form import upload_form

_log = logging.getLogger(__name__)
_UPLOAD_SECONDS: Final = 170.0
_NOT_UPLOADED: Final = Rejected(
    code=131053, remedy=Remedy.FIX, details="the file was never uploaded", http_status=0
)


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
        if _lacks_its_file(message):
            return _NOT_UPLOADED
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

    def upload(
        self, phone_number_id: str, *, content: bytes, media_type: str, name: str
    ) -> UploadResult:
        form = upload_form(content, media_type=media_type, name=name)
        try:
            answer = self._transport.post(
                self._url(phone_number_id, "media"),
                form.body,
                content_type=form.content_type,
                seconds=_UPLOAD_SECONDS,
            )
        except NoAnswer as error:
            return NotStarted(details=f"upload: {error}")
        return upload_of(answer)

    def _post(self, phone_number_id: str, body: Body) -> Answer:
        return self._transport.post(
            self._url(phone_number_id, "messages"), json.dumps(body).encode()
        )

    def _url(self, phone_number_id: str, what: str) -> str:
        return f"{self._base}/{self._version}/{quote(phone_number_id, safe='')}/{what}"

    def _not_marked(self, why: str) -> None:
        self.lost_read_marks += 1
        _log.info("read mark lost: %s", why)


def _lacks_its_file(message: Outbound) -> bool:
    match message:
        case OutMedia(media_id=media_id):
            return media_id is None
        case OutTemplate(header_kind=kind, media_id=media_id):
            return kind is not None and media_id is None
        case _:
            return False
