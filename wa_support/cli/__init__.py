"""`wa-support`: one file a command group; imports inside commands keep `--help` instant."""

from importlib import import_module
from typing import Final

import click

_COMMANDS: Final = {
    "demo": "running",
    "serve": "running",
    "web": "running",
    "console": "running",
    "work": "running",
    "demo-phone": "running",
    "demo-console": "running",
    "check": "check",
    "doctor": "doctor",
    "policy": "policy",
    "templates": "templates",
    "webhook": "webhook",
    "inbox": "inbox",
    "outbox": "outbox",
    "conversations": "conversations",
    "people": "people",
    "simulate": "simulate",
    "db": "db",
}


class _Commands(click.Group):
    """Loads the file of the command that was asked for, and no other."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        file = _COMMANDS.get(cmd_name)
        if file is None:
            return None
        found = getattr(import_module(f"wa_support.cli.{file}"), cmd_name.replace("-", "_"))
        assert isinstance(found, click.Command)  # noqa: S101 - a name in the table above
        return found


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="wa-support")
def group() -> None:
    """A WhatsApp support agent that does only what its policy says."""


def main() -> None:
    """Exit 0 fine, 1 found problems, 2 wrong use or configuration."""
    import sys

    from wa_support.domain.errors import ConfigurationError, WaSupportError

    try:
        group(standalone_mode=True)
    except ConfigurationError as error:
        for fault in error.faults:
            print(fault, file=sys.stderr)
        sys.exit(2)
    except WaSupportError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
