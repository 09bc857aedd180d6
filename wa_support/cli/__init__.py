"""`wa-support`: one file a command group; imports inside commands keep `--help` instant."""

from typing import Final

import click

from wa_support.cli.lazy import LazyGroup

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


@click.command(
    cls=LazyGroup, files=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
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
