"""`wa-support templates …`: message templates from file to customer."""

from importlib import import_module
from typing import Final

import click

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


class _Templates(click.Group):
    """Loads the file of the command that was asked for, and no other."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        file = _COMMANDS.get(cmd_name)
        if file is None:
            return None
        found = getattr(import_module(f"wa_support.cli.{file}"), cmd_name)
        assert isinstance(found, click.Command)  # noqa: S101 - a name in the table above
        return found


@click.command(cls=_Templates)
def templates() -> None:
    """Message templates: lint, our approval, Meta's status, sending."""
