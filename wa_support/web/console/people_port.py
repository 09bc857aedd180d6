"""What pages ask of accounts, and of things that are stuck. Every change goes through here."""

from collections.abc import Sequence
from typing import Protocol

from wa_support.domain.accounts import Account, Role
from wa_support.domain.views import DeadLetter
from wa_support.ports.records import GivenUp


class SignInActions(Protocol):
    """Raises `domain.accounts.NotGranted`. Tokens of sessions stand in cookies, nowhere else."""

    def sign_in(self, *, login: str, password: str, address: str) -> str:
        """The token of a new session."""

    def signed_in(self, token: str) -> Account | None:
        """Whose session it is, as the account is now."""

    def sign_out(self, token: str) -> None: ...
    def whose_link(self, link: str) -> Account | None:
        """The link still opens afterwards."""

    def set_password(self, *, link: str, password: str, address: str) -> str:
        """Uses the link up; the token of a new session."""


class PeopleActions(Protocol):
    """Raises `domain.accounts.NotGranted`; `by` is the name of who does it."""

    def everybody(self) -> Sequence[Account]: ...
    def get(self, account_id: str) -> Account | None: ...
    def add(
        self,
        *,
        name: str,
        login: str,
        role: Role,
        by: str,
        languages: Sequence[str],
        purposes: Sequence[str],
        capacity: int,
    ) -> tuple[Account, str]:
        """With the token of the link that sets the password."""

    def change(
        self,
        account_id: str,
        *,
        role: Role,
        languages: Sequence[str],
        purposes: Sequence[str],
        capacity: int,
        by: str,
    ) -> None: ...
    def remove(self, account_id: str, *, by: str) -> None: ...
    def new_link(self, account_id: str, *, by: str) -> str:
        """Its token."""


class StuckActions(Protocol):
    """Raises `domain.errors.NotAllowed`."""

    def dead_letters(self) -> Sequence[DeadLetter]: ...
    def redrive(self, letter: str, *, by: str) -> None: ...
    def records(self) -> Sequence[GivenUp]: ...
    def tell_again(self, key: str, *, by: str) -> None: ...


class HeldActions(Protocol):
    """Raises `domain.errors.WaSupportError`."""

    def may_double(self, send_id: str) -> bool: ...
    def release(self, send_id: str, *, by: str) -> None: ...
    def drop(self, send_id: str, *, by: str, reason: str) -> None: ...
