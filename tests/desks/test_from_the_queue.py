"""From a customer who waits to a letter in the mailbox, and what doctor says of the way."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.service import settings_in
from tests.desks.post_office import PASSWORD, USER, PostOffice, post_office
from tests.flow.conftest import prepared
from tests.flow.house import MINUTE, Home, at_home
from tests.flow.watching import watch
from wa_support.bootstrap.notices import notices_findings, notifying
from wa_support.bootstrap.work import build_rounds
from wa_support.domain.checkup.finding import State

__all__ = ["prepared"]


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as running:
        yield running


def url(office: PostOffice, user: str = "") -> str:
    return f"smtp://{user}127.0.0.1:{office.port}?to=people@shop.example"


def test_a_letter_says_that_somebody_waits_and_nothing_of_them(
    office: PostOffice, tmp_path: Path, prepared: Path
) -> None:
    desk = "https://desk.example"
    with at_home(tmp_path / "data", prepared, SMTP_URL=url(office), WA_CONSOLE_URL=desk) as home:
        home.asks("상담원")
        assert build_rounds(home.house, "wrk_test").go() == 2  # begun, and looked at
        assert notifying(home.house).look() == 1
        conversation = home.conversation().id
    (letter,) = office.letters
    head, _, body = letter.partition("\n\n" if "\n\n" in letter else "\r\n\r\n")
    words = base64.b64decode(body).decode()
    assert words.split() == [*["상담원을", "기다리는", "대화:", "1건"], f"{desk}/?c={conversation}"]
    for theirs in ("김민아", "1055501042", "상담원\n"):
        assert theirs not in words + head


def test_what_the_mail_server_does_not_take_today_it_gets_later(
    office: PostOffice, tmp_path: Path, prepared: Path
) -> None:
    with at_home(tmp_path / "data", prepared, SMTP_URL=url(office)) as home:
        home.asks("상담원")
        _later(home, office)
    assert len(office.letters) == 1


def _later(home: Home, office: PostOffice) -> None:
    watch(home, MINUTE)
    office.answers = {"MAIL": "451 later"}
    for _ in range(3):
        notifying(home.house).look()
        home.clock.pass_by(MINUTE)


@pytest.mark.parametrize(
    ("user", "state"), [(f"{USER}:open%20sesame@", State.OK), ("desk:wrong@", State.PROBLEM)]
)
def test_doctor_tries_the_way_without_sending(
    office: PostOffice, tmp_path: Path, user: str, state: State
) -> None:
    assert PASSWORD == "open sesame"
    office.wants_login = True
    settings = settings_in(tmp_path, "http://127.0.0.1:9", SMTP_URL=url(office, user))
    (found,) = notices_findings(settings)
    assert (found.check, found.state) == ("email", state)
    assert office.letters == []


def test_doctor_says_when_half_of_slack_is_set(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, "http://127.0.0.1:9", SLACK_CHANNEL="C1")
    (found,) = notices_findings(settings)
    assert (found.check, found.state) == ("slack", State.PROBLEM)
