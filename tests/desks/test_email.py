"""E-mail, handed to a real server on this machine."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.desks.post_office import PASSWORD, USER, PostOffice, post_office
from wa_support.config.smtp_url import read_smtp_url
from wa_support.desks.email import EMail
from wa_support.domain.mailbox import Mailbox
from wa_support.domain.notices import Notice, NoticeKind

WAITING = Notice(kind=NoticeKind.WAITING, count=4, link="https://desk.example/", language="ko")
LATE = Notice(kind=NoticeKind.LATE, count=1, link="https://desk.example/?c=con_1", language="ko")


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as running:
        yield running


def to(office: PostOffice, **more: Any) -> EMail:
    given = {"user": None, "password": None, "tls": False, **more}
    box = Mailbox(
        host="127.0.0.1", port=office.port, to=("a@shop.example", "b@shop.example"),
        sender="desk@shop.example", **given,
    )  # fmt: skip
    return EMail(mailbox=box, within_s=2)


def test_one_letter_for_everything_with_nothing_of_the_customers(office: PostOffice) -> None:
    assert to(office).notify([LATE, WAITING]) is None
    letter = email.message_from_string(office.letters[0], policy=email.policy.default)
    assert letter["Subject"] == "약속한 시간이 지난 대화: 1건"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert office.to == ["a@shop.example", "b@shop.example"]
    body = letter.get_content().splitlines()
    assert body == [
        "약속한 시간이 지난 대화: 1건", "https://desk.example/?c=con_1",
        "상담원을 기다리는 대화: 4건", "https://desk.example/",
    ]  # fmt: skip


def test_a_review_names_its_templates_and_not_too_many(office: PostOffice) -> None:
    names = ("answer_ready", "booking_changed", "booking_reminder", "order_shipped")
    review = Notice(
        kind=NoticeKind.TEMPLATE_REVIEW, count=8, link="https://desk.example/templates",
        language="en", templates=names,
    )  # fmt: skip
    assert to(office).notify([review]) is None
    letter = email.message_from_string(office.letters[0], policy=email.policy.default)
    assert letter["Subject"] == (
        "Message templates that wait for a review: "
        "answer_ready, booking_changed, booking_reminder, … (4)"
    )
    assert letter.get_content().splitlines()[1] == "https://desk.example/templates"


def test_who_logs_in_is_let_in(office: PostOffice) -> None:
    office.wants_login = True
    assert to(office, user=USER, password=PASSWORD).probe() is None
    assert to(office, user=USER, password="guess").probe() == "not_let_in"
    assert office.letters == []


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"MAIL": "550 no"}, "sender_refused"),
        ({"DATA": "451 later"}, "SMTPDataError"),
        ({"EHLO": "421 go away", "HELO": "421 go away"}, "SMTPHeloError"),
    ],
)
def test_what_the_server_refuses_is_said_in_a_word(
    office: PostOffice, answers: dict[str, str], why: str
) -> None:
    office.answers = answers
    assert to(office).notify([WAITING]) == why


def test_a_silent_server_is_left_after_a_while(office: PostOffice) -> None:
    office.silent = True
    assert EMail(mailbox=to(office).mailbox, within_s=0.3).probe() == "timed_out"


def test_nobody_there_is_a_word_too() -> None:
    box = Mailbox(host="127.0.0.1", port=9, tls=False, to=("a@x.example",), sender="a@x.example")
    assert EMail(mailbox=box).probe() == "ConnectionRefusedError"


def test_tls_from_the_first_byte_needs_a_server_that_speaks_it(office: PostOffice) -> None:
    assert to(office, tls=True).probe() == "tls_not_verified"


def test_a_server_elsewhere_must_offer_encryption(office: PostOffice) -> None:
    box = replace(to(office).mailbox, host="0.0.0.0")
    assert EMail(mailbox=box).probe() == "no_tls"
    assert to(office).probe() is None


@pytest.mark.parametrize(
    ("url", "port", "tls", "sender", "user"),
    [
        ("smtps://u:p%40ss@mail.example?to=a@x.example", 465, True, "a@x.example", "u"),
        ("smtp://mail.example:25?to=a@x.example,b@y.example&from=c@z.example", 25, False,
         "c@z.example", None),
    ],
)  # fmt: skip
def test_the_address_of_a_mail_server(
    url: str, port: int, tls: bool, sender: str, user: str | None
) -> None:
    box = read_smtp_url(url)
    assert (box.host, box.port, box.tls) == ("mail.example", port, tls)
    assert (box.sender, box.user) == (sender, user)
    assert "p@ss" not in repr(box)


@pytest.mark.parametrize(
    "url",
    [
        "smtps://mail.example", "http://mail.example?to=a@x.example", "smtp://?to=a@x.example",
        "smtp://mail.example?to=nobody", "smtp://mail.example?to=a@x.example&cc=b@x.example",
        "smtp://mail.example?to=a@x.example%0d%0aBcc:b@x.example", "smtp://h:0x?to=a@x.example",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_mail_server(url: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the settings say what was expected
        read_smtp_url(url)
