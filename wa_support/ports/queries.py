"""What pages and commands read."""

from collections.abc import Mapping, Sequence
from typing import Protocol

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
    def counts(self) -> Mapping[str, int]:
        """For metrics: dead_letters, sends_<state>, conversations_<owner>, oldest_due_at, …"""
