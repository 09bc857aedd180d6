"""Password hashes: argon2id (RFC 9106) at OWASP's lowest cost, for small machines.

https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html: 19 MiB, two
passes, one lane.
"""

from functools import cached_property
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from argon2 import PasswordHasher

_AT_ONCE: Final = 2
"""Each takes 19 MiB: many who sign in at once wait rather than fill the memory."""


class Argon2:
    """Implements `ports.accounts.Passwords`. Thread-safe. Loads its library at the first use."""

    def __init__(self) -> None:
        self._room = BoundedSemaphore(_AT_ONCE)

    def hash(self, password: str) -> str:
        with self._room:
            return self._hasher.hash(password.encode("utf-8", "surrogatepass"))

    def fits(self, hashed: str | None, password: str) -> bool:
        from argon2.exceptions import InvalidHashError, VerificationError

        nobodys = self._nobodys
        try:
            with self._room:
                self._hasher.verify(hashed or nobodys, password.encode("utf-8", "surrogatepass"))
        except (VerificationError, InvalidHashError):
            return False
        return hashed is not None

    @cached_property
    def _hasher(self) -> "PasswordHasher":
        from argon2 import PasswordHasher

        return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

    @cached_property
    def _nobodys(self) -> str:
        return self.hash("nobody has this password")
