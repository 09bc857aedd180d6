"""What is stuck, and who did what, as the console shows it."""

from dataclasses import replace
from typing import Any

import pytest

from tests.web.console_world import NOW, World, lively
from tests.web.signed_in import inside, post, text
from wa_support.domain.conversations import Move
from wa_support.domain.customers import Consent
from wa_support.domain.delivery import AttemptOutcome, Author, SendState
from wa_support.domain.people import AuditRecord
from wa_support.domain.views import DeadLetter, HeldSend
from wa_support.ports.records import GivenUp
from wa_support.web.console.words import WORDS

HELD = HeldSend(
    send_id="snd_1", conversation_id="co_auto", author=Author.BOT, state=SendState.HELD,
    reason="(#190) token expired", created_at=NOW, last_outcome=AttemptOutcome.REJECTED,
)  # fmt: skip
TRICKLED = replace(
    HELD, send_id="snd_2", state=SendState.WAITING, last_outcome=AttemptOutcome.UNKNOWN
)


def world_of() -> World:
    world = lively()
    world.waiting_sends = [HELD, TRICKLED]
    world.stopped.letters = [DeadLetter(id="dl_1", at=NOW, reason="<not> JSON", size=3)]
    world.stopped.given_up = [
        GivenUp(key="handoff:co_auto", occasion="handoff", conversation_id="co_auto", at=NOW,
                tries=40, reason="http_500")
    ]  # fmt: skip
    return world


def test_everything_that_is_stuck_is_on_one_page() -> None:
    page = text(inside(world_of(), role="engineer"), "/stuck?lang=en")
    for told in ("snd_1", "token expired", "dl_1", "&lt;not&gt; JSON", "3 bytes", "http_500"):
        assert told in page
    assert "may have arrived" in page
    assert "/stuck/sends/snd_2/release" not in page, "it is still being found out"


def test_nothing_is_stuck() -> None:
    assert text(inside(lively(), role="ops"), "/stuck?lang=en").count("Nothing.") == 3


@pytest.mark.parametrize(
    ("path", "done"),
    [
        ("/stuck/letters/dl_1/redrive", ("redrive", "dl_1", "민지")),
        ("/stuck/sends/snd_1/release", ("release", "snd_1", "민지")),
        ("/stuck/sends/snd_1/drop", ("drop", "snd_1", "민지")),
        ("/stuck/records/again?key=handoff:co_auto", ("tell_again", "handoff:co_auto", "민지")),
    ],
)
def test_each_act_asks_first_and_is_done_by_whoever_is_signed_in(path: str, done: Any) -> None:
    world = world_of()
    client = inside(world, role="engineer")
    assert done[1] in text(client, path)
    assert world.stopped.done == []
    assert post(client, path).headers["Location"] == "/stuck"
    assert world.stopped.done == [done]


def test_what_may_have_arrived_is_asked_about_in_other_words() -> None:
    world = world_of()
    client = inside(world, role="engineer")
    assert "twice" not in text(client, "/stuck/sends/snd_1/release?lang=en")
    world.stopped.doubles.add("snd_1")
    assert "may get it twice" in text(client, "/stuck/sends/snd_1/release")


def test_what_is_not_there_any_more_is_a_sentence() -> None:
    client = inside(world_of(), role="engineer")
    answer = post(client, "/stuck/letters/dl_gone/redrive")
    assert answer.status_code == 409
    assert "no such dead letter" in answer.get_data(as_text=True)


def _log(world: World, *records: tuple[str, str, str], **detail: Any) -> None:
    world.stopped.log += [
        AuditRecord(at=NOW, actor=actor, action=action, subject=subject, detail=detail)
        for actor, action, subject in records
    ]


def test_the_audit_shows_the_newest_first_in_words_and_can_be_narrowed() -> None:
    world = lively()
    _log(world, ("민지", "owner_taken", "co_1"), ("bot", "send_again", "snd_1"))
    client = inside(world, role="ops")
    page = text(client, "/audit?lang=en")
    assert page.index("sent again") < page.index("took the conversation")
    assert "#2" in page
    assert "took the conversation" not in text(client, "/audit?actor=bot")
    assert "sent again" not in text(client, "/audit?subject=co_1")
    assert "Nothing here fits." in text(client, "/audit?actor=nobody")


def test_the_audit_shows_codes_and_never_what_somebody_typed() -> None:
    world = lively()
    _log(world, ("소연", "send_dropped", "snd_1"), reason="customer said 010-1234-5678")
    _log(
        world, ("bot", "owner_handed_off", "co_1"), reason="asked", to="queued", summary="내 주소는"
    )
    page = text(inside(world, role="engineer"), "/audit?lang=en")
    assert "010-1234-5678" not in page
    assert "내 주소는" not in page
    assert "to Waiting · the customer asked for a person" in page


def test_the_details_of_a_record_are_said_in_the_language_of_the_page() -> None:
    world = lively()
    _log(world, ("bot", "turn_answered", "trn_1"), purpose="orders", verdict="admit", line=35)
    _log(world, ("clock", "assigned", "co_1"), **{"from": "automated", "to": "민지"})
    _log(world, ("소연", "template_approved", "order_shipped.ko"), alone=True)
    told = text(inside(world, role="engineer"), "/audit")
    assert "목적 주문·배송 · 결정 받음 · 정책의 줄 35" in told
    assert "넘긴 쪽 봇 · 받은 쪽 민지" in told
    assert "<td>혼자 승인</td>" in told


def test_every_change_of_owner_and_of_consent_has_words_in_the_audit() -> None:
    acts = [f"owner_{move}" for move in Move] + [f"consent_{one}" for one in Consent]
    assert [act for act in acts if f"action.{act}" not in WORDS] == []


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "²"])
def test_an_audit_page_that_there_is_not_is_the_newest(before: str) -> None:
    assert inside(lively(), role="ops").get(f"/audit?before={before}").status_code == 200
