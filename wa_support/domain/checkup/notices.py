"""Whether people are told outside the console that somebody waits."""

from collections.abc import Mapping
from typing import Final

from wa_support.domain.checkup.finding import Finding, ok, problem, warning

_MAIL: Final = {
    "not_let_in": "check user and password in SMTP_URL; special characters are written as %40",
    "tls_not_verified": (
        "the server's certificate does not fit its name: use the name that is in it in SMTP_URL"
    ),
    "no_tls": "the server offers no encryption on this port: use smtps:// and its port, often 465",
    "timed_out": (
        "check host and port in SMTP_URL, and that the firewall lets this machine out to them"
    ),
}
_SLACK: Final = {
    "not_authed": "put the bot token (xoxb-…) of your Slack app into SLACK_BOT_TOKEN",
    "invalid_auth": "copy the bot token again: OAuth & Permissions of your Slack app",
    "token_revoked": "install your Slack app again and copy its new bot token",
    "account_inactive": "install your Slack app again and copy its new bot token",
}
_NOBODY: Final = (
    "set SMTP_URL, or SLACK_BOT_TOKEN and SLACK_CHANNEL; without them only an open console tells"
)


def about_notices(tried: Mapping[str, str | None], *, slack_is_half: bool) -> list[Finding]:
    """`tried`: channel → why it did not work, None where it did. `slack_is_half`: one of the two
    settings that Slack needs is missing."""
    found = [_of_channel(name, why) for name, why in tried.items()]
    if slack_is_half:
        cure = "set both SLACK_BOT_TOKEN and SLACK_CHANNEL, or neither"
        found.append(problem("slack", "only one of its two settings is set", cure))
    if not found:
        found.append(ok("notices", f"none are sent; {_NOBODY}"))
    return found


def _of_channel(name: str, why: str | None) -> Finding:
    if why is None:
        return ok(name, "lets us in")
    known = _MAIL if name == "email" else _SLACK
    cure = known.get(why)
    if cure is not None:
        return problem(name, f"does not let us in ({why})", cure)
    settings = "SMTP_URL" if name == "email" else "SLACK_BOT_TOKEN"
    return warning(
        name, f"does not answer as it should ({why})", f"check {settings}, then run this again"
    )
