from dataclasses import replace
from typing import get_args

import pytest

from tests.storage import given
from tests.storage.given import NOW, NUMBER
from wa_support.domain.content import (
    CatalogOrder,
    Contacts,
    Content,
    FlowReply,
    Location,
    Media,
    MediaKind,
    Tap,
    Text,
    Unsupported,
)
from wa_support.domain.text import MaskedText
from wa_support.ports.database import Database
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(engine, cipher)


CONTENTS: list[Content] = [
    Text(body=MaskedText("hi")),
    Tap(id="menu:1", title=MaskedText("주문")),
    Media(kind=MediaKind.AUDIO, media_id="9", voice=True, caption=MaskedText("c")),
    Location(latitude=37.5, longitude=127.0),
    Contacts(names=(MaskedText("a"), MaskedText("b")), own_phone="8210"),
    CatalogOrder(items=2),
    FlowReply(name="f", response=MaskedText("{}")),
    Unsupported(type="poll", code=131051),
]


def test_every_kind_of_content_is_covered_here() -> None:
    assert {type(content) for content in CONTENTS} == set(get_args(Content))


@pytest.mark.parametrize("content", CONTENTS, ids=lambda content: type(content).__name__)
def test_a_message_comes_back_as_it_was_stored(db: Database, content: Content) -> None:
    with db.write() as tx:
        made = given.message("c_1", content=content, wamid="wamid.HBgMODIx", agent="kim")
        tx.messages.add(made, pending=False)
        assert tx.messages.by_ids([made.id, "m_none"]) == [made]


def test_pending_messages_come_in_the_order_they_were_written(db: Database) -> None:
    with db.write() as tx:
        later = given.message("c_1", at=NOW + 1000)
        first = given.message("c_1")
        same_second = given.message("c_1")
        for made in (later, first, same_second, given.message("c_2")):
            tx.messages.add(made, pending=True)
        tx.messages.add(given.message("c_1"), pending=False)
        assert tx.messages.pending("c_1") == [first, same_second, later]
        assert set(tx.messages.pending_ids("c_1")) == {first.id, same_second.id, later.id}


def test_a_message_done_is_no_longer_pending_and_names_its_turn(db: Database) -> None:
    with db.write() as tx:
        answered, newer = given.message("c_1"), given.message("c_1")
        tx.messages.add(answered, pending=True)
        tx.messages.add(newer, pending=True)
        tx.messages.done([answered.id], turn_id="t_1")
        assert tx.messages.pending("c_1") == [newer]
        assert tx.messages.by_ids([answered.id])[0].turn_id == "t_1"


def test_no_ids_are_no_messages(db: Database) -> None:
    with db.write() as tx:
        tx.messages.add(given.message("c_1"), pending=True)
        tx.messages.done([], turn_id=None)
        assert tx.messages.by_ids([]) == []
        assert len(tx.messages.pending("c_1")) == 1


def test_words_that_no_database_can_keep_are_replaced_not_refused(db: Database) -> None:
    with db.write() as tx:
        made = given.message("c_1", "a\0b\ud83dc")
        tx.messages.add(made, pending=False)
        assert tx.messages.by_ids([made.id])[0].text == "a\ufffdb?c"


def test_wanted_media_is_given_to_one_caller_and_again_after_a_minute(db: Database) -> None:
    photo = Media(kind=MediaKind.IMAGE, media_id="77", mime_type="image/jpeg", url="https://x/y")
    with db.write() as tx:
        made = given.message(given.conversation(tx).id, content=photo)
        tx.messages.want_media(made, photo, NOW)
        wanted = tx.media.due(NOW)
        assert wanted is not None
        assert (wanted.message_id, wanted.phone_number_id) == (made.id, NUMBER)
        assert (wanted.media, wanted.tries) == (photo, 0)
        assert tx.media.due(NOW + 59_999) is None
        assert tx.media.due(NOW + 60_000) == wanted


def test_media_is_kept_or_given_up_or_tried_again(db: Database) -> None:
    photo = Media(kind=MediaKind.IMAGE, media_id="77")
    with db.write() as tx:
        wanted = []
        for made in (given.message(given.conversation(tx).id) for _ in range(3)):
            tx.messages.want_media(made, photo, NOW)
            found = tx.media.due(NOW)
            assert found is not None
            wanted.append(found)
        tx.media.kept(wanted[0].id, path="media/1", size=10, media_type="image/jpeg", now=NOW)
        tx.media.gave_up(wanted[1].id, reason="404")
        tx.media.again(wanted[2].id, due_at=NOW + 5, reason="timeout")
        states = tx.media.states([row.message_id for row in wanted])
        assert list(states.values()) == ["kept", "failed", "wanted"]
        later = tx.media.due(NOW + 5)
        assert later == replace(wanted[2], tries=1)
        assert tx.media.due(NOW + 6) is None
