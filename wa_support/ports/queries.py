"""What pages and commands read."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from wa_support.domain.desk import Attachment, Case, Found, Order, Page, View, WrongMark
from wa_support.domain.policy import PolicyVersion
from wa_support.domain.views import ConversationSummary, HeldSend, TranscriptLine, TurnStory


class DeskQueries(Protocol):
    def conversations(
        self, *, owner: str | None = None, limit: int = 100
    ) -> Sequence[ConversationSummary]: ...
    def conversation(self, id: str) -> ConversationSummary | None: ...
    def transcript(self, conversation_id: str, limit: int = 200) -> Sequence[TranscriptLine]: ...
    def stories(self, conversation_id: str, limit: int = 20) -> Sequence[TurnStory]: ...
    def held(self) -> Sequence[HeldSend]: ...
    def policy(self, version: int | None = None) -> PolicyVersion | None: ...


class CaseQueries(Protocol):
    """What people keep beside conversations, and where to find them."""

    def page(
        self,
        *,
        view: View,
        agent: str,
        now: int,
        order: Order = Order.WAIT,
        tag: str | None = None,
        skip: int = 0,
        limit: int = 50,
    ) -> Page: ...
    def view_counts(self, *, agent: str, now: int) -> Mapping[View, int]:
        """How many conversations each view holds."""

    def case(self, conversation_id: str, *, now: int) -> Case: ...
    def attachments(self, message_ids: Sequence[str]) -> Mapping[str, Attachment]:
        """message id → its file."""

    def search(self, words: str, *, limit: int = 30) -> Sequence[Found]:
        """By name, phone (whole, or its last four digits), BSUID or order id; never by what was
        said. Customers without a phone or a conversation are found too."""

    def seated(self, *, now: int) -> Sequence[str]:
        """The agents on duty, by name."""

    def tags(self) -> Sequence[str]:
        """Those in use, the most frequent first."""

    def wrong_marks(self, *, limit: int = 100) -> Sequence[WrongMark]:
        """Of all conversations, the newest first."""
