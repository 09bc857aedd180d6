import pytest

from wa_support.domain.checkup.finding import State
from wa_support.domain.checkup.notices import about_notices


def test_none_are_sent_where_none_are_set_up() -> None:
    (found,) = about_notices({}, slack_is_half=False)
    assert (found.check, found.state, "SMTP_URL" in found.found) == ("notices", State.OK, True)


def test_each_channel_that_works_is_said() -> None:
    found = about_notices({"email": None, "slack": None}, slack_is_half=False)
    assert [(one.check, one.state) for one in found] == [("email", State.OK), ("slack", State.OK)]


@pytest.mark.parametrize(
    ("channel", "why", "state", "cure"),
    [
        ("email", "not_let_in", State.PROBLEM, "user and password"),
        ("email", "timed_out", State.PROBLEM, "firewall"),
        ("email", "no_tls", State.PROBLEM, "smtps"),
        ("email", "gaierror", State.WARNING, "SMTP_URL"),
        ("slack", "invalid_auth", State.PROBLEM, "OAuth"),
        ("slack", "timed_out", State.WARNING, "SLACK_BOT_TOKEN"),
    ],
)
def test_each_that_does_not_has_its_cure(channel: str, why: str, state: State, cure: str) -> None:
    (found,) = about_notices({channel: why}, slack_is_half=False)
    assert (found.check, found.state) == (channel, state)
    assert cure in str(found.cure)


def test_half_of_slack_is_a_problem() -> None:
    (found,) = about_notices({}, slack_is_half=True)
    assert (found.check, found.state) == ("slack", State.PROBLEM)
