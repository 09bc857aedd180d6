"""Who is in: passwords, one-time links, sessions that end at once, and how often one may try."""

from collections.abc import Callable
from dataclasses import dataclass

from wa_support.domain.accounts import (
    Account,
    NotGranted,
    Refusal,
    check_password,
    typed_login,
)
from wa_support.domain.people import AuditRecord
from wa_support.domain.sign_in import (
    FREE_FROM_EVERYWHERE,
    FREE_OF_ONE_ADDRESS,
    FREE_OF_ONE_LOGIN,
    SEEN_EVERY_MS,
    Session,
)
from wa_support.ports.accounts import Passwords
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """`tokens()` gives one that nobody can guess. Methods raise `domain.accounts.NotGranted`."""

    database: Database
    clock: Clock
    passwords: Passwords
    tokens: Callable[[], str]

    def sign_in(self, *, login: str, password: str, address: str) -> str:
        """The token of a new session. A login that nobody has is refused in the same words, after
        the same work, and counted the same."""
        typed = typed_login(login)
        account, hashed = self._counted(typed, address)
        if not self.passwords.fits(hashed, password) or account is None:
            raise self._refused(account)
        now, token = self.clock.now(), self.tokens()
        with self.database.write() as tx:
            self._forgiven(tx, typed, address)
            if tx.accounts.password_of(account.id) != hashed:
                raise NotGranted(Refusal.NOT_THE_PASSWORD)
            self._opened(tx, token, account, "signed_in", now)
        return token

    def signed_in(self, token: str) -> Account | None:
        """Whose session it is, as the account is now; kept alive by asking."""
        now = self.clock.now()
        with self.database.read() as tx:
            session = tx.entries.session(token)
            account = tx.accounts.get(session.account_id) if session else None
        if session is None or account is None or account.removed_at or not session.lives(now):
            return None
        if now - session.seen_at >= SEEN_EVERY_MS:
            with self.database.write() as tx:
                tx.entries.seen(token, now)
        return account

    def sign_out(self, token: str) -> None:
        account = self.signed_in(token)
        with self.database.write() as tx:
            tx.entries.end_session(token)
            if account is not None:
                tx.audit.add(_record(account, "signed_out", self.clock.now()))

    def whose_link(self, link: str) -> Account | None:
        """The link still opens afterwards."""
        with self.database.read() as tx:
            return _linked(tx, link, self.clock.now())

    def set_password(self, *, link: str, password: str, address: str) -> str:
        """Uses the link up, ends the account's other sessions, and gives the token of a new one."""
        account = self.whose_link(link)
        if account is None:
            raise NotGranted(Refusal.LINK_SPENT)
        check_password(password, account)
        hashed, token, now = self.passwords.hash(password), self.tokens(), self.clock.now()
        with self.database.write() as tx:
            account = _linked(tx, link, now)
            if account is None:
                raise NotGranted(Refusal.LINK_SPENT)
            tx.entries.spend_links_of(account.id)
            tx.accounts.set_password(account.id, hashed)
            tx.entries.end_sessions_of(account.id)
            for whose in _tries_at(account.login, address):
                tx.entries.forget_tries(whose)
            self._opened(tx, token, account, "password_set", now)
        return token

    def let_in(self, account_id: str) -> str:
        """A session without a password: for the demo, whose link is the whole secret."""
        token, now = self.tokens(), self.clock.now()
        with self.database.write() as tx:
            account = tx.accounts.get(account_id)
            if account is None:
                raise NotGranted(Refusal.NO_ACCOUNT)
            self._opened(tx, token, account, "signed_in", now)
        return token

    def _counted(self, login: str, address: str) -> tuple[Account | None, str | None]:
        """Every try is counted before the password is looked at, so that many at once do not slip
        through together."""
        now = self.clock.now()
        with self.database.write() as tx:
            tries = {whose: tx.entries.tries(whose) for whose, _ in _counted_under(login, address)}
            wait = max(
                tries[whose].wait(now, free=free) for whose, free in _counted_under(login, address)
            )
            if wait:
                raise NotGranted(Refusal.TOO_MANY_TRIES, wait_ms=wait)
            for whose, so_far in tries.items():
                tx.entries.save_tries(whose, so_far.another(now))
            account = tx.accounts.by_login(login)
            if account is None or account.removed_at is not None:
                return None, None
            return account, tx.accounts.password_of(account.id)

    def _forgiven(self, tx: Tx, login: str, address: str) -> None:
        """A right password clears its own login; it does not make room for guesses at others."""
        here = f"address:{address}"
        tx.entries.save_tries(here, tx.entries.tries(here).forgiven())
        for whose in _tries_at(login, address):
            tx.entries.forget_tries(whose)

    def _refused(self, account: Account | None) -> NotGranted:
        with self.database.write() as tx:
            subject = account.id if account else "nobody"
            tx.audit.add(
                AuditRecord(
                    at=self.clock.now(), actor="somebody", action="sign_in_refused", subject=subject
                )
            )
        return NotGranted(Refusal.NOT_THE_PASSWORD)

    def _opened(self, tx: Tx, token: str, account: Account, action: str, now: int) -> None:
        tx.entries.tidy(now)
        session = Session(account_id=account.id, created_at=now, seen_at=now)
        tx.entries.open_session(token, session)
        tx.audit.add(_record(account, action, now))


def _counted_under(login: str, address: str) -> list[tuple[str, int]]:
    """With how many are free; always locked in this order. Where nobody tells addresses apart (no
    proxy, or one that passes none on), all are one."""
    everywhere, here = _tries_at(login, address)
    return [
        (f"address:{address}", FREE_OF_ONE_ADDRESS),
        (everywhere, FREE_FROM_EVERYWHERE),
        (here, FREE_OF_ONE_LOGIN),
    ]


def _tries_at(login: str, address: str) -> tuple[str, str]:
    """From everywhere, and from this address."""
    return f"login:{login}", f"login:{login} address:{address}"


def _linked(tx: Tx, link: str, now: int) -> Account | None:
    account_id = tx.entries.link(link, now)
    account = tx.accounts.get(account_id) if account_id else None
    return None if account is None or account.removed_at else account


def _record(account: Account, action: str, now: int) -> AuditRecord:
    return AuditRecord(at=now, actor=account.name, action=action, subject=account.id)
