"""How often templates were sent, and what became of it."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, Connection, Label, bindparam, case, func, select

from wa_support.domain.delivery import AttemptOutcome, DeliveryStatus
from wa_support.domain.templates.costs import Volume
from wa_support.domain.templates.template import TemplateKey
from wa_support.storage.schema import attempts
from wa_support.storage.schema_templates import template_uses

_READ: Final = (DeliveryStatus.READ, DeliveryStatus.PLAYED)
_DELIVERED: Final = (DeliveryStatus.DELIVERED, *_READ)
_use, _try = template_uses.c, attempts.c


def _sends(label: str, *when: ColumnElement[bool]) -> Label[int]:
    """Distinct ones: what was tried twice is one send."""
    counted = case((when[0], _use.send_id)) if when else _use.send_id
    return func.count(func.distinct(counted)).label(label)


_SINCE: Final = (
    select(
        _use.name,
        _use.language,
        _use.category,
        _use.country,
        _sends("planned"),
        _sends("accepted", _try.outcome == AttemptOutcome.ACCEPTED),
        _sends("delivered", _try.delivery.in_(_DELIVERED)),
        _sends("read", _try.delivery.in_(_READ)),
        _sends("failed", _try.delivery == DeliveryStatus.FAILED),
    )
    .select_from(template_uses)
    .outerjoin(attempts, _try.send_id == _use.send_id)
    .where(_use.at >= bindparam("since"))
    .group_by(_use.name, _use.language, _use.category, _use.country)
    .order_by(_use.name, _use.language, _use.country, _use.category)
)
_SINCE_OF: Final = _SINCE.where(_use.name == bindparam("of_name"))


class SqlTemplateFigures:
    """Implements `ports.templates.TemplateFigures`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def since(self, at: int, *, name: str | None = None) -> Sequence[Volume]:
        asked = _SINCE if name is None else _SINCE_OF
        return [
            Volume(
                key=TemplateKey(name=row.name, language=row.language),
                category=row.category,
                country=row.country,
                planned=row.planned,
                accepted=row.accepted,
                delivered=row.delivered,
                read=row.read,
                failed=row.failed,
            )
            for row in self._connection.execute(asked, {"since": at, "of_name": name})
        ]
