import pytest

from tests.storage import given
from tests.storage.given import NOW, NUMBER
from wa_support.domain.content import Media, MediaKind
from wa_support.domain.text import MaskedText
from wa_support.ports.files import OutgoingFile
from wa_support.storage.attachments import SqlAttachments
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> SqlDatabase:
    return SqlDatabase(engine, cipher)


def outgoing(**changes: object) -> OutgoingFile:
    known: dict[str, object] = {
        "id": given.fresh("med"), "send_id": given.fresh("snd"), "phone_number_id": NUMBER,
        "path": "media/0a/1", "kind": MediaKind.DOCUMENT, "media_type": "application/pdf",
        "name": "bill.pdf", "size": 70,
    }  # fmt: skip
    return OutgoingFile(**{**known, **changes})  # type: ignore[arg-type]


def test_a_message_has_the_file_that_came_with_it(
    db: SqlDatabase, engine: Engine, cipher: Cipher
) -> None:
    hostile = MaskedText("../photo\u202egpj.exe" + "😀" * 1000)
    photo = Media(kind=MediaKind.DOCUMENT, media_id="77", filename=hostile)
    with db.write() as tx:
        talk = given.conversation(tx)
        plain, *with_file = (given.message(talk.id) for _ in range(4))
        for message in with_file:
            tx.messages.want_media(message, photo, NOW)
        first, second = tx.media.due(NOW), tx.media.due(NOW)
        assert first is not None
        assert second is not None
        tx.media.kept(first.id, path="media/1", size=10, media_type="image/jpeg", now=NOW)
        tx.media.refused(second.id, reason="no room")
        assert (tx.media.path_of(first.id), tx.media.path_of(second.id)) == ("media/1", None)
        assert tx.media.bytes_kept() == 10
    ids = [one.id for one in (plain, *with_file)]
    (wanted,) = {*ids} - {plain.id, first.message_id, second.message_id}
    found = SqlAttachments(engine, cipher).attachments(ids)
    assert {message: one.state for message, one in found.items()} == {
        first.message_id: "kept", second.message_id: "refused", wanted: "wanted",
    }  # fmt: skip
    shown = found[first.message_id]
    assert (shown.media_type, shown.size) == ("image/jpeg", 10)
    assert shown.name is not None
    assert shown.name.startswith("_photogpj.exe")
    assert shown.name.endswith(".jpg")
    assert SqlAttachments(engine, cipher).attachments([]) == {}


def test_a_file_of_an_agent_is_uploaded_by_one_at_a_time(
    db: SqlDatabase, engine: Engine, cipher: Cipher
) -> None:
    file = outgoing()
    with db.write() as tx:
        tx.media.want_upload(file, NOW)
        assert tx.media.due(NOW) is None
        assert tx.media.due_upload(NOW) == file
        assert tx.media.due_upload(NOW + 179_999) is None
        again = tx.media.due_upload(NOW + 180_000)
        assert again is not None
        tx.media.again(file.id, due_at=NOW, reason="no connection")
        once_more = tx.media.due_upload(NOW)
        assert once_more is not None
        assert once_more.tries == 1
        tx.media.uploaded(file.id, now=NOW)
        assert tx.media.due_upload(NOW + 10**9) is None
    (shown,) = SqlAttachments(engine, cipher).attachments([file.send_id]).values()
    assert (shown.state, shown.name) == ("kept", "bill.pdf")
