"""Files at the desk: what an agent sends, and opening what was kept."""

from dataclasses import dataclass
from typing import Final

from wa_support.domain.content import MediaKind
from wa_support.domain.conversations import Conversation
from wa_support.domain.delivery import SendState
from wa_support.domain.desk import Attachment
from wa_support.domain.errors import NotAllowed
from wa_support.domain.file_names import safe_name
from wa_support.domain.file_types import sniffed
from wa_support.domain.outbound import CAPTION_LIMIT, OutMedia, OutText
from wa_support.domain.outgoing_files import outgoing_kind
from wa_support.flow.agent_acts import AgentActs, acting
from wa_support.flow.policy_book import PolicyBook
from wa_support.flow.refusals import NO_ROOM, NOT_STORED, TOO_LONG
from wa_support.ports.database import Database
from wa_support.ports.files import MediaFiles, OutgoingFile
from wa_support.ports.outside import Clock, Ids

_LONGEST: Final = CAPTION_LIMIT - 100
"""What is left for the agent's words beside the sentence that says who they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sealed:
    """A file that WhatsApp takes, sealed at `path`."""

    path: str
    size: int
    kind: MediaKind
    media_type: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskFiles:
    """Implements the console's `FileActions`."""

    database: Database
    clock: Clock
    ids: Ids
    book: PolicyBook
    files: MediaFiles

    def send_file(
        self, conversation_id: str, *, agent: str, data: bytes, name: str, caption: str, key: str
    ) -> None:
        """`key` names one composer, as in `Desk.reply`. The file is sealed here first; the message
        goes out once WhatsApp has the file, and never twice."""
        words = caption.strip()
        if len(words) > _LONGEST:
            raise NotAllowed(TOO_LONG.format(limit=_LONGEST))
        media_type = sniffed(data)
        kind = outgoing_kind(media_type, len(data))
        self._require_sendable(conversation_id, agent, len(data))
        sealed = _Sealed(
            path=self._kept(data),
            size=len(data),
            kind=kind,
            media_type=media_type,
            name=safe_name(name, media_type),
        )
        sent = False
        try:
            with acting(self, agent) as acts:
                conversation = acts.tx.conversations.get(conversation_id)
                acts.may_reply(conversation)
                sent = self._send(acts, conversation, sealed, words, key)
        finally:
            if not sent:
                self.files.drop(sealed.path)

    def open(self, attachment: Attachment) -> bytes | None:
        with self.database.read() as tx:
            path = tx.media.path_of(attachment.id)
        return None if path is None else self.files.read(path)

    def _require_sendable(self, conversation_id: str, agent: str, size: int) -> None:
        """Before anything is written to the disk."""
        with acting(self, agent) as acts:
            acts.may_reply(acts.tx.conversations.get(conversation_id))
            used = acts.tx.media.bytes_kept()
        if not self.files.room(used).takes(size):
            raise NotAllowed(NO_ROOM)

    def _kept(self, data: bytes) -> str:
        try:
            return self.files.keep("outgoing", data)
        except OSError as why:
            raise NotAllowed(NOT_STORED) from why

    def _send(
        self, acts: AgentActs, conversation: Conversation, file: _Sealed, words: str, key: str
    ) -> bool:
        """False when this key has sent already. Audio has no caption: its words go before it."""
        caption = words
        if file.kind is MediaKind.AUDIO:
            caption = ""
            self._say_first(acts, conversation, words, key)
        message = OutMedia(kind=file.kind, name=file.name, body=caption)
        send = acts.send(
            conversation, message, key=key, action="agent_sent_file", state=SendState.PLANNED
        )
        if send is None:
            return False
        outgoing = OutgoingFile(
            id=self.ids.new("med"),
            send_id=send.id,
            phone_number_id=conversation.phone_number_id,
            path=file.path,
            kind=file.kind,
            media_type=file.media_type,
            name=file.name,
            size=file.size,
        )
        acts.tx.media.want_upload(outgoing, acts.now)
        return True

    def _say_first(self, acts: AgentActs, conversation: Conversation, words: str, key: str) -> None:
        handoff = acts.tx.handoffs.current(conversation.id)
        known = handoff is not None and handoff.packet.get("joined") == acts.agent
        if words or not known:
            text = OutText(body=words)
            acts.send(conversation, text, key=f"{key}:words", action="agent_replied")
