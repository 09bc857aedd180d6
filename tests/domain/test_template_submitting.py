"""What giving a version to Meta takes, by how Meta's copy stands."""

from dataclasses import replace
from typing import Any

import pytest

from tests.whatsapp.test_template_components import TEMPLATE
from wa_support.domain.notices import NoticeKind
from wa_support.domain.templates.standing import MetaTemplate
from wa_support.domain.templates.submitting import (
    DAY_MS,
    HOUR_MS,
    LOCKED_MS,
    Already,
    Create,
    Edit,
    NotNow,
    locked_by,
    plan,
    too_many_made,
)
from wa_support.domain.templates.troubles import archived_soon, troubles

NOW = 1_795_312_800_000
KNOWN = MetaTemplate(
    key=TEMPLATE.key, meta_id="551", status="APPROVED", status_at=1, seen_at=NOW,
    category="UTILITY", version_id="tpv_1",
)  # fmt: skip


def planned(known: MetaTemplate | None, version: str = "tpv_2") -> object:
    return plan(TEMPLATE, version, known, now=NOW)


def test_what_meta_has_not_is_created() -> None:
    assert planned(None) == Create()
    assert planned(replace(KNOWN, gone_at=5)) == Create()
    assert planned(replace(KNOWN, gone_at=5, locked_until=NOW)) == Create()


def test_a_locked_name_is_said_beforehand() -> None:
    step = planned(replace(KNOWN, gone_at=5, locked_until=NOW + 1))
    assert step == NotNow(
        why="it was deleted, its name is locked until 2026-11-22T02:00Z: use another name"
    )


def test_the_same_version_is_there_already() -> None:
    assert planned(KNOWN, "tpv_1") == Already(status="APPROVED")
    rejected = planned(replace(KNOWN, status="REJECTED", reason="SCAM"), "tpv_1")
    assert isinstance(rejected, NotNow)
    assert "SCAM" in rejected.why


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("PENDING", "wait"),
        ("IN_APPEAL", "wait"),
        ("ARCHIVED", "unarchive"),
        ("DISABLED", "another name"),
        ("PENDING_DELETION", "another name"),
        ("LIMIT_EXCEEDED", "delete some"),
        ("FROZEN_IN_2027", "another name"),
    ],
)
def test_other_statuses_cannot_be_edited(status: str, words: str) -> None:
    step = planned(replace(KNOWN, status=status))
    assert isinstance(step, NotNow)
    assert words in step.why


def test_an_approved_one_is_edited_once_in_24_hours_and_ten_times_in_30_days() -> None:
    edit = Edit(meta_id="551", counts=True, category=False)
    assert planned(KNOWN) == edit
    assert planned(replace(KNOWN, edits=(NOW - DAY_MS,))) == edit
    assert isinstance(planned(replace(KNOWN, edits=(NOW - DAY_MS + 1,))), NotNow)
    ten = tuple(NOW - (day + 2) * DAY_MS for day in range(10))
    assert isinstance(planned(replace(KNOWN, edits=ten)), NotNow)
    assert planned(replace(KNOWN, edits=(*ten[:-1], NOW - LOCKED_MS))) == edit


@pytest.mark.parametrize("status", ["REJECTED", "PAUSED"])
def test_a_rejected_or_paused_one_is_edited_freely_and_in_its_category(status: str) -> None:
    known = replace(KNOWN, status=status, category="MARKETING", edits=(NOW - 1,))
    assert planned(known) == Edit(meta_id="551", counts=False, category=True)


def test_an_approved_one_in_another_category_stays_in_it() -> None:
    step = planned(replace(KNOWN, category="MARKETING"))
    assert isinstance(step, NotNow)
    assert "MARKETING" in step.why
    assert isinstance(planned(replace(KNOWN, category="MARKETING"), "tpv_1"), NotNow)


def test_a_hundred_creations_an_hour() -> None:
    made = [NOW - HOUR_MS + 60_000 + each for each in range(100)]
    assert too_many_made(made[1:], NOW) is None
    full = too_many_made([0, *made], NOW)
    assert full is not None
    assert "2026-11-22T02:01Z" in full.why
    more = too_many_made([NOW - HOUR_MS + 1, *made], NOW)
    assert more is not None
    assert "2026-11-22T02:01Z" in more.why, "one going does not make room where there are more"


@pytest.mark.parametrize("status", ["PENDING", "REJECTED", "IN_APPEAL"])
def test_what_was_never_approved_locks_no_name(status: str) -> None:
    assert locked_by(replace(KNOWN, status=status), NOW) is None
    assert locked_by(KNOWN, NOW) == NOW + LOCKED_MS


def test_a_send_of_the_one_before_it_locks_no_name() -> None:
    known = replace(KNOWN, status="PENDING", last_sent_at=NOW - DAY_MS, submitted_at=NOW)
    assert locked_by(known, NOW) is None


@pytest.mark.parametrize("before", [{"edits": (NOW - DAY_MS,)}, {"last_sent_at": NOW - DAY_MS}])
def test_what_was_approved_before_it_was_edited_locks_its_name(before: dict[str, Any]) -> None:
    assert locked_by(replace(KNOWN, status="PENDING", **before), NOW) == NOW + LOCKED_MS


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        ({}, set()),
        ({"status": "PAUSED"}, {NoticeKind.TEMPLATE_PAUSED}),
        ({"status": "DELETED", "gone_at": 5}, {NoticeKind.TEMPLATE_DELETED}),
        ({"category": "MARKETING"}, {NoticeKind.TEMPLATE_RECATEGORISED}),
        ({"category_next": "MARKETING"}, {NoticeKind.TEMPLATE_RECATEGORISED}),
        ({"category_next": "UTILITY"}, set()),
        ({"category": "UNKNOWN"}, set()),
        ({"quality": "RED", "status": "REJECTED"},
         {NoticeKind.TEMPLATE_RED, NoticeKind.TEMPLATE_REJECTED}),
        ({"quality": "YELLOW", "status": "FROZEN"}, set()),
    ],
)  # fmt: skip
def test_what_people_are_told_of(change: dict[str, object], kinds: set[NoticeKind]) -> None:
    assert troubles(replace(KNOWN, **change), "utility") == kinds  # type: ignore[arg-type]


def test_archiving_is_told_a_month_ahead_of_a_year_without_use() -> None:
    used = replace(KNOWN, submitted_at=1, edited_at=NOW - 335 * DAY_MS)
    assert archived_soon(used, NOW)
    assert not archived_soon(used, NOW - 1)
    assert not archived_soon(replace(used, last_sent_at=NOW), NOW)
    assert not archived_soon(replace(used, status="ARCHIVED"), NOW)
    assert not archived_soon(replace(used, submitted_at=None), NOW)
