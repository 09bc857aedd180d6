"""Who may use the console, and as what. Times are UTC milliseconds."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from wa_support.domain.errors import NotAllowed

CAPACITY: Final = 8
MOST_AT_ONCE: Final = 99
PASSWORD_LENGTH: Final = 10
_LONGEST_PASSWORD: Final = 200
_LONGEST_NAME: Final = 40
_OTHER_ACTORS: Final = frozenset({"bot", "meta", "customer", "notice", "person", "phone_app"})
"""Who else stands in the audit log and beside bubbles."""
_FILLERS: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u3164\uffa0") | {
    chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
}
_ADDRESS: Final = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}")


class Role(StrEnum):
    """What each may do is told by `web.console.permissions`; an admin may do everything."""

    VIEWER = "viewer"
    AGENT = "agent"
    OPS = "ops"
    APPROVER = "approver"
    ENGINEER = "engineer"
    ADMIN = "admin"


ADMINS: Final = frozenset({Role.ADMIN})
ANSWERING: Final = ADMINS | {Role.AGENT}
"""Who may take conversations and write to customers."""
ENGINEERS: Final = ADMINS | {Role.ENGINEER, Role.OPS}
"""Who may decide about what is stuck."""
AUTHORS: Final = ADMINS | {Role.OPS}
"""Who may put templates up, and send them."""
APPROVERS: Final = ADMINS | {Role.APPROVER}


class Refusal(StrEnum):
    NAME_EMPTY = "name_empty"
    NAME_LONG = "name_long"
    NAME_SIGNS = "name_signs"
    NAME_TAKEN = "name_taken"
    LOGIN_SHAPE = "login_shape"
    LOGIN_TAKEN = "login_taken"
    PASSWORD_SHORT = "password_short"  # noqa: S105 - a code
    PASSWORD_LONG = "password_long"  # noqa: S105
    PASSWORD_IS_LOGIN = "password_is_login"  # noqa: S105
    CAPACITY = "capacity"
    LANGUAGE = "language"
    PURPOSE = "purpose"
    ROLE = "role"
    LAST_ADMIN = "last_admin"
    NO_ACCOUNT = "no_account"
    LINK_SPENT = "link_spent"
    NOT_THE_PASSWORD = "not_the_password"  # noqa: S105
    TOO_MANY_TRIES = "too_many_tries"


SAID: Final = {
    Refusal.NAME_EMPTY: "A name is needed: customers see it.",
    Refusal.NAME_LONG: f"A name has at most {_LONGEST_NAME} characters.",
    Refusal.NAME_SIGNS: "A name cannot hold invisible signs, or be the word for who else speaks.",
    Refusal.NAME_TAKEN: "Somebody has, or had, that name; what was said under it stays theirs.",
    Refusal.LOGIN_SHAPE: "The login is an e-mail address, such as minji@shop.example.",
    Refusal.LOGIN_TAKEN: "Somebody signs in with that address already.",
    Refusal.PASSWORD_SHORT: f"A password has at least {PASSWORD_LENGTH} characters.",
    Refusal.PASSWORD_LONG: f"A password has at most {_LONGEST_PASSWORD} characters.",
    Refusal.PASSWORD_IS_LOGIN: "The password cannot be the login or the name.",
    Refusal.CAPACITY: f"Between 0 and {MOST_AT_ONCE} conversations at once.",
    Refusal.LANGUAGE: "A language is a code such as ko or en.",
    Refusal.PURPOSE: "The policy has no such purpose.",
    Refusal.ROLE: f"A role is one of {', '.join(Role)}.",
    Refusal.LAST_ADMIN: "The last admin stays an admin: make another one first.",
    Refusal.NO_ACCOUNT: "There is no such account.",
    Refusal.LINK_SPENT: "This link was used, replaced or has run out; an admin makes a new one.",
    Refusal.NOT_THE_PASSWORD: "The login or the password is not right.",
    Refusal.TOO_MANY_TRIES: "Too many tries; wait a little.",
}


class NotGranted(NotAllowed):
    """`wait_ms`: how long until another try counts."""

    def __init__(self, refusal: Refusal, *, wait_ms: int = 0) -> None:
        super().__init__(SAID[refusal])
        self.refusal = refusal
        self.wait_ms = wait_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """`name` is unique, what customers see, and `agent` wherever somebody acts. `login` is an
    e-mail address. `languages` and `purposes` are what they answer; empty: all. `capacity` is how
    many conversations at once."""

    id: str
    name: str
    login: str = field(repr=False)
    role: Role
    created_at: int
    languages: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    capacity: int = CAPACITY
    removed_at: int | None = None
    has_password: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.capacity <= MOST_AT_ONCE:
            raise NotGranted(Refusal.CAPACITY)
        if not all(re.fullmatch(r"[a-z]{2,3}", code) for code in self.languages):
            raise NotGranted(Refusal.LANGUAGE)


def proper_name(text: str) -> str:
    """Raises `NotGranted`."""
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if not name:
        raise NotGranted(Refusal.NAME_EMPTY)
    if len(name) > _LONGEST_NAME:
        raise NotGranted(Refusal.NAME_LONG)
    hidden = any(unicodedata.category(sign)[0] == "C" for sign in name)
    if hidden or folded(name) in _OTHER_ACTORS:
        raise NotGranted(Refusal.NAME_SIGNS)
    return name


def folded(name: str) -> str:
    """The same for names that a reader would take for one another: what nobody sees is no part of
    them."""
    seen = (sign for sign in unicodedata.normalize("NFKC", name) if not _unseen(sign))
    return "".join("".join(seen).casefold().split())


def _unseen(sign: str) -> bool:
    """Among them fillers and selectors, which Unicode counts as letters and marks."""
    return sign in _FILLERS or (unicodedata.category(sign) in {"Cc", "Cf"} and not sign.isspace())


def typed_login(text: str) -> str:
    """As addresses are compared: without spaces around, in small letters."""
    return text.strip().lower()


def proper_login(text: str) -> str:
    """Raises `NotGranted`."""
    login = typed_login(text)
    if len(login) > 254 or not _ADDRESS.fullmatch(login):
        raise NotGranted(Refusal.LOGIN_SHAPE)
    return login


def proper_role(text: str) -> Role:
    """Raises `NotGranted`."""
    try:
        return Role(text)
    except ValueError:
        raise NotGranted(Refusal.ROLE) from None


def check_password(password: str, account: Account) -> None:
    """Raises `NotGranted`."""
    if len(password) < PASSWORD_LENGTH:
        raise NotGranted(Refusal.PASSWORD_SHORT)
    if len(password) > _LONGEST_PASSWORD:
        raise NotGranted(Refusal.PASSWORD_LONG)
    if typed_login(password) in {account.login, account.name.lower()}:
        raise NotGranted(Refusal.PASSWORD_IS_LOGIN)


def last_admin(account: Account, admins: Iterable[Account]) -> bool:
    """True when nobody else could do what only an admin may."""
    return account.role is Role.ADMIN and all(other.id == account.id for other in admins)
