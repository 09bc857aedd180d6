"""What the seat asks of the desk. Every change goes through here; pages write nothing."""

from typing import Protocol


class DeskActions(Protocol):
    """Raises `domain.errors.NotAllowed`, with a plain sentence, when the state forbids it."""

    def take(self, conversation_id: str, *, agent: str) -> bool:
        """The conversation is the agent's; True when no bot attempt is in flight any more."""

    def settled(self, conversation_id: str) -> bool:
        """True when no bot attempt is in flight."""

    def reply(self, conversation_id: str, *, agent: str, text: str, key: str) -> None:
        """Sends once however often it is called with the same `key`."""

    def give_back(self, conversation_id: str, *, agent: str) -> None: ...
    def resolve(self, conversation_id: str, *, agent: str) -> None: ...
    def seen(self, *, agent: str) -> None: ...
