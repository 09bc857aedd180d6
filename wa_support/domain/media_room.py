"""How much room files may take. They are refused long before webhooks have to be."""

from dataclasses import dataclass
from typing import Final

GB: Final = 1 << 30
USUAL_GB: Final = 5
_USUAL_SHARE: Final = 0.2
_LEFT_FOR_MESSAGES: Final = GB
_NEARLY_FULL: Final = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaRoom:
    """In bytes. `free` is what the disk has left; None where that cannot be told."""

    limit: int
    used: int
    free: int | None = None

    def takes(self, size: int) -> bool:
        """Whether a file of that size may be kept: within the limit, with room left on the disk."""
        return self.used + size <= self.limit and (
            self.free is None or self.free - size >= _LEFT_FOR_MESSAGES
        )

    @property
    def nearly_full(self) -> bool:
        return self.used >= _NEARLY_FULL * self.limit or not self.takes(0)


def media_limit(chosen_gb: float | None, disk_bytes: int | None) -> int:
    """What was chosen, else 5 GB or a fifth of the disk, whichever is less."""
    if chosen_gb is not None:
        return int(chosen_gb * GB)
    share = USUAL_GB * GB if disk_bytes is None else int(_USUAL_SHARE * disk_bytes)
    return min(USUAL_GB * GB, share)
