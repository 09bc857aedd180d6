"""A group of commands that loads the file of the one that was asked for, and no other: `--help`
stays instant."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """`files` names the file of each command under `wa_support.cli`."""

    def __init__(self, *args: Any, files: Mapping[str, str], **named: Any) -> None:
        super().__init__(*args, **named)
        self._files = files

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self._files)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        file = self._files.get(cmd_name)
        if file is None:
            return None
        found = getattr(import_module(f"wa_support.cli.{file}"), cmd_name.replace("-", "_"))
        assert isinstance(found, click.Command)  # noqa: S101 - a name in the table
        return found
