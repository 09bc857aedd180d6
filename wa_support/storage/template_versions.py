"""Our versions of message templates."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, bindparam, func, insert, select, update

from wa_support.domain.errors import WaSupportError
from wa_support.domain.templates.approvals import ApprovalState, TemplateVersion
from wa_support.domain.templates.template import TemplateKey
from wa_support.storage.schema_templates import template_versions

_row = template_versions.c
_this_key = (_row.name == bindparam("of_name"), _row.language == bindparam("of_language"))
_OF: Final = select(template_versions).where(*_this_key).order_by(_row.number.desc())
_GET: Final = select(template_versions).where(_row.id == bindparam("this"))
_APPROVED: Final = _OF.where(_row.state == ApprovalState.APPROVED).limit(1)
_SAVE: Final = update(template_versions).where(_row.id == bindparam("this"))
_last = (
    select(_row.name, _row.language, func.max(_row.number).label("number"))
    .group_by(_row.name, _row.language)
    .subquery()
)
_NEWEST: Final = (
    select(template_versions)
    .join(
        _last,
        and_(
            _last.c.name == _row.name,
            _last.c.language == _row.language,
            _last.c.number == _row.number,
        ),
    )
    .order_by(_row.name, _row.language)
)


class SqlTemplateVersions:
    """Implements `ports.templates.TemplateVersions`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, version: TemplateVersion) -> TemplateVersion:
        before = next(iter(self.of(version.key)), None)
        if before is not None and before.sha256 == version.sha256:
            return before
        number = before.number + 1 if before is not None else 1
        added = replace(version, number=number)
        self._connection.execute(insert(template_versions), _columns(added))
        return added

    def get(self, id: str) -> TemplateVersion:
        row = self._connection.execute(_GET, {"this": id}).first()
        if row is None:
            raise WaSupportError(f"no template version {id}")
        return _version(row)

    def save(self, version: TemplateVersion) -> None:
        fields = ("state", "reviewer", "reviewed_at", "note", "alone")
        changed = {name: getattr(version, name) for name in fields}
        self._connection.execute(_SAVE, {"this": version.id, **changed})

    def newest(self) -> Sequence[TemplateVersion]:
        return [_version(row) for row in self._connection.execute(_NEWEST)]

    def of(self, key: TemplateKey) -> Sequence[TemplateVersion]:
        return [_version(row) for row in self._connection.execute(_OF, _of(key))]

    def approved(self, key: TemplateKey) -> TemplateVersion | None:
        row = self._connection.execute(_APPROVED, _of(key)).first()
        return None if row is None else _version(row)


def _of(key: TemplateKey) -> dict[str, str]:
    return {"of_name": key.name, "of_language": key.language}


def _columns(version: TemplateVersion) -> dict[str, Any]:
    fields = (
        "id", "number", "source", "sha256", "author", "created_at", "state", "reviewer",
        "reviewed_at", "note", "alone",
    )  # fmt: skip
    named = {"name": version.key.name, "language": version.key.language}
    return {**named, **{field: getattr(version, field) for field in fields}}


def _version(row: Row[Any]) -> TemplateVersion:
    return TemplateVersion(
        id=row.id,
        key=TemplateKey(name=row.name, language=row.language),
        number=row.number,
        source=row.source,
        sha256=row.sha256,
        author=row.author,
        created_at=row.created_at,
        state=ApprovalState(row.state),
        reviewer=row.reviewer,
        reviewed_at=row.reviewed_at,
        note=row.note,
        alone=row.alone,
    )
