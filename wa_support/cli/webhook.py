"""`wa-support webhook …`."""

import click

from wa_support.cli.webhook_explain import explain


@click.group()
def webhook() -> None:
    """What a webhook body says."""


webhook.add_command(explain)
