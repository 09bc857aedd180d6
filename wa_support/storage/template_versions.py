"""Our versions of message templates."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, bindparam, func, select, update

from wa_support.domain.errors import WaSupportError
from wa_support.domain.templates.approvals import ApprovalState, TemplateVersion, same_version
from wa_support.domain.templates.template import TemplateKey
from wa_support.storage.schema_templates import template_versions
from wa_support.storage.upsert import upsert

_row = template_versions.c
_NUMBERS: Final = select(_row.id, _row.number)
_this_key = (_row.name == bindparam("of_name"), _row.language == bindparam("of_language"))
_OF: Final = select(template_versions).where(*_this_key).order_by(_row.number.desc())
_GET: Final = select(template_versions).where(_row.id == bindparam("this"))
_APPROVED: Final = _OF.where(_row.state == ApprovalState.APPROVED).limit(1)
_ADD: Final = (
    upsert(template_versions)
    .on_conflict_do_nothing(index_elements=["name", "language", "number"])
    .returning(_row.id)
)
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
_NEWEST_OF: Final = _NEWEST.where(_row.name == bindparam("of_name"))


class SqlTemplateVersions:
    """Implements `ports.templates.TemplateVersions`."""

    def __init__(self, connection: Connection, *, locks: bool) -> None:
        self._connection = connection
        self._of = _OF.with_for_update() if locks else _OF

    def add(self, version: TemplateVersion) -> TemplateVersion:
        """Of two that come at once, the second sees the first."""
        while True:
            before = next(iter(self.of(version.key)), None)
            if before is not None and same_version(before, version):
                return before
            number = before.number + 1 if before is not None else 1
            added = replace(version, number=number)
            if self._connection.execute(_ADD, _columns(added)).first() is not None:
                return added

    def get(self, id: str) -> TemplateVersion:
        row = self._connection.execute(_GET, {"this": id}).first()
        if row is None:
            raise WaSupportError(f"no template version {id}")
        return _version(row)

    def save(self, version: TemplateVersion) -> None:
        fields = ("state", "author", "reviewer", "reviewed_at", "note", "alone")
        changed = {name: getattr(version, name) for name in fields}
        self._connection.execute(_SAVE, {"this": version.id, **changed})

    def newest(self, name: str | None = None) -> Sequence[TemplateVersion]:
        query = _NEWEST if name is None else _NEWEST_OF
        return [_version(row) for row in self._connection.execute(query, {"of_name": name})]

    def of(self, key: TemplateKey) -> Sequence[TemplateVersion]:
        return [_version(row) for row in self._connection.execute(self._of, _of(key))]

    def approved(self, key: TemplateKey) -> TemplateVersion | None:
        row = self._connection.execute(_APPROVED, _of(key)).first()
        return None if row is None else _version(row)

    def numbers(self) -> Mapping[str, int]:
        return {row.id: row.number for row in self._connection.execute(_NUMBERS)}


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
