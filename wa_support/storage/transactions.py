"""What both databases offer, so that everything above them is written once."""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager

from sqlalchemy import Connection


class Engine(ABC):
    """Thread-safe. Every method raises `DatabaseUnavailable` for what a person can put right."""

    is_sqlite: bool

    @abstractmethod
    def write(self) -> AbstractContextManager[Connection]:
        """Nothing slow inside it; on SQLite nobody else can write meanwhile."""

    def write_unsynced(self) -> AbstractContextManager[Connection]:
        """As `write()`, but SQLite does not wait for the disk: only a power cut undoes it, together
        with all that came after. For what nothing outside this database follows from yet."""
        return self.write()

    @abstractmethod
    def read(self) -> AbstractContextManager[Connection]: ...

    @abstractmethod
    def alone(self) -> AbstractContextManager[Connection]:
        """A `write()` that no other process shares, for changing the schema."""

    @abstractmethod
    def erase_checkpoint(self) -> None:
        """After an erasure: leaves no copy of the erased rows in side files of the database."""

    @abstractmethod
    def cut(self) -> None:
        """Ends every call that is under way, and every connection, where that is possible."""

    @abstractmethod
    def close(self) -> None: ...
