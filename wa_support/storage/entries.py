"""What lets a person into the console: sessions, one-time links, and how often somebody tried.

A token has 256 random bits, so its bare SHA-256 tells nothing.
"""

import hashlib
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from wa_support.domain.sign_in import FORGOTTEN_MS, IDLE_MS, SESSION_MS, Session, Tries
from wa_support.storage.cipher import Cipher
from wa_support.storage.schema_people import account_links, console_sessions, sign_in_tries
from wa_support.storage.upsert import upsert

_session = console_sessions.c
_link = account_links.c
_try = sign_in_tries.c
_OPEN: Final = insert(console_sessions)
_SESSION: Final = select(console_sessions).where(_session.token_hash == bindparam("this"))
_SEEN: Final = update(console_sessions).where(_session.token_hash == bindparam("this"))
_END: Final = delete(console_sessions).where(_session.token_hash == bindparam("this"))
_END_ALL: Final = delete(console_sessions).where(_session.account_id == bindparam("whose"))
_OLD_SESSIONS: Final = delete(console_sessions).where(
    or_(_session.created_at <= bindparam("made"), _session.seen_at <= bindparam("seen"))
)
_KEEP_LINK: Final = insert(account_links)
_LINK: Final = select(account_links).where(
    _link.token_hash == bindparam("this"), _link.until > bindparam("now")
)
_LINK_LOCKED: Final = _LINK.with_for_update()
_SPEND: Final = delete(account_links).where(_link.account_id == bindparam("whose"))
_OLD_LINKS: Final = delete(account_links).where(_link.until <= bindparam("now"))
_TRIES: Final = select(sign_in_tries).where(_try.whose == bindparam("this"))
_TRIES_LOCKED: Final = _TRIES.with_for_update()
_BEGIN_TRIES: Final = upsert(sign_in_tries).on_conflict_do_nothing(index_elements=["whose"])
_SAVE_TRIES: Final = update(sign_in_tries).where(_try.whose == bindparam("this"))
_FORGET_TRIES: Final = delete(sign_in_tries).where(_try.whose == bindparam("this"))
_OLD_TRIES: Final = delete(sign_in_tries).where(_try.last_at <= bindparam("before"))


class SqlEntries:
    def __init__(self, connection: Connection, cipher: Cipher, *, locks: bool) -> None:
        self._connection = connection
        self._cipher = cipher
        self._locks = locks

    def open_session(self, token: str, session: Session) -> None:
        row = {
            "token_hash": _hash(token),
            "account_id": session.account_id,
            "created_at": session.created_at,
            "seen_at": session.seen_at,
        }
        self._connection.execute(_OPEN, row)

    def session(self, token: str) -> Session | None:
        row = self._connection.execute(_SESSION, {"this": _hash(token)}).first()
        if row is None:
            return None
        return Session(account_id=row.account_id, created_at=row.created_at, seen_at=row.seen_at)

    def seen(self, token: str, now: int) -> None:
        self._connection.execute(_SEEN, {"this": _hash(token), "seen_at": now})

    def end_session(self, token: str) -> None:
        self._connection.execute(_END, {"this": _hash(token)})

    def end_sessions_of(self, account_id: str) -> None:
        self._connection.execute(_END_ALL, {"whose": account_id})

    def keep_link(self, token: str, *, account_id: str, until: int) -> None:
        self.spend_links_of(account_id)
        row = {"token_hash": _hash(token), "account_id": account_id, "until": until}
        self._connection.execute(_KEEP_LINK, row)

    def link(self, token: str, now: int) -> str | None:
        statement = _LINK_LOCKED if self._locks else _LINK
        row = self._connection.execute(statement, {"this": _hash(token), "now": now}).first()
        return None if row is None else str(row.account_id)

    def spend_links_of(self, account_id: str) -> None:
        self._connection.execute(_SPEND, {"whose": account_id})

    def tries(self, whose: str) -> Tries:
        this = self._whose(whose)
        if self._locks:
            self._connection.execute(_BEGIN_TRIES, {"whose": this, "tried": 0, "last_at": 0})
        statement = _TRIES_LOCKED if self._locks else _TRIES
        row = self._connection.execute(statement, {"this": this}).first()
        return Tries() if row is None else Tries(count=row.tried, last_at=row.last_at)

    def save_tries(self, whose: str, tries: Tries) -> None:
        change = {"this": self._whose(whose), "tried": tries.count, "last_at": tries.last_at}
        self._connection.execute(_SAVE_TRIES, change)

    def forget_tries(self, whose: str) -> None:
        self._connection.execute(_FORGET_TRIES, {"this": self._whose(whose)})

    def tidy(self, now: int) -> None:
        self._connection.execute(_OLD_SESSIONS, {"made": now - SESSION_MS, "seen": now - IDLE_MS})
        self._connection.execute(_OLD_LINKS, {"now": now})
        self._connection.execute(_OLD_TRIES, {"before": now - FORGOTTEN_MS})

    def _whose(self, whose: str) -> bytes:
        return self._cipher.keyed_hash(f"tries:{whose}")


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
