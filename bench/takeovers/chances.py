"""What can happen to a conversation, and how often it does."""

from collections.abc import Mapping
from typing import Final

ACTS: Final[Mapping[str, int]] = {
    "customer_writes": 20,
    "customer_taps": 4,
    "time_passes": 14,
    "turn_begins": 40,
    "turn_goes_on": 30,
    "attempt_begins": 30,
    "attempt_goes_on": 24,
    "agent_takes": 8,
    "agent_replies": 6,
    "agent_gives_back": 12,
    "agent_resolves": 3,
    "agent_passes_on": 3,
    "agent_sits_down": 1,
    "phone_app_echoes": 2,
    "stands_by": 1,
    "handed_to_us": 6,
    "handed_away": 1,
    "paused": 1,
    "unpaused": 20,
    "worker_dies": 2,
    "chores": 5,
}
"""What can happen, and how often."""
MEANWHILE: Final = (
    "customer_writes", "agent_takes", "agent_gives_back", "phone_app_echoes", "time_passes",
    "turn_begins", "agent_resolves", "agent_passes_on", "customer_taps",
)  # fmt: skip
