"""Accounts: logins sealed and found by keyed hash, password hashes sealed."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, bindparam, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from wa_support.domain.accounts import Account, NotGranted, Refusal, Role, folded
from wa_support.storage.cipher import Cipher
from wa_support.storage.schema_people import accounts
from wa_support.storage.sealed_columns import open_maybe, seal_maybe

_row = accounts.c
_PRESENT_ONLY: Final = text("accounts.removed_at IS NULL")
_ADD: Final = insert(accounts)
_CHANGE: Final = update(accounts).where(_row.id == bindparam("this"))
_BY_ID: Final = select(accounts).where(_row.id == bindparam("this"))
_BY_NAME: Final = select(accounts).where(_row.folded_name == bindparam("this"))
_BY_LOGIN: Final = select(accounts).where(_row.login_hash == bindparam("this"))
_PRESENT: Final = select(accounts).where(_PRESENT_ONLY).order_by(_row.folded_name)
_ADMINS: Final = select(accounts).where(_PRESENT_ONLY, _row.role == Role.ADMIN).order_by(_row.id)
_ADMINS_LOCKED: Final = _ADMINS.with_for_update()
_PASSWORD: Final = select(_row.password).where(_row.id == bindparam("this"))


class SqlAccounts:
    def __init__(self, connection: Connection, cipher: Cipher, *, locks: bool) -> None:
        self._connection = connection
        self._cipher = cipher
        self._locks = locks

    def add(self, account: Account) -> None:
        self._free(account)
        try:
            self._connection.execute(_ADD, {"id": account.id, **self._columns(account)})
        except IntegrityError:
            raise NotGranted(Refusal.NAME_TAKEN) from None

    def save(self, account: Account) -> None:
        self._free(account)
        try:
            self._connection.execute(_CHANGE, {"this": account.id, **self._columns(account)})
        except IntegrityError:
            raise NotGranted(Refusal.NAME_TAKEN) from None

    def get(self, id: str) -> Account | None:
        return self._one(_BY_ID, id)

    def by_name(self, name: str) -> Account | None:
        return self._one(_BY_NAME, folded(name))

    def by_login(self, login: str) -> Account | None:
        return self._one(_BY_LOGIN, self._login_hash(login))

    def present(self) -> Sequence[Account]:
        return [self._account(row) for row in self._connection.execute(_PRESENT)]

    def admins(self) -> Sequence[Account]:
        found = self._connection.execute(_ADMINS_LOCKED if self._locks else _ADMINS)
        return [self._account(row) for row in found]

    def password_of(self, id: str) -> str | None:
        sealed = self._connection.execute(_PASSWORD, {"this": id}).scalar()
        return open_maybe(self._cipher, sealed)

    def set_password(self, id: str, hashed: str | None) -> None:
        sealed = seal_maybe(self._cipher, hashed)
        self._connection.execute(_CHANGE, {"this": id, "password": sealed})

    def _free(self, account: Account) -> None:
        """What two say at the same moment is stopped by the indexes."""
        for found, refusal in (
            (self.by_name(account.name), Refusal.NAME_TAKEN),
            (self.by_login(account.login), Refusal.LOGIN_TAKEN),
        ):
            if found is not None and found.id != account.id:
                raise NotGranted(refusal)

    def _one(self, statement: Select[Any], this: str | bytes) -> Account | None:
        row = self._connection.execute(statement, {"this": this}).first()
        return None if row is None else self._account(row)

    def _login_hash(self, login: str) -> bytes:
        return self._cipher.keyed_hash(f"login:{login}")

    def _columns(self, account: Account) -> dict[str, Any]:
        return {
            "name": account.name,
            "folded_name": folded(account.name),
            "role": account.role,
            "languages": " ".join(account.languages),
            "purposes": " ".join(account.purposes),
            "login": self._cipher.seal_text(account.login),
            "login_hash": self._login_hash(account.login),
            "capacity": account.capacity,
            "created_at": account.created_at,
            "removed_at": account.removed_at,
        }

    def _account(self, row: Row[Any]) -> Account:
        return Account(
            id=row.id,
            name=row.name,
            login=self._cipher.open_text(row.login),
            role=Role(row.role),
            created_at=row.created_at,
            languages=tuple(row.languages.split()),
            purposes=tuple(row.purposes.split()),
            capacity=row.capacity,
            removed_at=row.removed_at,
            has_password=row.password is not None,
        )
