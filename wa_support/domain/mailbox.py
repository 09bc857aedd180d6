"""Where e-mail is handed in, and between whom it goes."""

from dataclasses import dataclass, field
from typing import Final

_ON_THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """`tls`: from the first byte; else it is asked for (STARTTLS), and required of every server but
    one on this machine."""

    host: str
    port: int
    tls: bool
    to: tuple[str, ...]
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @property
    def local(self) -> bool:
        return self.host in _ON_THIS_MACHINE
