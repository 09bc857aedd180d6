"""Slack, as a server on this machine answers for it."""

from collections.abc import Iterator

import pytest

from tests.desks.post_office import TOKEN, LocalSlack, local_slack
from wa_support.desks.slack import Slack
from wa_support.domain.notices import Notice, NoticeKind

CLOSING = Notice(
    kind=NoticeKind.WINDOW_CLOSING, count=2, link="https://desk.example/", language="en"
)


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with local_slack() as running:
        yield running


def channel(slack: LocalSlack, token: str = TOKEN) -> Slack:
    return Slack(token=token, channel="C1", base_url=slack.url)


def test_it_is_said_in_the_channel(slack: LocalSlack) -> None:
    assert channel(slack).notify([CLOSING]) is None
    assert slack.said == [
        {
            "channel": "C1",
            "text": "2 whose 24 hour window is about to close\nhttps://desk.example/",
            "unfurl_links": False,
            "unfurl_media": False,
        }
    ]


def test_trying_says_nothing(slack: LocalSlack) -> None:
    assert channel(slack).probe() is None
    assert channel(slack, "xoxb-old").probe() == "invalid_auth"
    assert slack.said == []


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((200, '{"ok": false, "error": "channel_not_found"}'), "channel_not_found"),
        ((200, '{"ok": false}'), "no_answer"),
        ((200, "[]"), "no_answer"),
        ((200, "<html>"), "JSONDecodeError"),
        ((429, "{}"), "http_429"),
        ((302, "{}"), "http_302"),
    ],
)
def test_what_is_not_taken_is_said_in_a_word(
    slack: LocalSlack, answer: tuple[int, str], why: str
) -> None:
    slack.answers = [answer]
    assert channel(slack).notify([CLOSING]) == why


def test_the_token_goes_nowhere_else(slack: LocalSlack) -> None:
    with local_slack() as other:
        slack.redirects_to, slack.answers = f"{other.url}/chat.postMessage", [(307, "{}")]
        assert channel(slack).notify([CLOSING]) == "http_307"
        assert other.said == []
    assert TOKEN not in repr(channel(slack))


def test_nobody_there_is_a_word_too() -> None:
    assert Slack(token=TOKEN, channel="C", base_url="http://127.0.0.1:9").probe() == (
        "ConnectionError"
    )
