"""`wa-support templates …`: message templates from file to customer."""

from typing import Final

import click

from wa_support.cli.lazy import LazyGroup

_COMMANDS: Final[dict[str, str]] = {
    "lint": "templates_lint",
    "list": "templates_list",
    "diff": "templates_list",
    "submit": "templates_review",
    "approve": "templates_review",
    "reject": "templates_review",
    "send": "templates_send",
    "lists": "templates_lists",
    "sync": "templates_meta",
    "delete": "templates_meta",
}


@click.command(cls=LazyGroup, files=_COMMANDS)
def templates() -> None:
    """Message templates: lint, our approval, Meta's status, sending."""
