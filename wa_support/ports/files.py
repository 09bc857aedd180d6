"""Files that customers sent and that agents send: their rows, and where they lie."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from wa_support.domain.content import Media, MediaKind
from wa_support.domain.media_room import MediaRoom


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedMedia:
    """A customer's file that is still to be fetched."""

    id: str
    message_id: str
    phone_number_id: str
    media: Media
    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingFile:
    """A file that WhatsApp must have before `send_id` can be sent. `path` as `MediaFiles` gave."""

    id: str
    send_id: str
    phone_number_id: str
    path: str
    kind: MediaKind
    media_type: str
    name: str
    size: int
    tries: int = 0


class MediaRows(Protocol):
    """`due` and `due_upload` give a row to one caller for the next minutes."""

    def due(self, now: int) -> WantedMedia | None: ...
    def kept(self, id: str, *, path: str, size: int, media_type: str, now: int) -> None: ...
    def again(self, id: str, *, due_at: int, reason: str) -> None: ...
    def gave_up(self, id: str, *, reason: str) -> None: ...
    def refused(self, id: str, *, reason: str) -> None: ...
    def states(self, message_ids: Sequence[str]) -> Mapping[str, str]:
        """message id → wanted, kept, failed or refused."""

    def want_upload(self, file: OutgoingFile, now: int) -> None: ...
    def due_upload(self, now: int) -> OutgoingFile | None: ...
    def uploaded(self, id: str, *, now: int) -> None: ...
    def path_of(self, id: str) -> str | None:
        """None unless it is kept."""

    def paths(self) -> frozenset[str]:
        """Of all files that rows name, whatever became of them."""

    def bytes_kept(self) -> int: ...


class MediaFiles(Protocol):
    def keep(self, id: str, content: bytes) -> str:
        """Encrypts and stores durably under the data folder; returns the path relative to it.
        Raises OSError."""

    def read(self, path: str) -> bytes | None:
        """None when it is not here, or cannot be opened."""

    def drop(self, path: str) -> None: ...
    def kept_before(self, before: int) -> Sequence[str]:
        """Paths of those on this machine that are older, unfinished ones too."""

    def room(self, used: int) -> MediaRoom:
        """With so many bytes kept already."""
