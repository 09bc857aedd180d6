"""What the database tells of itself and of what has passed through it; changes nothing."""

import sqlite3
from typing import Final

from sqlalchemy import Connection, exists, select, text

from wa_support.domain.checkup.machine_facts import PostgresFacts, SqliteFacts, Traffic
from wa_support.domain.delivery import Author
from wa_support.domain.events import EventKind
from wa_support.storage.schema import account_events, bodies, messages
from wa_support.storage.transactions import Engine
from wa_support.storage.workers import LAST_BEAT

_LAST_WEBHOOK: Final = select(bodies.c.received_at).order_by(bodies.c.seq.desc()).limit(1)
_ECHOED: Final = select(exists().where(messages.c.author == Author.PHONE_APP))
_ROUTED: Final = select(
    exists().where(account_events.c.kind.in_([EventKind.STANDBY, EventKind.HANDOVER]))
)


def engine_facts(engine: Engine) -> SqliteFacts | PostgresFacts:
    if engine.is_sqlite:
        return SqliteFacts(version=sqlite3.sqlite_version)
    with engine.read() as connection:
        return PostgresFacts(
            version=_shown(connection, "server_version"),
            synchronous_commit=_shown(connection, "synchronous_commit"),
            fsync=_shown(connection, "fsync"),
            full_page_writes=_shown(connection, "full_page_writes"),
        )


def traffic(engine: Engine) -> Traffic:
    with engine.read() as connection:
        return Traffic(
            last_beat=connection.execute(LAST_BEAT).scalar(),
            last_webhook=connection.execute(_LAST_WEBHOOK).scalar(),
            echoed=bool(connection.execute(_ECHOED).scalar()),
            routed=bool(connection.execute(_ROUTED).scalar()),
        )


def _shown(connection: Connection, name: str) -> str:
    return str(connection.execute(text(f"SHOW {name}")).scalar())
