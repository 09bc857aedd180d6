"""What WhatsApp has of headers' files: one row a version and number of ours."""

from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, case, func, select, update

from wa_support.domain.templates.samples import WantedHeader
from wa_support.storage.cipher import Cipher
from wa_support.storage.schema_templates import template_uploads
from wa_support.storage.sealed_columns import open_maybe
from wa_support.storage.upsert import upsert

_CLAIM_MS: Final = 180_000

_row = template_uploads.c
_this = (
    _row.version_id == bindparam("version"), _row.phone_number_id == bindparam("number")
)  # fmt: skip
_GET: Final = select(template_uploads).where(*_this)
_wanted = upsert(template_uploads)
_is_fresh = func.coalesce(_row.uploaded_at, 0) > bindparam("since")
_WANT: Final = _wanted.on_conflict_do_update(
    index_elements=["version_id", "phone_number_id"],
    set_={
        "due_at": case(
            (_is_fresh, _row.due_at), else_=func.coalesce(_row.due_at, _wanted.excluded.due_at)
        ),
        "refused_at": case((_is_fresh, _row.refused_at), else_=None),
    },
).returning(*_row)
_DUE: Final = (
    select(template_uploads)
    .where(_row.due_at <= bindparam("now"))
    .order_by(_row.due_at, _row.version_id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_CHANGE: Final = update(template_uploads).where(*_this)


class SqlTemplateUploads:
    """Implements `ports.templates.TemplateUploads`."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def want(self, version_id: str, phone_number_id: str, *, since: int, now: int) -> str | None:
        """The row is locked even where it stays as it is."""
        known = self._fresh(self._get(version_id, phone_number_id), since)
        if known is not None:
            return known
        key = {"version_id": version_id, "phone_number_id": phone_number_id}
        row = {**key, "tries": 0, "due_at": now, "since": since}
        return self._fresh(self._connection.execute(_WANT, row).first(), since)

    def due(self, now: int) -> WantedHeader | None:
        row = self._connection.execute(_DUE, {"now": now}).first()
        if row is None:
            return None
        header = WantedHeader(
            version_id=row.version_id, phone_number_id=row.phone_number_id, tries=row.tries
        )
        self._change(header, due_at=now + _CLAIM_MS)
        return header

    def uploaded(self, header: WantedHeader, media_id: str, *, now: int) -> None:
        sealed = self._cipher.seal_text(media_id)
        ended = {"due_at": None, "tries": 0, "reason": None, "refused_at": None}
        self._change(header, media_id=sealed, uploaded_at=now, **ended)

    def again(self, header: WantedHeader, *, due_at: int, reason: str) -> None:
        sealed = self._cipher.seal_text(reason)
        self._change(header, due_at=due_at, tries=header.tries + 1, reason=sealed)

    def refused(self, header: WantedHeader, *, reason: str, now: int) -> None:
        sealed = self._cipher.seal_text(reason)
        self._change(header, due_at=None, tries=0, reason=sealed, refused_at=now)

    def refusal(self, version_id: str, phone_number_id: str, *, since: int) -> str | None:
        row = self._get(version_id, phone_number_id)
        lately = row is not None and row.refused_at is not None and row.refused_at >= since
        return open_maybe(self._cipher, row.reason) if row is not None and lately else None

    def _get(self, version_id: str, phone_number_id: str) -> Row[Any] | None:
        key = {"version": version_id, "number": phone_number_id}
        return self._connection.execute(_GET, key).first()

    def _fresh(self, row: Row[Any] | None, since: int) -> str | None:
        if row is None or row.uploaded_at is None or row.uploaded_at <= since:
            return None
        return open_maybe(self._cipher, row.media_id)

    def _change(self, header: WantedHeader, **columns: Any) -> None:
        key = {"version": header.version_id, "number": header.phone_number_id}
        self._connection.execute(_CHANGE, {**key, **columns})
