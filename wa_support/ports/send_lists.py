"""What lists of customers need kept. Times are UTC milliseconds."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from wa_support.domain.send_lists import ListRow, RowOutcome, RowState, SendList
from wa_support.domain.sends import Send


class SendLists(Protocol):
    def get(self, id: str) -> SendList | None: ...
    def add(self, send_list: SendList) -> None: ...
    def save(self, send_list: SendList) -> None:
        """Its state, reason and end."""

    def all(self) -> Sequence[SendList]:
        """The newest first."""

    def going(self) -> Sequence[SendList]:
        """Sending or waiting, the oldest first."""

    def add_rows(self, list_id: str, rows: Iterable[ListRow]) -> None:
        """Those that are there already stay as they are."""

    def next_open(self, list_id: str, most: int) -> Iterator[ListRow]:
        """In the order of the file."""

    def settle(
        self, list_id: str, n: int, state: RowState, *, send_id: str | None, reason: str | None
    ) -> None: ...
    def on_the_way(self, list_id: str) -> int:
        """Sends of the list that are ready or wait."""

    def still_open(self, list_id: str) -> int:
        """Rows that are not settled."""

    def sent_to(self, conversation_id: str, name: str, *, since: int) -> Sequence[Send]:
        """From lists and by hand, planned since then or still to go: those of this template that
        arrived, or may have, or may yet."""

    def outcomes(self, list_id: str) -> Sequence[RowOutcome]: ...


class SendListsTx(Protocol):
    """The part of a transaction that these are."""

    send_lists: SendLists
