"""A visit that was booked on the phone is reminded of the day before: the window has closed, so by
a template that two people and Meta approved. The clocks run, and are put forward together."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.acceptance.service import ROOT, Service, running
from tests.flow.house import DAY, MINUTE, MONDAY_11
from wa_support.bootstrap.templates import figures, template_approvals, template_shelf
from wa_support.bootstrap.templates_at_meta import submitting

_CUSTOMER: Final = "821055501042"


@dataclass(slots=True)
class AheadClock:
    """From Monday at 11 in Seoul."""

    ahead: int = 0
    _began: float = 0.0

    def __post_init__(self) -> None:
        self._began = time.monotonic()

    def now(self) -> int:
        return MONDAY_11 + self.ahead + int((time.monotonic() - self._began) * 1000)

    def monotonic(self) -> float:
        return time.monotonic()


@pytest.fixture
def clock() -> AheadClock:
    return AheadClock()


@pytest.fixture
def service(tmp_path: Path, clock: AheadClock) -> Iterator[Service]:
    with running(
        tmp_path / "data",
        clock,
        WHATSAPP_BUSINESS_ACCOUNT_ID="100000000000001",
        TEMPLATES_DIR=str(ROOT / "templates"),
    ) as service:
        yield service


def two_people_and_meta_approve(service: Service, name: str) -> None:
    reviews = template_approvals(service.house, template_shelf(service.house))
    reviews.put_up(name, by="현우")
    reviews.approve(reviews.in_review(name), by="수진")
    assert all(
        each.done for each in submitting(service.house).submit(name, languages=None, by="현우")
    )
    shelf = template_shelf(service.house)
    service.wait_for(lambda: all(one.standing.goes_out for one in shelf.all(name)), 20)


def test_a_visit_booked_on_the_phone_is_reminded_of_by_a_template_and_read(
    service: Service, clock: AheadClock
) -> None:
    two_people_and_meta_approve(service, "booking_reminder")
    asked = service.answer_to(_CUSTOMER, "토요일 11시에 2명 쇼룸 예약할게요")
    confirm = next(one for one in asked["buttons"] if one["id"].startswith("confirm:"))
    booked = service.answer_to(_CUSTOMER, tap=confirm)
    assert "접수번호" in booked["text"]

    clock.ahead = 4 * DAY - 10 * MINUTE
    time.sleep(1)
    assert len(service.replies(_CUSTOMER)) == 2
    (summary,) = service.house.queries.conversations()
    closes = summary.conversation.window_closes_at
    assert closes is not None
    assert closes < clock.now()

    clock.ahead += 20 * MINUTE
    service.wait_for(lambda: len(service.replies(_CUSTOMER)) == 3)
    reminder = service.replies(_CUSTOMER)[2]
    assert reminder["type"] == "template"
    assert "일시: 11월 28일(토요일) 오전 11시" in reminder["text"]
    service.wait_for(lambda: service.replies(_CUSTOMER)[2]["tick"] == "read")
    (volume,) = figures(service.house).templates()
    service.wait_for(lambda: figures(service.house).templates()[0].read == 1)
    assert (volume.key.name, volume.planned) == ("booking_reminder", 1)

    service.answer_to(_CUSTOMER, tap=reminder["buttons"][0])
    moved = service.answer_to(_CUSTOMER, "일요일 2시")
    assert "바뀌는 방문 시간은 11월 29일(일) 오후 2시" in moved["text"], "no second visit"
