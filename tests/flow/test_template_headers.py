"""Headers with a file: uploaded once for a version and a number, sent as they were reviewed."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.acceptance.service import NUMBER
from tests.flow.given_templates import approve, source
from tests.flow.house import DANIEL, DAY, MINA, MINUTE, STRANGER, Crash, Home
from tests.flow.templating import now_of, plan, planned, refused
from tests.flow.test_send_lists import lists_of, rows
from wa_support.domain.announcements import Announcement
from wa_support.domain.content import MediaKind
from wa_support.domain.delivery import (
    Author,
    NotStarted,
    Rejected,
    Remedy,
    SendState,
    Unknown,
)
from wa_support.domain.outbound import OutTemplate
from wa_support.domain.send_lists import ListState
from wa_support.domain.sends import Send
from wa_support.flow.held_sends import HeldSends

JPEG = b"\xff\xd8\xff\xe0 a shop"
REFUSED = Rejected(code=131053, remedy=Remedy.FIX, details="bad file", http_status=400)


def given(home: Home, sample: bytes | None = JPEG, header: str = "image: shop.jpg") -> None:
    more = f"header: {{{header}}}\n"
    with home.house.database.write() as tx:
        approve(tx, "news", given=source(more=more), sample=sample)


def sent(home: Home) -> list[OutTemplate]:
    messages = [call.message for call in home.cloud.calls]
    assert all(isinstance(message, OutTemplate) for message in messages)
    return messages  # type: ignore[return-value]


def hold(home: Home) -> HeldSends:
    return home.house.held_sends()


def test_a_picture_is_uploaded_once_and_goes_by_its_id(home_on_each: Home) -> None:
    home = home_on_each
    given(home)
    first, second = planned(home, "news"), planned(home, "news", DANIEL)
    assert (first.state, second.state) == (SendState.PLANNED, SendState.PLANNED)
    home.deliver()
    assert home.cloud.calls == [], "nothing goes before WhatsApp has the file"
    home.upload()
    third = planned(home, "news", STRANGER)
    assert third.state is SendState.READY, "WhatsApp has it already"
    home.deliver()
    assert home.cloud.uploads == [(JPEG, "image/jpeg", "news.jpg")]
    assert [message.media_id for message in sent(home)] == ["up.1"] * 3
    assert {message.header_kind for message in sent(home)} == {MediaKind.IMAGE}
    assert now_of(home, first).state is SendState.DONE


def test_a_document_keeps_its_name(home: Home) -> None:
    given(home, b"%PDF-1.7 terms", "document: terms.pdf")
    planned(home, "news")
    home.upload()
    home.deliver()
    assert home.cloud.uploads == [(b"%PDF-1.7 terms", "application/pdf", "news.pdf")]
    assert sent(home)[0].media_name == "terms.pdf"


def test_whatsapp_forgets_after_30_days_so_it_is_given_anew_after_29(home: Home) -> None:
    given(home)
    planned(home, "news")
    home.upload()
    home.deliver()
    home.clock.pass_by(29 * DAY - 1)
    assert planned(home, "news", cause="a day early").state is SendState.READY
    home.clock.pass_by(1)
    assert planned(home, "news", cause="again").state is SendState.PLANNED
    home.upload()
    home.deliver()
    assert [message.media_id for message in sent(home)] == ["up.1", "up.2", "up.2"]


def test_what_was_ready_too_long_is_given_a_new_file_when_it_goes(home: Home) -> None:
    given(home)
    send = planned(home, "news")
    home.upload()
    home.clock.pass_by(30 * DAY)
    home.deliver()
    assert now_of(home, send).state is SendState.PLANNED
    home.upload()
    home.deliver()
    assert [message.media_id for message in sent(home)] == ["up.2"]


def test_a_crash_between_upload_and_commit_repeats_the_upload_alone(
    home_on_each: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = home_on_each
    given(home)
    planned(home, "news")
    upload = home.cloud.upload

    def dies(*given: Any, **more: Any) -> Any:
        upload(*given, **more)
        raise Crash

    monkeypatch.setattr(type(home.cloud), "upload", lambda _, *given, **more: dies(*given, **more))
    with pytest.raises(Crash):
        home.upload()
    monkeypatch.undo()
    home.upload()
    home.deliver()
    assert home.cloud.calls == [], "the dead one's claim still stands"
    home.clock.pass_by(3 * MINUTE)
    home.upload()
    home.deliver()
    assert len(home.cloud.uploads) == 2
    assert [message.media_id for message in sent(home)] == ["up.2"]


def test_an_upload_that_did_not_begin_is_tried_again(home: Home) -> None:
    given(home)
    send = planned(home, "news")
    home.cloud.upload_answers = [NotStarted(details="no connection")]
    home.upload()
    assert now_of(home, send).state is SendState.PLANNED
    home.clock.pass_by(2_000)
    home.upload()
    home.deliver()
    assert now_of(home, send).state is SendState.DONE


def test_a_refused_file_holds_what_waited_with_the_reason(home_on_each: Home) -> None:
    home = home_on_each
    given(home)
    sends = [planned(home, "news", by) for by in (MINA, DANIEL)]
    home.cloud.upload_answers = [REFUSED]
    home.upload()
    home.deliver()
    for send in sends:
        held = now_of(home, send)
        assert (held.state, held.reason) == (
            SendState.HELD, "the header's file was refused: 131053 bad file"
        )  # fmt: skip
    assert home.cloud.calls == []
    found = refused(home, "news", STRANGER)
    assert found.code == "header_refused"
    assert "131053 bad file" in found.why


def test_who_releases_a_held_one_has_the_file_tried_again(home: Home) -> None:
    given(home)
    send, other = planned(home, "news"), planned(home, "news", DANIEL)
    home.cloud.upload_answers = [REFUSED]
    home.upload()
    home.deliver()
    home.clock.pass_by(1_000)
    hold(home).release(send.id, by="soyeon")
    home.deliver()
    home.upload()
    home.deliver()
    assert now_of(home, send).state is SendState.DONE
    assert now_of(home, other).state is SendState.HELD, "nobody released it"


def test_a_refusal_is_tried_again_by_what_is_planned_later(home: Home) -> None:
    given(home)
    planned(home, "news")
    home.cloud.upload_answers = [REFUSED]
    home.upload()
    home.deliver()
    home.clock.pass_by(11 * MINUTE)
    assert planned(home, "news", DANIEL).state is SendState.PLANNED
    home.upload()
    home.deliver()
    assert [call.to for call in home.cloud.calls] == [DANIEL]


def test_a_version_without_its_file_is_held_and_says_what_to_do(home: Home) -> None:
    given(home, sample=None)
    send = planned(home, "news")
    home.upload()
    home.deliver()
    assert home.cloud.uploads == []
    assert "put the template up anew" in (now_of(home, send).reason or "")


def test_an_unknown_outcome_is_sent_again_with_the_file(home: Home) -> None:
    given(home)
    send = planned(home, "news")
    home.upload()
    home.cloud.answers = [Unknown(details="lost")]
    home.deliver()
    home.clock.pass_by(MINUTE)
    hold(home).release(send.id, by="soyeon")
    home.deliver()
    assert [message.media_id for message in sent(home)] == ["up.1", "up.1"]


@pytest.mark.parametrize("stop", ["cancelled", "sent"])
def test_an_upload_releases_only_what_still_waits(home: Home, stop: str) -> None:
    given(home)
    send = planned(home, "news")
    if stop == "cancelled":
        with home.house.database.write() as tx:
            tx.sends.move(send.id, SendState.CANCELLED, reason="dropped")
    home.upload()
    home.deliver()
    assert len(home.cloud.calls) == (0 if stop == "cancelled" else 1)


def _list_of(home: Home, count: int) -> str:
    many = [
        row.__class__(n=row.n, who=row.who, values={"business": "모먼트리빙"})
        for row in rows(count)
    ]
    lists = lists_of(home)
    return lists.begin("news", b"to\n", many, by="mina", phone_number_id=NUMBER).id


def _go(home: Home, *, until: Callable[[], bool]) -> None:
    for _ in range(100):
        lists_of(home).go()
        home.upload()
        home.deliver()
        home.clock.pass_by(2_000)
        if until():
            return


def test_a_list_uploads_once_and_plans_no_more_than_its_pace(home: Home) -> None:
    given(home)
    list_id = _list_of(home, 200)
    for _ in range(5):
        lists_of(home).go()
    with home.house.database.read() as tx:
        assert tx.send_lists.on_the_way(list_id) == 160, "what waits for the file counts"
    _go(home, until=lambda: lists_of(home).find(list_id).state is ListState.DONE)
    assert len(home.cloud.uploads) == 1
    assert len({call.to for call in home.cloud.calls}) == len(home.cloud.calls) == 200


def test_a_list_waits_while_its_file_is_refused(home: Home) -> None:
    given(home)
    list_id = _list_of(home, 300)
    home.cloud.upload_answers = [REFUSED]
    _go(home, until=lambda: lists_of(home).find(list_id).state is ListState.WAITING)
    waiting = lists_of(home).find(list_id)
    assert (waiting.state, len(home.cloud.uploads)) == (ListState.WAITING, 1)
    assert "131053" in (waiting.reason or "")
    assert lists_of(home).report(list_id).open > 0, "the rest was not planned into the same wall"


def test_the_answer_that_it_was_to_tell_of_goes_to_a_person(home: Home) -> None:
    """Planned for an answer that is due, and refused: the answer is not forgotten."""
    given(home)
    home.asks("안녕하세요")
    conversation = home.conversation()
    send = planned(home, "news")
    with home.house.database.write() as tx:
        held = Send(
            id="snd_held", conversation_id=conversation.id, effect_key="held", author=Author.BOT,
            outbound=home.cloud.calls[0].message, created_at=home.clock.now(),
            due_at=home.clock.now(), epoch=conversation.epoch, state=SendState.HELD,
        )  # fmt: skip
        tx.sends.add(held)
        tx.announcements.add(
            Announcement(
                held_send_id="snd_held", conversation_id=conversation.id,
                template_send_id=send.id, at=home.clock.now(),
            )
        )  # fmt: skip
    home.cloud.upload_answers = [REFUSED]
    home.upload()
    home.deliver()
    with home.house.database.read() as tx:
        assert tx.handoffs.current(conversation.id) is not None


def test_what_failed_to_be_planned_asks_for_no_upload(home: Home) -> None:
    given(home)
    plan(home, "news", values={})
    home.upload()
    assert home.cloud.uploads == []
