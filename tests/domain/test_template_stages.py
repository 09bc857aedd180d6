"""What comes next for a template, in every state of ours and of Meta's."""

from dataclasses import replace

import pytest

from wa_support.domain.templates.approvals import ApprovalState, TemplateVersion
from wa_support.domain.templates.stages import Next, Ours, Standing
from wa_support.domain.templates.standing import MetaTemplate
from wa_support.domain.templates.template import TemplateKey

KEY = TemplateKey(name="order_shipped", language="ko")
VERSION = TemplateVersion(
    id="tpv_1", key=KEY, number=1, source=b"", sha256="a", author="현우", created_at=1,
    state=ApprovalState.APPROVED, reviewer="수진", reviewed_at=2,
)  # fmt: skip
THEIRS = MetaTemplate(
    key=KEY, meta_id="59", status="APPROVED", status_at=1, seen_at=1, category="UTILITY",
    version_id="tpv_1",
)  # fmt: skip
APPROVED = Standing(
    key=KEY, now=100, file_sha256="a", newest=VERSION, approved=VERSION, category="utility"
)
THERE = replace(APPROVED, given=VERSION, theirs=THEIRS)


def state(of: ApprovalState, sha256: str = "b") -> TemplateVersion:
    return replace(VERSION, id="tpv_2", number=2, sha256=sha256, state=of)


@pytest.mark.parametrize(
    ("standing", "ours", "next_step"),
    [
        (Standing(key=KEY, now=1, file_sha256="a"), Ours.NOT_PUT_UP, Next.PUT_UP),
        (Standing(key=KEY, now=1, file_sha256="a", faulty=True), Ours.FAULTY, Next.MEND_FILE),
        (Standing(key=KEY, now=1, theirs=THEIRS), Ours.NO_FILE, Next.ONLY_AT_META),
        (Standing(key=KEY, now=1), Ours.NO_FILE, Next.NOTHING),
        (APPROVED, Ours.APPROVED, Next.SUBMIT),
        (replace(APPROVED, newest=state(ApprovalState.DRAFT)), Ours.APPROVED, Next.SUBMIT),
        (
            replace(APPROVED, newest=state(ApprovalState.IN_REVIEW), faulty=True),
            Ours.IN_REVIEW, Next.REVIEW,
        ),
        (
            replace(APPROVED, newest=state(ApprovalState.CHANGES_ASKED), file_sha256="b"),
            Ours.CHANGES_ASKED, Next.CHANGE_FILE,
        ),
        (
            replace(APPROVED, newest=state(ApprovalState.CHANGES_ASKED), file_sha256="c"),
            Ours.NOT_PUT_UP, Next.PUT_UP,
        ),
        (replace(APPROVED, file_sha256=None), Ours.NO_FILE, Next.NOTHING),
        (replace(APPROVED, file_sha256="c", faulty=True), Ours.FAULTY, Next.MEND_FILE),
        (replace(APPROVED, faulty=True), Ours.APPROVED, Next.SUBMIT),
    ],
)  # fmt: skip
def test_our_own_half(standing: Standing, ours: Ours, next_step: Next) -> None:
    assert (standing.ours, standing.next) == (ours, next_step)


@pytest.mark.parametrize(
    ("status", "next_step"),
    [
        ("APPROVED", Next.NOTHING), ("PENDING", Next.WAIT_FOR_META),
        ("IN_APPEAL", Next.WAIT_FOR_META), ("REJECTED", Next.MEND_REJECTED),
        ("PAUSED", Next.WAIT_OUT_PAUSE), ("DISABLED", Next.NEW_NAME),
        ("ARCHIVED", Next.UNARCHIVE), ("LIMIT_EXCEEDED", Next.MAKE_ROOM),
        ("PENDING_DELETION", Next.NAME_LOCKED), ("DELETED", Next.NAME_LOCKED),
        ("FROZEN", Next.LOOK_AT_META),
    ],
)  # fmt: skip
def test_metas_half_unknown_statuses_too(status: str, next_step: Next) -> None:
    standing = replace(THERE, theirs=replace(THEIRS, status=status))
    assert standing.next is next_step
    assert standing.goes_out == (status == "APPROVED")


@pytest.mark.parametrize("status", ["APPROVED", "REJECTED", "PAUSED"])
def test_a_newer_approved_version_is_submitted_where_meta_takes_an_edit(status: str) -> None:
    newer = replace(VERSION, id="tpv_2", number=2)
    standing = replace(THERE, newest=newer, approved=newer, theirs=replace(THEIRS, status=status))
    assert standing.next is Next.SUBMIT
    assert standing.goes_out == (status == "APPROVED"), "the older one still may"
    waits = replace(standing, theirs=replace(THEIRS, status="PENDING"))
    assert waits.next is Next.WAIT_FOR_META


def test_what_is_gone_at_meta_is_given_anew() -> None:
    standing = replace(THERE, theirs=replace(THEIRS, gone_at=9))
    assert (standing.next, standing.goes_out) == (Next.SUBMIT, False)


def test_another_category_stops_it_from_its_hour_on() -> None:
    moved = replace(THERE, theirs=replace(THEIRS, category="MARKETING"))
    assert (moved.next, moved.goes_out) == (Next.SETTLE_CATEGORY, False)
    told = replace(THEIRS, category_next="MARKETING", category_next_at=101)
    assert replace(THERE, theirs=told).goes_out
    assert not replace(THERE, theirs=told, now=101).goes_out


def test_what_was_not_given_by_us_or_is_not_approved_does_not_go_out() -> None:
    assert not replace(THERE, given=None).goes_out
    assert not replace(THERE, given=replace(VERSION, state=ApprovalState.DRAFT)).goes_out


def test_the_file_may_have_changed_since_it_was_put_up() -> None:
    assert not APPROVED.file_changed
    assert replace(APPROVED, file_sha256="c").file_changed
    assert not replace(APPROVED, file_sha256=None).file_changed
