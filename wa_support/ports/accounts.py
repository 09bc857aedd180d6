"""Keeping accounts, and what lets a person in. Tokens are stored as hashes only."""

from collections.abc import Sequence
from typing import Protocol

from wa_support.domain.accounts import Account
from wa_support.domain.sign_in import Session, Tries


class Accounts(Protocol):
    def add(self, account: Account) -> None:
        """Without a password. Raises `domain.accounts.NotGranted` when name or login is taken."""

    def save(self, account: Account) -> None:
        """Everything but the password; raises as `add`."""

    def get(self, id: str) -> Account | None: ...
    def by_name(self, name: str) -> Account | None:
        """Removed ones too, however the name is spelt."""

    def by_login(self, login: str) -> Account | None:
        """Removed ones too."""

    def present(self) -> Sequence[Account]:
        """Those that are not removed, by name."""

    def admins(self) -> Sequence[Account]:
        """Those present; locked when the Tx writes, so that two cannot both be the last."""

    def password_of(self, id: str) -> str | None:
        """Its hash."""

    def set_password(self, id: str, hashed: str | None) -> None: ...


class Entries(Protocol):
    """Sessions, one-time links and tries."""

    def open_session(self, token: str, session: Session) -> None: ...
    def session(self, token: str) -> Session | None: ...
    def seen(self, token: str, now: int) -> None: ...
    def end_session(self, token: str) -> None: ...
    def end_sessions_of(self, account_id: str) -> None: ...
    def keep_link(self, token: str, *, account_id: str, until: int) -> None:
        """The account's only one from now on."""

    def link(self, token: str, now: int) -> str | None:
        """Whose account it opens, while it does; locked when the Tx writes."""

    def spend_links_of(self, account_id: str) -> None: ...
    def tries(self, whose: str) -> Tries:
        """`whose` is a login or an address, kept as a keyed hash; locked when the Tx writes."""

    def save_tries(self, whose: str, tries: Tries) -> None: ...
    def forget_tries(self, whose: str) -> None: ...
    def tidy(self, now: int) -> None:
        """Deletes sessions, links and tries that have run out."""


class Passwords(Protocol):
    """Slow on purpose: never inside a transaction."""

    def hash(self, password: str) -> str: ...
    def fits(self, hashed: str | None, password: str) -> bool:
        """Takes as long for None, where nobody has a password to compare with."""
