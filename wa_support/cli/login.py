"""Who is at the shell, where nobody says who they are."""

import getpass


def login_name() -> str:
    """A container's user may have no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "nameless"
