"""Files at the desk: what an agent sends, and opening what was kept."""

from dataclasses import dataclass
from typing import Final

from wa_support.domain.content import MediaKind
from wa_support.domain.conversations import Conversation
from wa_support.domain.delivery import Author, SendState
from wa_support.domain.desk import Attachment
from wa_support.domain.errors import NotAllowed
from wa_support.domain.file_names import safe_name
from wa_support.domain.file_types import sniffed
from wa_support.domain.outbound import CAPTION_LIMIT, Outbound, OutMedia, OutText
from wa_support.domain.outgoing_files import outgoing_kind
from wa_support.domain.people import AuditRecord
from wa_support.domain.sends import Send
from wa_support.flow.joining import joining_of, require_own
from wa_support.flow.policy_book import PolicyBook
from wa_support.ports.database import Database, Tx
from wa_support.ports.files import MediaFiles, OutgoingFile
from wa_support.ports.outside import Clock, Ids

_KEPT_FOR_GREETING: Final = 124


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offered:
    """A file that WhatsApp takes, already sealed at `path`."""

    path: str
    size: int
    kind: MediaKind
    media_type: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskFiles:
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
        if len(words) > CAPTION_LIMIT - _KEPT_FOR_GREETING:
            most = CAPTION_LIMIT - _KEPT_FOR_GREETING
            raise NotAllowed(f"At most {most} characters fit below a file.")
        self._require_sendable(conversation_id, agent, len(data))
        offered = self._kept(data, name)
        sent = False
        try:
            with self.database.write() as tx:
                conversation = tx.conversations.get(conversation_id)
                require_own(conversation, agent, self.clock.now())
                sent = self._send(tx, conversation, offered, agent=agent, words=words, key=key)
        finally:
            if not sent:
                self.files.drop(offered.path)

    def open(self, attachment: Attachment) -> bytes | None:
        with self.database.read() as tx:
            path = tx.media.path_of(attachment.id)
        return None if path is None else self.files.read(path)

    def _require_sendable(self, conversation_id: str, agent: str, size: int) -> None:
        with self.database.read() as tx:
            require_own(tx.conversations.get(conversation_id), agent, self.clock.now())
            used = tx.media.bytes_kept()
        if not self.files.room(used).takes(size):
            raise NotAllowed("There is no room for files any more; tell the people who run this.")

    def _kept(self, data: bytes, name: str) -> _Offered:
        media_type = sniffed(data)
        kind = outgoing_kind(media_type, len(data))
        try:
            path = self.files.keep("outgoing", data)
        except OSError as why:
            raise NotAllowed("The file could not be stored here.") from why
        return _Offered(
            path=path,
            size=len(data),
            kind=kind,
            media_type=media_type,
            name=safe_name(name, media_type),
        )

    def _send(
        self,
        tx: Tx,
        conversation: Conversation,
        file: _Offered,
        *,
        agent: str,
        words: str,
        key: str,
    ) -> bool:
        """False when this key has sent already."""
        now = self.clock.now()
        joining = joining_of(tx, self.book.current(tx), conversation, agent=agent, now=now)
        said = joining.greeted(words)
        audio = file.kind is MediaKind.AUDIO
        message = OutMedia(kind=file.kind, name=file.name, body="" if audio else said)
        if audio and said:
            words_first = self._of(conversation, OutText(body=said), agent, f"{key}:words", now)
            tx.sends.add(words_first)
        send = self._of(conversation, message, agent, key, now, state=SendState.PLANNED)
        if not tx.sends.add(send):
            return False
        tx.media.want_upload(self._outgoing(file, send, conversation), now)
        joining.note(tx)
        tx.audit.add(
            AuditRecord(at=now, actor=agent, action="agent_sent_file", subject=conversation.id)
        )
        return True

    def _of(
        self,
        conversation: Conversation,
        message: Outbound,
        agent: str,
        key: str,
        now: int,
        *,
        state: SendState = SendState.READY,
    ) -> Send:
        return Send(
            id=self.ids.new("snd"),
            conversation_id=conversation.id,
            effect_key=f"agent:{key}",
            author=Author.AGENT,
            agent=agent,
            outbound=message,
            created_at=now,
            due_at=now,
            epoch=conversation.epoch,
            state=state,
        )

    def _outgoing(self, file: _Offered, send: Send, conversation: Conversation) -> OutgoingFile:
        return OutgoingFile(
            id=self.ids.new("med"),
            send_id=send.id,
            phone_number_id=conversation.phone_number_id,
            path=file.path,
            kind=file.kind,
            media_type=file.media_type,
            name=file.name,
            size=file.size,
        )
