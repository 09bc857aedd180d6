"""`wa-support db …`."""

import click

from wa_support.cli.opening import settings


@click.group()
def db() -> None:
    """The database's schema."""


@db.command()
def upgrade() -> None:
    """Bring the schema up to this version of the program."""
    from wa_support.bootstrap.data_folder import data_folder
    from wa_support.bootstrap.world import SystemClock
    from wa_support.storage.engine import open_engine
    from wa_support.storage.migrate import upgrade as bring_up

    loaded = settings()
    url = loaded.database_url.get_secret_value()
    engine = open_engine(url, data_dir=data_folder(loaded), clock=SystemClock())
    bring_up(engine)
    click.echo("the schema is up to date")
