"""Which template each send was, for whom it counts and what it costs."""

from typing import Final

from sqlalchemy import Connection, bindparam, insert, select

from wa_support.domain.templates.template import Category, TemplateKey, Trigger
from wa_support.domain.templates.uses import TemplateUse
from wa_support.storage.schema_templates import template_uses

_ADD: Final = insert(template_uses)
_OF: Final = select(template_uses).where(template_uses.c.send_id == bindparam("send"))


class SqlTemplateUses:
    """Implements `ports.templates.TemplateUses`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, use: TemplateUse) -> None:
        row = {
            "send_id": use.send_id,
            "name": use.key.name,
            "language": use.key.language,
            "version_id": use.version_id,
            "category": use.category,
            "trigger": use.trigger,
            "at": use.at,
            "country": use.country,
        }
        self._connection.execute(_ADD, row)

    def of(self, send_id: str) -> TemplateUse | None:
        row = self._connection.execute(_OF, {"send": send_id}).first()
        if row is None:
            return None
        return TemplateUse(
            send_id=row.send_id,
            key=TemplateKey(name=row.name, language=row.language),
            version_id=row.version_id,
            category=Category(row.category),
            trigger=Trigger(row.trigger),
            at=row.at,
            country=row.country,
        )
