"""Who may use the console: people come, change what they do, and leave."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wa_support.domain.accounts import (
    ANSWERING,
    CAPACITY,
    Account,
    NotGranted,
    Refusal,
    Role,
    folded,
    last_admin,
    proper_login,
    proper_name,
)
from wa_support.domain.conversations import Owner
from wa_support.domain.errors import NotAllowed
from wa_support.domain.people import AuditRecord
from wa_support.domain.sign_in import LINK_MS
from wa_support.flow.agent_acts import AgentActs
from wa_support.flow.policy_book import PolicyBook
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock, Ids

_ALL = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Methods raise `domain.accounts.NotGranted`, and then nothing has changed. `by` is who does
    it; `tokens()` gives one that nobody can guess."""

    database: Database
    clock: Clock
    ids: Ids
    book: PolicyBook
    tokens: Callable[[], str]

    def everybody(self) -> Sequence[Account]:
        with self.database.read() as tx:
            return tx.accounts.present()

    def get(self, account_id: str) -> Account | None:
        with self.database.read() as tx:
            return _present(tx.accounts.get(account_id))

    def named(self, name: str) -> Account | None:
        """By the name that customers see, or by the address they sign in with."""
        with self.database.read() as tx:
            by_name = _present(tx.accounts.by_name(name))
            return by_name or _present(tx.accounts.by_login(folded(name)))

    def acting(self, said: str, *, roles: Collection[Role]) -> str:
        """The name of the account that somebody says they are, where nobody has signed in. Before
        the first account is made, what was said is believed. Raises `NotAllowed`."""
        everybody, account = self.everybody(), self.named(said)
        if not everybody:
            return proper_name(said)
        if account is not None and account.role in roles:
            return account.name
        named = f"{account.name} ({account.role}) may not" if account else None
        others = ", ".join(f"{one.name} ({one.role})" for one in everybody if one.role in roles)
        who_may = f"{others} may" if others else "nobody may yet: wa-support people add"
        raise NotAllowed(f"{named or f'{said}: no such account'}; {who_may}")

    def add(
        self,
        *,
        name: str,
        login: str,
        role: Role,
        by: str,
        languages: Sequence[str] = (),
        purposes: Sequence[str] = (),
        capacity: int = CAPACITY,
    ) -> tuple[Account, str]:
        """The account and the token of the link that sets its password. Somebody who had left and
        comes back with the same login is the same account again."""
        now = self.clock.now()
        account = Account(
            id=self.ids.new("acc"),
            name=proper_name(name),
            login=proper_login(login),
            role=role,
            created_at=now,
            languages=tuple(languages),
            purposes=tuple(purposes),
            capacity=capacity,
        )
        with self.database.write() as tx:
            self._known_purposes(tx, account)
            account = _come(tx, account)
            self._note(tx, "person_added", account, by, {"role": account.role})
            return account, self._link(tx, account, now)

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
        """Counts from the next request of whoever is signed in."""
        with self.database.write() as tx:
            before = self._to_change(tx, account_id, keeps_admin=role is Role.ADMIN)
            after = replace(
                before,
                role=role,
                languages=tuple(languages),
                purposes=tuple(purposes),
                capacity=capacity,
            )
            if after == before:
                return
            self._known_purposes(tx, after)
            tx.accounts.save(after)
            if role not in ANSWERING:
                self._pass_on_all(tx, after, by)
            self._note(tx, "person_changed", after, by, {"from": before.role, "to": role})

    def remove(self, account_id: str, *, by: str) -> None:
        """Ends their sessions; their conversations go back to the queue."""
        now = self.clock.now()
        with self.database.write() as tx:
            account = self._to_change(tx, account_id, keeps_admin=False)
            tx.accounts.save(replace(account, removed_at=now))
            tx.accounts.set_password(account.id, None)
            tx.entries.spend_links_of(account.id)
            tx.entries.end_sessions_of(account.id)
            self._pass_on_all(tx, account, by)
            self._note(tx, "person_removed", account, by, {"role": account.role})

    def new_link(self, account_id: str, *, by: str) -> str:
        """Its token; the password that is there holds until the link is used."""
        now = self.clock.now()
        with self.database.write() as tx:
            account = _present(tx.accounts.get(account_id))
            if account is None:
                raise NotGranted(Refusal.NO_ACCOUNT)
            self._note(tx, "link_made", account, by, {})
            return self._link(tx, account, now)

    def _to_change(self, tx: Tx, account_id: str, *, keeps_admin: bool) -> Account:
        admins = tx.accounts.admins()
        account = _present(tx.accounts.get(account_id))
        if account is None:
            raise NotGranted(Refusal.NO_ACCOUNT)
        if not keeps_admin and last_admin(account, admins):
            raise NotGranted(Refusal.LAST_ADMIN)
        return account

    def _known_purposes(self, tx: Tx, account: Account) -> None:
        if not account.purposes:
            return
        known = {purpose.name for purpose in self.book.current(tx).policy.purposes}
        if not known.issuperset(account.purposes):
            raise NotGranted(Refusal.PURPOSE)

    def _pass_on_all(self, tx: Tx, account: Account, by: str) -> None:
        held = tx.desk.conversations(owner=Owner.AGENT, limit=_ALL)
        theirs = [one.conversation.id for one in held if one.conversation.agent == account.name]
        if not theirs:
            return
        acts = AgentActs(tx=tx, ids=self.ids, book=self.book, agent=by, now=self.clock.now())
        for conversation_id in sorted(theirs):
            conversation = tx.conversations.get(conversation_id)
            if conversation.agent == account.name:
                acts.to_the_queue(conversation)

    def _link(self, tx: Tx, account: Account, now: int) -> str:
        token = self.tokens()
        tx.entries.keep_link(token, account_id=account.id, until=now + LINK_MS)
        return token

    def _note(self, tx: Tx, action: str, account: Account, by: str, more: dict[str, Any]) -> None:
        tx.audit.add(
            AuditRecord(
                at=self.clock.now(),
                actor=by,
                action=action,
                subject=account.id,
                detail={"name": account.name, **more},
            )
        )


def _present(account: Account | None) -> Account | None:
    return None if account is None or account.removed_at is not None else account


def _come(tx: Tx, account: Account) -> Account:
    left = tx.accounts.by_login(account.login)
    if left is None or left.removed_at is None:
        tx.accounts.add(account)
        return account
    back = replace(account, id=left.id)
    tx.accounts.save(back)
    tx.accounts.set_password(back.id, None)
    return back
