"""Who is at the shell, and who they say they are."""

import getpass
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wa_support.bootstrap.house import House
    from wa_support.domain.accounts import Role


def login_name() -> str:
    """A container's user may have no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "nameless"


def decider(opened: "House", by: str | None, roles: "Collection[Role]") -> str:
    """Whom to record: the account that `by` names, else the login name. Raises `NotAllowed`."""
    return opened.people().acting(by, roles=roles) if by else login_name()
