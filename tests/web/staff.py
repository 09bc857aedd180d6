"""Accounts of the console kept in memory, and things that are stuck."""
# ruff: noqa: ARG002 - the ports' own arguments

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from wa_support.domain.accounts import Account, NotGranted, Refusal, Role
from wa_support.domain.audit_log import AuditLine, AuditPage
from wa_support.domain.errors import NotAllowed
from wa_support.domain.people import AuditRecord
from wa_support.domain.views import DeadLetter
from wa_support.ports.records import GivenUp

AT = 1_796_000_000_000
PASSWORD = "open sesame"


@dataclass
class Staff:
    """Implements `SignInActions` and `PeopleActions`. Everybody's password is `PASSWORD`."""

    accounts: dict[str, Account] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    count: "itertools.count[int]" = field(default_factory=itertools.count)

    def hired(self, name: str = "민지", role: Role = Role.AGENT) -> Account:
        """The account with that name and role, made when there is none."""
        id = f"acc_{name}"  # noqa: A001
        account = Account(
            id=id, name=name, login=f"{len(self.accounts)}@shop.example", role=role,
            created_at=AT, has_password=True,
        )  # fmt: skip
        self.accounts[id] = replace(self.accounts.get(id, account), role=role)
        return self.accounts[id]

    def let_in(self, account: Account) -> str:
        token = f"session-{next(self.count)}"
        self.sessions[token] = account.id
        return token

    def sign_in(self, *, login: str, password: str, address: str) -> str:
        for account in self.everybody():
            if account.login == login and password == PASSWORD:
                return self.let_in(account)
        raise NotGranted(Refusal.NOT_THE_PASSWORD)

    def signed_in(self, token: str) -> Account | None:
        return self.get(self.sessions.get(token, ""))

    def sign_out(self, token: str) -> None:
        self.sessions.pop(token, None)

    def whose_link(self, link: str) -> Account | None:
        return self.get(self.links.get(link, ""))

    def set_password(self, *, link: str, password: str, address: str) -> str:
        return self.let_in(self.accounts[self.links.pop(link)])

    def everybody(self) -> Sequence[Account]:
        return [one for one in self.accounts.values() if one.removed_at is None]

    def get(self, account_id: str) -> Account | None:
        found = self.accounts.get(account_id)
        return None if found is None or found.removed_at else found

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
        account = replace(self.hired(name, role), login=login, capacity=capacity)
        self.accounts[account.id] = account
        return account, self.new_link(account.id, by=by)

    def change(
        self,
        account_id: str,
        *,
        role: Role,
        languages: Sequence[str],
        purposes: Sequence[str],
        capacity: int,
        by: str,
    ) -> None:
        self.accounts[account_id] = replace(
            self.accounts[account_id], role=role, languages=tuple(languages), capacity=capacity
        )

    def remove(self, account_id: str, *, by: str) -> None:
        self.accounts[account_id] = replace(self.accounts[account_id], removed_at=AT)

    def new_link(self, account_id: str, *, by: str) -> str:
        token = f"link-{next(self.count)}"
        self.links[token] = account_id
        return token


@dataclass
class Stopped:
    """Implements `StuckActions`, `HeldActions` and `AuditLog`."""

    letters: list[DeadLetter] = field(default_factory=list)
    given_up: list[GivenUp] = field(default_factory=list)
    doubles: set[str] = field(default_factory=set)
    done: list[tuple[str, str, str]] = field(default_factory=list)
    log: list[AuditRecord] = field(default_factory=list)

    def dead_letters(self) -> Sequence[DeadLetter]:
        return self.letters

    def redrive(self, letter: str, *, by: str) -> None:
        if letter not in {one.id for one in self.letters}:
            raise NotAllowed(f"{letter}: no such dead letter")
        self.done.append(("redrive", letter, by))

    def records(self) -> Sequence[GivenUp]:
        return self.given_up

    def tell_again(self, key: str, *, by: str) -> None:
        self.done.append(("tell_again", key, by))

    def may_double(self, send_id: str) -> bool:
        return send_id in self.doubles

    def release(self, send_id: str, *, by: str) -> None:
        self.done.append(("release", send_id, by))

    def drop(self, send_id: str, *, by: str, reason: str) -> None:
        self.done.append(("drop", send_id, by))

    def page(
        self,
        *,
        actor: str | None = None,
        subject: str | None = None,
        before: int | None = None,
        limit: int = 50,
    ) -> AuditPage:
        lines = [
            AuditLine(seq=number, at=record.at, record=record, position=number)
            for number, record in enumerate(self.log, 1)
            if actor in {None, record.actor} and subject in {None, record.subject}
        ]
        return AuditPage(lines=lines[::-1][:limit], before=None)
