"""The ways to tell people outside the console that the settings name."""

from wa_support.bootstrap.house import House
from wa_support.config.settings import Settings
from wa_support.config.smtp_url import read_smtp_url
from wa_support.domain.checkup.finding import Finding
from wa_support.domain.checkup.notices import about_notices
from wa_support.flow.notifying import Notifying
from wa_support.ports.rounds import Channel


def channels(settings: Settings) -> tuple[Channel, ...]:
    """Libraries for what is not set up stay out of memory."""
    found: list[Channel] = []
    if settings.smtp_url is not None:
        from wa_support.desks.email import EMail

        found.append(EMail(mailbox=read_smtp_url(settings.smtp_url.get_secret_value())))
    if settings.slack_bot_token is not None and settings.slack_channel is not None:
        from wa_support.desks.slack import Slack

        token = settings.slack_bot_token.get_secret_value()
        found.append(Slack(token=token, channel=settings.slack_channel))
    return tuple(found)


def notifying(house: House) -> Notifying:
    return Notifying(
        database=house.database,
        clock=house.clock,
        book=house.book,
        channels=channels(house.settings),
        console=house.settings.wa_console_url,
    )


def notices_findings(settings: Settings) -> list[Finding]:
    """Each channel is tried, up to the moment before something is said there."""
    tried = {channel.name: channel.probe() for channel in channels(settings)}
    half = (settings.slack_bot_token is None) is not (settings.slack_channel is None)
    return about_notices(tried, slack_is_half=half)
