"""What the audit says of the people at the desk."""

from typing import Any

from sqlalchemy import select

from tests.flow.house import Home
from wa_support.storage.schema import audit

_OF_THE_MACHINE = ("owner_", "turn_", "policy")


def audited(home: Home) -> list[dict[str, Any]]:
    """Oldest first, without owners, turns and policies."""
    with home.house.engine.read() as connection:
        rows = connection.execute(select(audit.c.payload).order_by(audit.c.seq)).scalars().all()
    told = [home.house.cipher.open_json(row) for row in rows]
    return [one for one in told if not one["action"].startswith(_OF_THE_MACHINE)]


def who_did_what(home: Home) -> list[tuple[str, str]]:
    return [(one["actor"], one["action"]) for one in audited(home)]
