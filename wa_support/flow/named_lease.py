"""What only one process at a time may do, whichever it is."""

from dataclasses import dataclass
from typing import Final

from wa_support.ports.database import Database
from wa_support.ports.outside import Clock

_LEASE_MS: Final = 45_000
_RENEW_MS: Final = 30_000


@dataclass(slots=True, kw_only=True)
class NamedLease:
    name: str
    database: Database
    clock: Clock
    holder: str
    _until: int = 0

    def held(self) -> bool:
        """Takes it when it is free; writes only when a third of its time has passed."""
        now = self.clock.now()
        if now < self._until - _RENEW_MS:
            return True
        until = now + _LEASE_MS
        mine = self.database.lease_named(self.name, holder=self.holder, now=now, until=until)
        self._until = until if mine else 0
        return mine
