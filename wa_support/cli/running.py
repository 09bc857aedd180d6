"""The service, its parts alone, and the demo."""

import os
import sys
from pathlib import Path
from typing import Final

import click

from wa_support.cli.opening import settings

_WEB: Final = ("WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN")
_WORK: Final = ("WHATSAPP_ACCESS_TOKEN", "WHATSAPP_PHONE_NUMBER_ID")


@click.command()
@click.option(
    "--model",
    type=click.Choice(["scripted"]),
    help="A simulated language model that knows a few sentences. Without this the one of"
    " OPENAI_API_KEY and OPENAI_MODEL is asked, if they are set.",
)
def demo(model: str | None) -> None:
    """Everything at once with no keys; prints the addresses."""
    from wa_support.bootstrap.demo import run_demo

    file = Path(os.environ.get("POLICIES_FILE") or "policies.yaml").absolute()
    if not file.is_file():
        click.echo(
            f"{file}: not found; run this beside a policies.yaml or set POLICIES_FILE", err=True
        )
        sys.exit(2)
    sys.exit(run_demo(file, scripted=model == "scripted"))


@click.command()
def serve() -> None:
    """The service: web, console and worker under one parent."""
    from wa_support.bootstrap.data_folder import data_folder
    from wa_support.bootstrap.serve import run_serve

    sys.exit(run_serve(data_folder(settings(*_WEB, *_WORK))))


@click.command()
def web() -> None:
    """The webhook port alone."""
    from wa_support.bootstrap.web import run_web

    _lifeline()
    run_web(settings(*_WEB))


@click.command()
def console() -> None:
    """The console port alone, on this machine only."""
    from wa_support.bootstrap.console import run_console

    _lifeline()
    run_console(settings())


@click.command()
def work() -> None:
    """The worker alone."""
    from wa_support.bootstrap.work import run_work

    _lifeline()
    run_work(settings(*_WORK))


@click.command(name="demo-console", hidden=True)
def demo_console() -> None:
    """The demo's own console."""
    from wa_support.bootstrap.demo import run_demo_console

    _lifeline()
    port = int(os.environ["WA_DEMO_PHONE_PORT"])
    run_demo_console(settings(), token=os.environ["WA_DEMO_TOKEN"], phone_port=port)


@click.command(name="demo-phone", hidden=True)
def demo_phone() -> None:
    """The demo's own platform, and its language model where it has one."""
    from wa_support.bootstrap.demo_console import run_demo_model, run_demo_phone

    _lifeline()
    loaded = settings(*_WEB, *_WORK)
    if port := os.environ.get("WA_DEMO_MODEL_PORT"):
        run_demo_model(loaded, port=int(port))
    run_demo_phone(loaded, port=int(os.environ["WA_DEMO_PHONE_PORT"]))


def _lifeline() -> None:
    """A child ends when the parent that started it is gone, however that went."""
    from wa_support.supervise import watch_lifeline

    watch_lifeline()
