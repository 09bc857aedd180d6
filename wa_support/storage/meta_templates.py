"""Meta's copies of message templates, as last heard of."""

import json
from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, func, select, update

from wa_support.domain.templates.standing import MetaTemplate
from wa_support.domain.templates.template import TemplateKey
from wa_support.storage.schema_templates import meta_templates
from wa_support.storage.upsert import upsert

_OFTEN_ENOUGH_MS: Final = 60_000
"""Every send of a template would wait for its one row, until the one before was committed."""

_row = meta_templates.c
_COLUMNS: Final = ("meta_id", "status", "status_at", "seen_at", "reread_at", "last_sent_at")
_OURS_TO_SAVE: Final = ("meta_id", "status", "status_at", "seen_at", "reread_at")
_FACTS: Final = (
    "category", "reason", "category_next", "category_next_at", "category_at", "category_told_at",
    "quality", "quality_at", "version_id", "submitted_at", "edited_at", "edits", "gone_at",
    "locked_until",
)  # fmt: skip
_this_key = (_row.name == bindparam("of_name"), _row.language == bindparam("of_language"))
_GET: Final = select(meta_templates).where(*_this_key)
_GET_LOCKED: Final = _GET.with_for_update()
_ALL: Final = select(meta_templates).order_by(_row.name, _row.language)
_ALL_OF: Final = _ALL.where(_row.name == bindparam("of_name"))
_in_these = _row.status.in_(bindparam("statuses", expanding=True))
_UNSETTLED: Final = (
    select(meta_templates)
    .where(_row.reread_at.is_not(None) | (_in_these & (_row.seen_at <= bindparam("seen_before"))))
    .order_by(_row.reread_at, _row.seen_at)
)
_SENT: Final = update(meta_templates).where(
    *_this_key, func.coalesce(_row.last_sent_at, 0) <= bindparam("before")
)
_insert = upsert(meta_templates)
_SAVE: Final = _insert.on_conflict_do_update(
    index_elements=["name", "language"],
    set_={name: _insert.excluded[name] for name in (*_OURS_TO_SAVE, "facts")},
)


class SqlMetaTemplates:
    """Implements `ports.templates.MetaTemplates`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: TemplateKey) -> MetaTemplate | None:
        row = self._connection.execute(_GET, _of(key)).first()
        return None if row is None else _template(row)

    def for_change(self, key: TemplateKey) -> MetaTemplate | None:
        row = self._connection.execute(_GET_LOCKED, _of(key)).first()
        return None if row is None else _template(row)

    def all(self, name: str | None = None) -> Sequence[MetaTemplate]:
        query = _ALL if name is None else _ALL_OF
        return [_template(row) for row in self._connection.execute(query, {"of_name": name})]

    def unsettled(self, statuses: Collection[str], *, seen_before: int) -> Sequence[MetaTemplate]:
        params = {"statuses": sorted(statuses), "seen_before": seen_before}
        return [_template(row) for row in self._connection.execute(_UNSETTLED, params)]

    def save(self, template: MetaTemplate) -> None:
        facts = {name: getattr(template, name) for name in _FACTS}
        facts["components"] = list(template.components)
        row = {name: getattr(template, name) for name in _COLUMNS}
        row["facts"] = json.dumps(facts, ensure_ascii=False).encode()
        key = {"name": template.key.name, "language": template.key.language}
        self._connection.execute(_SAVE, {**key, **row})

    def sent(self, key: TemplateKey, now: int) -> None:
        times = {"last_sent_at": now, "before": now - _OFTEN_ENOUGH_MS}
        self._connection.execute(_SENT, {**_of(key), **times})


def _of(key: TemplateKey) -> dict[str, str]:
    return {"of_name": key.name, "of_language": key.language}


def _template(row: Row[Any]) -> MetaTemplate:
    facts = json.loads(row.facts)
    components, edits = tuple(facts.pop("components")), tuple(facts.pop("edits"))
    columns = {name: getattr(row, name) for name in _COLUMNS}
    key = TemplateKey(name=row.name, language=row.language)
    return MetaTemplate(key=key, components=components, edits=edits, **columns, **facts)
