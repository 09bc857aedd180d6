"""What the database knows of who may speak, beyond the owner on the conversation's row."""

from collections.abc import Sequence
from typing import Protocol

from wa_support.domain.pauses import Pause


class Pauses(Protocol):
    def add(self, pause: Pause) -> None: ...
    def of(self, customer_id: str, now: int) -> Pause | None:
        """Of those that hold now the one that lasts longest."""

    def told(self, customer_id: str, now: int) -> None:
        """The customer knows, whichever of their pauses it was."""

    def end(self, customer_id: str, *, now: int) -> bool:
        """All of them; False when none held."""


class Silences(Protocol):
    def after_an_agent(self, before: int) -> Sequence[str]:
        """Ids of conversations that agents have, whose last word was theirs, arrived, and older
        than `before`."""


class OwnershipTx(Protocol):
    pauses: Pauses
    silences: Silences
