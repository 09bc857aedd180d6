"""Photos both ways: what customers send is kept or honestly not, what agents send goes out once."""

from dataclasses import replace

import pytest

from tests.flow.house import DAY, HOUR, MINA, MINUTE, Home, RecordingCloud
from wa_support.domain.content import Media, MediaKind
from wa_support.domain.delivery import NotStarted, Rejected, Remedy, SendState, Unknown
from wa_support.domain.desk import Attachment
from wa_support.domain.errors import MediaRefused, NotAllowed
from wa_support.domain.media_room import MediaRoom
from wa_support.domain.outbound import OutMedia, OutText
from wa_support.flow.desk_files import DeskFiles
from wa_support.storage.attachments import SqlAttachments
from wa_support.storage.media_files import SealedMediaFiles

JPEG = b"\xff\xd8\xff pixels"
OGG = b"OggS\0\x02 sound"
IMAGE = {"type": "image", "image": {"id": "900001", "mime_type": "image/jpeg"}}
NO_CONNECTION = NotStarted(details="no connection")


def files_of(home: Home) -> DeskFiles:
    house = home.house
    return DeskFiles(
        database=house.database, clock=home.clock, ids=house.ids, book=house.book,
        files=house.media_files(),
    )  # fmt: skip


def attachment(home: Home, message_id: str) -> Attachment | None:
    queries = SqlAttachments(home.house.engine, home.house.cipher)
    return queries.attachments([message_id]).get(message_id)


def fetch(home: Home) -> bool:
    call = home.media.claim()
    if call is not None:
        call()
    return call is not None


def taken(home: Home) -> str:
    """A conversation that Minji has taken; its id."""
    home.say("상담원")
    home.answer()
    home.house.desk().take(home.conversation().id, agent="민지")
    home.cloud.calls.clear()
    return home.conversation().id


def give(home: Home, data: bytes = JPEG, **more: str) -> None:
    wish = {"name": "photo.jpg", "caption": "", "key": "k1", "agent": "민지", **more}
    files_of(home).send_file(home.conversation().id, data=data, **wish)


# what customers send


def test_a_photo_is_kept_under_its_type_and_opens_again(home: Home) -> None:
    home.send(IMAGE)
    home.cloud.files["900001"] = JPEG
    assert fetch(home)
    (line,) = home.transcript()
    kept = attachment(home, line.id)
    assert kept is not None
    assert (kept.state, kept.media_type, kept.size) == ("kept", "image/jpeg", len(JPEG))
    assert files_of(home).open(kept) == JPEG
    for file in (home.house.data_dir / "media").rglob("*"):
        assert file.is_dir() or b"pixels" not in file.read_bytes()


def test_a_photo_is_tried_for_as_long_as_meta_keeps_it(home: Home) -> None:
    home.send(IMAGE)
    tries, since = 0, home.clock.now()
    while home.clock.now() < since + 5 * DAY:
        tries += fetch(home)
        home.clock.pass_by(10 * MINUTE)
    home.cloud.files["900001"] = JPEG
    home.clock.pass_by(HOUR)
    assert fetch(home)
    (line,) = home.transcript()
    kept = attachment(home, line.id)
    assert kept is not None
    assert kept.state == "kept"
    assert 100 < tries < 160


def test_what_is_refused_is_not_tried_again_and_said_to_be_refused(home: Home) -> None:
    home.send(IMAGE)
    home.media = replace(home.media, cloud=_Refusing())
    assert fetch(home)
    home.clock.pass_by(DAY)
    assert not fetch(home)
    (line,) = home.transcript()
    refused = attachment(home, line.id)
    assert refused is not None
    assert (refused.state, files_of(home).open(refused)) == ("refused", None)


class _Refusing(RecordingCloud):
    def download(self, phone_number_id: str, media: Media) -> bytes:
        raise MediaRefused(f"{media.kind} of {phone_number_id} is not taken")


@pytest.mark.parametrize(
    "room",
    [
        MediaRoom(limit=10, used=10),
        MediaRoom(limit=10, used=3),
        MediaRoom(limit=1 << 40, used=0, free=1),
    ],
)
def test_without_room_files_are_refused_and_messages_go_on(home: Home, room: MediaRoom) -> None:
    home.send(IMAGE)
    home.cloud.files["900001"] = JPEG
    home.media = replace(home.media, files=_Full(home, room))
    fetch(home)
    (line,) = home.transcript()
    refused = attachment(home, line.id)
    assert refused is not None
    assert refused.state == "refused"
    assert not list((home.house.data_dir / "media").glob("*/*"))
    assert home.asks("1042 어디쯤이에요?")


class _Full(SealedMediaFiles):
    def __init__(self, home: Home, room: MediaRoom) -> None:
        super().__init__(home.house.data_dir, home.house.cipher)
        self._room = room

    def room(self, used: int) -> MediaRoom:  # noqa: ARG002
        return self._room


# what agents send


