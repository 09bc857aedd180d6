"""Headers' files on their way to WhatsApp: uploaded once for a version and a number of ours, and
again when WhatsApp is about to forget them."""

from dataclasses import dataclass, replace
from typing import Final

from wa_support.domain.delivery import (
    NextStep,
    NotStarted,
    Rejected,
    SendState,
    Uploaded,
    UploadResult,
    next_step,
)
from wa_support.domain.file_names import safe_name
from wa_support.domain.outbound import OutTemplate
from wa_support.domain.sends import Send
from wa_support.domain.templates.samples import GOOD_FOR_MS, WantedHeader
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock, CloudApi

_REFUSED_FOR_MS: Final = 10 * 60_000
_BEING_UPLOADED: Final = NextStep(
    state=SendState.PLANNED, reason="the header's file is being uploaded"
)
_NOT_KEPT: Final = NextStep(
    state=SendState.HELD, reason="it was not kept with this version; put the template up anew"
)


def media_id(tx: Tx, message: OutTemplate, phone_number_id: str, now: int) -> str | None:
    """None: it is uploaded soon, and what is planned in this transaction becomes ready then."""
    since = now - GOOD_FOR_MS
    return tx.template_uploads.want(message.version_id, phone_number_id, since=since, now=now)


def refused_lately(tx: Tx, message: OutTemplate, phone_number_id: str, now: int) -> str | None:
    """Why, while another try would only be refused again."""
    if message.header_kind is None:
        return None
    since = now - _REFUSED_FOR_MS
    return tx.template_uploads.refusal(message.version_id, phone_number_id, since=since)


def with_header(tx: Tx, send: Send, phone_number_id: str, now: int) -> tuple[Send, NextStep | None]:
    """The send with what WhatsApp calls its header's file; else what becomes of it instead. A
    refusal counts for what waited for it: who releases a send after it wants another try."""
    message = send.outbound
    if not isinstance(message, OutTemplate) or message.header_kind is None:
        return send, None
    refused = tx.template_uploads.refusal(message.version_id, phone_number_id, since=send.due_at)
    if refused is not None:
        reason = f"the header's file was refused: {refused}"
        return send, NextStep(state=SendState.HELD, reason=reason)
    known = media_id(tx, message, phone_number_id, now)
    if known is None:
        return send, _BEING_UPLOADED
    return replace(send, outbound=replace(message, media_id=known)), None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderUploading:
    database: Database
    clock: Clock
    cloud: CloudApi

    def upload(self, header: WantedHeader) -> None:
        """What waits for it is ready afterwards, also when it was refused: the outbox then holds
        each send with the reason."""
        result = self._uploaded(header)
        now = self.clock.now()
        with self.database.write() as tx:
            if isinstance(result, Uploaded):
                tx.template_uploads.uploaded(header, result.media_id, now=now)
            elif not self._given_up(tx, header, result, now):
                return
            tx.sends.release_planned(header, now=now)

    def _uploaded(self, header: WantedHeader) -> UploadResult | NextStep:
        with self.database.read() as tx:
            sample = tx.template_samples.get(header.version_id)
            version = tx.template_versions.get(header.version_id)
        if sample is None:
            return _NOT_KEPT
        return self.cloud.upload(
            header.phone_number_id,
            content=sample.content,
            media_type=sample.media_type,
            name=safe_name(version.key.name, sample.media_type),
        )

    def _given_up(
        self, tx: Tx, header: WantedHeader, result: Rejected | NotStarted | NextStep, now: int
    ) -> bool:
        step = result if isinstance(result, NextStep) else next_step(result, header.tries + 1)
        reason = step.reason or ""
        if step.state is not SendState.WAITING:
            tx.template_uploads.refused(header, reason=reason, now=now)
            return True
        tx.template_uploads.again(header, due_at=now + step.wait_ms, reason=reason)
        return False
