"""An answer that is held because the window closed, and the template that tells of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """Open until the customer writes, or the template comes to nothing. Times are UTC
    milliseconds."""

    held_send_id: str
    conversation_id: str
    template_send_id: str
    at: int
