"""What the phones show: the bubbles of each chat, their ticks, and whether somebody is typing."""

import threading
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

TYPING_MS: Final = 25_000
"""How long a typing indicator shows without an answer (Meta, "typing indicators")."""

_RANK: Final = {"": 0, "sent": 1, "delivered": 2, "read": 3}

ChatKey = tuple[str, str]
"""(phone number id, customer id)"""


@dataclass(slots=True, kw_only=True)
class Bubble:
    """`side` is customer or business; `content` has `type` and what belongs to it; `at` UTC ms."""

    revision: int
    wamid: str
    side: str
    at: int
    content: dict[str, Any]
    tick: str = ""

    def as_json(self) -> dict[str, Any]:
        head = {"wamid": self.wamid, "side": self.side, "at": self.at, "tick": self.tick}
        return head | {"revision": self.revision} | self.content


@dataclass(slots=True)
class _Chat:
    bubbles: list[Bubble] = field(default_factory=list)
    revision: int = 0
    typing_until: int = 0
    last_heard_at: int | None = None

    def next_revision(self) -> int:
        self.revision += 1
        return self.revision


class Chats:
    """A change of a bubble gives it a new revision, so that a phone asks only for news."""

    def __init__(self) -> None:
        self._chats: defaultdict[ChatKey, _Chat] = defaultdict(_Chat)
        self._where: dict[str, tuple[_Chat, Bubble]] = {}
        self._lock = threading.Lock()

    def heard(self, key: ChatKey, *, wamid: str, at: int, content: dict[str, Any]) -> None:
        with self._lock:
            chat = self._chats[key]
            chat.last_heard_at = max(at, chat.last_heard_at or 0)
            self._add(chat, wamid, "customer", at, content, "sent")

    def answered(self, key: ChatKey, *, wamid: str, at: int, content: dict[str, Any]) -> None:
        with self._lock:
            chat = self._chats[key]
            chat.typing_until = 0
            self._add(chat, wamid, "business", at, content, "")

    def tick(self, wamid: str, tick: str) -> None:
        """A tick never goes back."""
        with self._lock:
            if wamid in self._where:
                chat, bubble = self._where[wamid]
                self._advance(chat, bubble, tick)

    def read_upto(self, wamid: str, *, typing_until: int | None) -> bool:
        """Marks this and the customer's earlier messages read; False for an unknown id."""
        with self._lock:
            if wamid not in self._where or self._where[wamid][1].side != "customer":
                return False
            chat, last = self._where[wamid]
            for bubble in chat.bubbles[: chat.bubbles.index(last) + 1]:
                if bubble.side == "customer":
                    self._advance(chat, bubble, "read")
            chat.typing_until = typing_until or chat.typing_until
            return True

    def last_heard_at(self, key: ChatKey) -> int | None:
        with self._lock:
            return self._chats[key].last_heard_at

    def shown(self, key: ChatKey, *, after: int, now: int) -> dict[str, Any]:
        """`messages` changed since revision `after`, in the order of the chat."""
        with self._lock:
            chat = self._chats[key]
            news = [bubble.as_json() for bubble in chat.bubbles if bubble.revision > after]
            typing = now < chat.typing_until
            return {"revision": chat.revision, "typing": typing, "messages": news}

    def _add(
        self, chat: _Chat, wamid: str, side: str, at: int, content: dict[str, Any], tick: str
    ) -> None:
        bubble = Bubble(
            revision=chat.next_revision(),
            wamid=wamid,
            side=side,
            at=at,
            content=content,
            tick=tick,
        )
        chat.bubbles.append(bubble)
        self._where[wamid] = (chat, bubble)

    def _advance(self, chat: _Chat, bubble: Bubble, tick: str) -> None:
        if _RANK[tick] > _RANK[bubble.tick]:
            bubble.tick = tick
            bubble.revision = chat.next_revision()
