"""What may become of a version that somebody put up, decided by whom."""

from dataclasses import replace

import pytest

from wa_support.domain.templates.approvals import (
    NOTE_LIMIT,
    ApprovalState,
    NotReviewed,
    Refusal,
    TemplateVersion,
    approve,
    ask_changes,
    put_up,
    withdraw,
)
from wa_support.domain.templates.template import TemplateKey

DRAFT = TemplateVersion(
    id="tpv_1", key=TemplateKey(name="order_shipped", language="ko"), number=2,
    source=b"category: utility\n", sha256="a" * 64, author="민지", created_at=1,
)  # fmt: skip
WAITING = replace(DRAFT, state=ApprovalState.IN_REVIEW)


def approved_by(who: str, *, enough: bool = False) -> TemplateVersion:
    return approve(WAITING, by=who, now=9, alone_is_enough=enough)


def test_another_person_approves() -> None:
    done = approved_by("수진")
    assert (done.state, done.reviewer, done.reviewed_at) == (ApprovalState.APPROVED, "수진", 9)
    assert not done.alone


@pytest.mark.parametrize(
    "who",
    ["민지", " 민지", "민 지", "\u1106\u1175\u11ab\u110c\u1175", "민\u200b지", "민지\ufe0f",
     "민\u3164지", "\u2066민지\u2069", "민\u034f지"],
)  # fmt: skip
def test_the_author_does_not_under_any_spelling(who: str) -> None:
    with pytest.raises(NotReviewed, match="another person") as refused:
        approved_by(who)
    assert refused.value.refusal is Refusal.OWN


def test_in_solo_mode_the_author_does_and_that_is_recorded() -> None:
    assert approved_by("민지", enough=True).alone
    assert not approved_by("수진", enough=True).alone


def test_a_second_click_of_the_same_person_changes_nothing_and_of_another_is_told() -> None:
    done = approved_by("수진")
    assert approve(done, by="수진", now=99, alone_is_enough=False) is done
    with pytest.raises(NotReviewed, match="수진 has decided about version 2"):
        approve(done, by="지우", now=99, alone_is_enough=False)


def test_what_was_not_put_up_is_not_decided() -> None:
    with pytest.raises(NotReviewed) as refused:
        approve(DRAFT, by="수진", now=9, alone_is_enough=True)
    assert refused.value.refusal is Refusal.NOT_IN_REVIEW
    with pytest.raises(NotReviewed, match="version 2 is not in review"):
        ask_changes(DRAFT, by="수진", now=9, note="더 짧게")


def test_changes_are_asked_with_a_note_and_once() -> None:
    asked = ask_changes(WAITING, by="수진", now=9, note=" 더 짧게\r\n써 주세요 ")
    assert (asked.state, asked.note) == (ApprovalState.CHANGES_ASKED, "더 짧게\n써 주세요")
    assert ask_changes(asked, by="수진", now=10, note="더 짧게\n써 주세요") is asked
    with pytest.raises(NotReviewed):
        ask_changes(asked, by="수진", now=10, note="다른 말")
    with pytest.raises(NotReviewed):
        approve(asked, by="지우", now=10, alone_is_enough=False)


@pytest.mark.parametrize(
    ("note", "refusal"),
    [("", Refusal.NOTE_EMPTY), (" \n ", Refusal.NOTE_EMPTY),
     ("x" * (NOTE_LIMIT + 1), Refusal.NOTE_LONG)],
)  # fmt: skip
def test_a_note_says_something_and_not_too_much(note: str, refusal: Refusal) -> None:
    with pytest.raises(NotReviewed) as refused:
        ask_changes(WAITING, by="수진", now=9, note=note)
    assert refused.value.refusal is refusal


def test_what_changes_were_asked_of_is_not_put_up_again_as_it_is() -> None:
    asked = ask_changes(WAITING, by="수진", now=9, note="더 짧게")
    with pytest.raises(NotReviewed, match="수진 asked for changes of version 2") as refused:
        put_up(asked, by="지우")
    assert refused.value.refusal is Refusal.UNCHANGED


@pytest.mark.parametrize("who", ["지우", "지 우"])
def test_who_put_the_same_bytes_up_before_approves_no_later_version_of_them(who: str) -> None:
    before = replace(DRAFT, id="tpv_0", number=1, author="지우")
    with pytest.raises(NotReviewed, match="지우 put it up"):
        approve(WAITING, by=who, now=9, alone_is_enough=False, versions=[WAITING, before])
    other = replace(before, sha256="b" * 64)
    assert approve(WAITING, by=who, now=9, alone_is_enough=False, versions=[WAITING, other])


def test_what_waits_or_is_approved_is_not_put_up_again() -> None:
    done = approved_by("수진")
    assert put_up(WAITING, by="지우") is WAITING
    assert put_up(done, by="지우") is done


def test_it_is_withdrawn_before_it_is_decided() -> None:
    assert withdraw(WAITING) == DRAFT
    assert withdraw(DRAFT) is DRAFT
    with pytest.raises(NotReviewed, match="has decided"):
        withdraw(approved_by("수진"))