def test_a_photo_of_an_agent_is_uploaded_and_sent_once(home: Home) -> None:
    taken(home)
    for _ in range(3):
        give(home, caption="여기 있습니다.")
    home.deliver()
    assert home.cloud.calls == []
    home.upload()
    home.deliver()
    assert home.cloud.uploads == [(JPEG, "image/jpeg", "photo.jpg")]
    (call,) = home.cloud.calls
    said = "민지 상담원입니다. 여기 있습니다."
    assert call.message == OutMedia(
        kind=MediaKind.IMAGE, name="photo.jpg", body=said, media_id="up.1"
    )
    line = home.transcript()[-1]
    assert (line.type, line.text, line.agent) == ("image", said, "민지")
    kept = attachment(home, line.id)
    assert kept is not None
    assert files_of(home).open(kept) == JPEG
    assert len(list((home.house.data_dir / "media").glob("*/*"))) == 1


def test_the_second_file_comes_without_a_greeting(home: Home) -> None:
    taken(home)
    give(home)
    home.clock.pass_by(1)
    give(home, key="k2", data=b"%PDF-1.7", name="영수증.pdf")
    home.upload()
    home.deliver()
    first, second = (call.message for call in home.cloud.calls)
    assert first.body == "민지 상담원입니다."
    assert second == OutMedia(kind=MediaKind.DOCUMENT, name="영수증.pdf", body="", media_id="up.2")


def test_the_words_of_a_voice_note_go_before_it(home: Home) -> None:
    taken(home)
    give(home, data=OGG, caption="들어 보세요")
    home.deliver()
    home.upload()
    home.deliver()
    words, voice = (call.message for call in home.cloud.calls)
    assert words == OutText(body="민지 상담원입니다. 들어 보세요")
    assert isinstance(voice, OutMedia)
    assert (voice.kind, voice.body) == (MediaKind.AUDIO, "")


def test_an_upload_that_fails_waits_and_a_text_behind_it_does_not(home: Home) -> None:
    conversation_id = taken(home)
    home.cloud.upload_answers = [NO_CONNECTION, NO_CONNECTION]
    give(home)
    home.upload()
    home.house.desk().reply(conversation_id, agent="민지", text="잠시만요", key="t1")
    home.deliver()
    assert [call.body for call in home.cloud.calls] == ["잠시만요"]
    for _ in range(3):
        home.clock.pass_by(MINUTE)
        home.upload()
        home.deliver()
    assert len(home.cloud.uploads) == 3
    assert [type(call.message) for call in home.cloud.calls] == [OutText, OutMedia]


def test_a_file_that_whatsapp_refuses_is_held_with_its_reason(home: Home) -> None:
    taken(home)
    home.cloud.upload_answers = [
        Rejected(code=131053, remedy=Remedy.FIX, details="bad file", http_status=400)
    ]
    give(home)
    home.upload()
    home.clock.pass_by(HOUR)
    home.upload()
    home.deliver()
    line = home.transcript()[-1]
    assert (line.state, line.reason) == (SendState.HELD, "131053 bad file")
    assert (len(home.cloud.uploads), home.cloud.calls) == (1, [])


def test_an_upload_that_ends_after_the_window_sends_nothing(home: Home) -> None:
    taken(home)
    home.cloud.upload_answers = [NO_CONNECTION] * 9
    give(home)
    home.upload()
    home.clock.pass_by(25 * HOUR)
    home.upload()
    home.deliver()
    assert home.transcript()[-1].state is SendState.HELD
    assert home.cloud.calls == []


def test_an_unknown_outcome_of_the_send_uploads_nothing_again(home: Home) -> None:
    taken(home)
    home.cloud.answers = [Unknown(details="answer lost")]
    give(home)
    home.upload()
    home.deliver()
    home.clock.pass_by(10_000)
    home.upload()
    home.deliver()
    assert (len(home.cloud.uploads), len(home.cloud.calls)) == (1, 1)
    assert home.transcript()[-1].state is SendState.HELD


@pytest.mark.parametrize(
    "data", [b"", b"<svg/>", b"MZ\0", b"PK\x03\x04zip", JPEG + b"x" * (5 << 20)]
)
def test_what_whatsapp_does_not_take_is_refused_and_not_kept(home: Home, data: bytes) -> None:
    taken(home)
    with pytest.raises(NotAllowed):
        give(home, data=data)
    assert not list((home.house.data_dir / "media").glob("*/*"))


def test_only_who_has_the_conversation_sends_while_the_window_is_open(home: Home) -> None:
    taken(home)
    with pytest.raises(NotAllowed, match="belongs to"):
        give(home, agent="지수")
    with pytest.raises(NotAllowed, match="characters"):
        give(home, caption="x" * 1000)
    home.clock.pass_by(25 * HOUR)
    with pytest.raises(NotAllowed, match="window"):
        give(home)
    assert not list((home.house.data_dir / "media").glob("*/*"))
    assert home.conversation(MINA).agent == "민지"
