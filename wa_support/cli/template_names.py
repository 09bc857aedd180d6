"""How commands name a template: `order_shipped`, or one language of it: `order_shipped.ko`."""

import click

NAMED = click.argument("name", metavar="NAME[.LANGUAGE]")


def in_language(named: str) -> tuple[str, str | None]:
    """The name, and the language where one is named."""
    name, _, language = named.partition(".")
    return name, language or None
