"""Headers' files, sealed, each with the version that it was reviewed with."""

from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, select

from wa_support.domain.templates.approvals import ApprovalState
from wa_support.domain.templates.samples import KeptSample, Sample
from wa_support.storage.cipher import Cipher
from wa_support.storage.schema_templates import template_samples, template_versions
from wa_support.storage.upsert import upsert

_row, _version = template_samples.c, template_versions.c
_this = _row.version_id == bindparam("version")
_KEEP: Final = upsert(template_samples).on_conflict_do_nothing(index_elements=["version_id"])
_ABOUT: Final = select(_row.media_type, _row.size, _row.sha256).where(_this)
_GET: Final = select(template_samples).where(_this)
_FORGET: Final = delete(template_samples).where(
    _row.version_id.in_(
        select(_version.id).where(
            _version.state.in_([ApprovalState.DRAFT, ApprovalState.CHANGES_ASKED]),
            func.coalesce(_version.reviewed_at, _version.created_at) < bindparam("before"),
        )
    )
)


class SqlTemplateSamples:
    """Implements `ports.templates.TemplateSamples`."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def keep(self, sample: Sample) -> None:
        row = {
            "version_id": sample.version_id,
            "media_type": sample.media_type,
            "sha256": sample.sha256,
            "size": len(sample.content),
            "content": self._cipher.seal(sample.content),
        }
        self._connection.execute(_KEEP, row)

    def about(self, version_id: str) -> KeptSample | None:
        row = self._connection.execute(_ABOUT, {"version": version_id}).first()
        if row is None:
            return None
        return KeptSample(media_type=row.media_type, size=row.size, sha256=row.sha256)

    def get(self, version_id: str) -> Sample | None:
        row = self._connection.execute(_GET, {"version": version_id}).first()
        if row is None:
            return None
        return Sample(
            version_id=row.version_id,
            media_type=row.media_type,
            sha256=row.sha256,
            content=self._cipher.open(row.content),
        )

    def forget(self, before: int) -> None:
        self._connection.execute(_FORGET, {"before": before})
