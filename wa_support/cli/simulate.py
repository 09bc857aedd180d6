"""`wa-support simulate`: a local WhatsApp Cloud API with a phone in the browser."""

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

if TYPE_CHECKING:
    from wa_support.simulator.configuration import SimulatorConfig
    from wa_support.simulator.faults import Faults

_SECRETS: Final = ("WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN", "WHATSAPP_ACCESS_TOKEN")
_IDS: Final = ("WHATSAPP_PHONE_NUMBER_ID", "WHATSAPP_BUSINESS_ACCOUNT_ID")


@click.group()
def simulate() -> None:
    """A local WhatsApp Cloud API and a phone in the browser."""


@simulate.command()
@click.option("--port", default=9100, show_default=True, help="0 takes a free one.")
@click.option(
    "--callback",
    default="http://127.0.0.1:8080/webhook",
    show_default=True,
    help="Where signed webhooks are posted.",
)
@click.option(
    "--phone-number-id",
    "numbers",
    multiple=True,
    help="The business number's id; may be repeated.  [default: WHATSAPP_PHONE_NUMBER_ID]",
)
@click.option("--business", default="Moment Living", show_default=True, help="Name on the phone.")
@click.option(
    "--ledger",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Append every accepted send to this JSON Lines file.",
)
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="NAME=VALUE",
    help="Something that goes wrong from the start, e.g. lost_answers=2; may be repeated.",
)
@click.option(
    "--templates",
    "templates_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Message templates that are approved from the start: a JSON list of create bodies.",
)
@click.option(
    "--approve-after",
    metavar="MS",
    type=click.IntRange(min=0),
    default=300,
    show_default=True,
    help="Milliseconds until a submitted template is approved.",
)
@click.option("--no-approval", is_flag=True, help="Leave templates to `simulate review`.")
def serve(
    port: int,
    callback: str,
    numbers: tuple[str, ...],
    business: str,
    ledger: Path | None,
    faults: tuple[str, ...],
    templates_file: Path | None,
    approve_after: int,
    no_approval: bool,
) -> None:
    """Run it until interrupted.

    WHATSAPP_APP_SECRET, WHATSAPP_VERIFY_TOKEN and WHATSAPP_ACCESS_TOKEN must be those of the
    service that it talks to; WHATSAPP_BUSINESS_ACCOUNT_ID is its account, where it is set. While it
    runs, POST /sim/faults changes faults, /sim/review how templates are reviewed, /sim/templates
    does to one what Meta does, /sim/marketing stops a customer's marketing.
    """
    from wa_support.simulator.configuration import ReviewRules
    from wa_support.simulator.server import serve_simulator

    serve_simulator(
        replace(
            _configuration(callback, numbers, business, ledger),
            faults=_faults(faults),
            review=ReviewRules(approve_after_ms=None if no_approval else approve_after),
            templates=_templates(templates_file) if templates_file else (),
        ),
        port,
        started=lambda url: click.echo(f"Cloud API {url}   phone {url}/phone", err=True),
    )


@simulate.command()
@click.argument("text")
@click.option("--customer", default="mina", show_default=True, help="Id, phone or BSUID.")
@click.option("--simulator", default="http://127.0.0.1:9100", show_default=True)
@click.option("--phone-number-id", help="Needed only when there are several numbers.")
def say(text: str, customer: str, simulator: str, phone_number_id: str | None) -> None:
    """Say TEXT as a customer; prints the message's id."""
    wish = {"customer": customer, "text": text}
    if phone_number_id:
        wish["phone_number_id"] = phone_number_id
    click.echo(_asked(simulator, "say", wish)["wamid"])


@simulate.command()
@click.argument("name")
@click.argument("action")
@click.option("--language", default="ko", show_default=True, help="The template's language.")
@click.option(
    "--with",
    "more",
    multiple=True,
    metavar="NAME=VALUE",
    help="What the action takes, e.g. reason=PROMOTIONAL, score=RED; may be repeated.",
)
@click.option("--simulator", default="http://127.0.0.1:9100", show_default=True)
def review(name: str, action: str, language: str, more: tuple[str, ...], simulator: str) -> None:
    """Do to the template NAME what Meta does: ACTION is approve, reject, pause, unpause, flag,
    disable, reinstate, archive, unarchive, quality, notice_category, recategorise, delete …

    Prints the template's status; an unknown ACTION names them all.
    """
    wish = {"name": name, "language": language, "do": action}
    wish |= dict(word.partition("=")[::2] for word in more)
    click.echo(_asked(simulator, "templates", wish)["status"])


def _asked(simulator: str, what: str, wish: dict[str, str]) -> dict[str, str]:
    import requests

    try:
        answer = requests.post(f"{simulator.rstrip('/')}/sim/{what}", json=wish, timeout=10)
    except requests.ConnectionError:
        _give_up(
            f"no simulator answers at {simulator}; start one: wa-support simulate serve,"
            " or name the demo's platform with --simulator"
        )
    if not answer.ok:
        _give_up(answer.json().get("error", f"HTTP {answer.status_code}"))
    told: dict[str, str] = answer.json()
    return told


def _configuration(
    callback: str, numbers: tuple[str, ...], business: str, ledger: Path | None
) -> "SimulatorConfig":
    from wa_support.config.settings import variables
    from wa_support.simulator.accounts import Number
    from wa_support.simulator.configuration import SimulatorConfig

    given = variables((*_SECRETS, *_IDS), os.environ, Path(".env"))
    numbers = numbers or (given.get("WHATSAPP_PHONE_NUMBER_ID", ""),)
    lacking = [name for name in _SECRETS if name not in given]
    if not any(numbers):
        lacking.append("WHATSAPP_PHONE_NUMBER_ID (or --phone-number-id)")
    if lacking:
        _give_up(*(f"{name} is not set" for name in lacking))
    ids = [part.strip() for group in numbers for part in group.split(",") if part.strip()]
    account = given.get("WHATSAPP_BUSINESS_ACCOUNT_ID")
    config = SimulatorConfig(
        callback_url=callback,
        app_secret=given["WHATSAPP_APP_SECRET"].split(",")[0].strip(),
        verify_token=given["WHATSAPP_VERIFY_TOKEN"],
        access_token=given["WHATSAPP_ACCESS_TOKEN"],
        phone_numbers=tuple(Number(id=each, name=business) for each in ids),
        ledger_path=ledger,
    )
    return replace(config, waba_id=account) if account else config


def _templates(file: Path) -> tuple[dict[str, Any], ...]:
    from wa_support.simulator.templates.seeds import seeds_from

    try:
        return seeds_from(file.read_text(encoding="utf-8"))
    except ValueError as wrong:
        _give_up(f"--templates {file}: {wrong}")


def _faults(words: tuple[str, ...]) -> "Faults":
    from wa_support.simulator.faults import FaultPanel

    wanted: dict[str, int | bool | str] = {}
    for word in words:
        name, _, value = word.partition("=")
        truth = {"true": True, "false": False}.get(value, value)
        wanted[name] = int(value) if value.isdecimal() else truth
    try:
        return FaultPanel().set(wanted)
    except ValueError as wrong:
        _give_up(f"--fault: {wrong}")


def _give_up(*lines: str) -> NoReturn:
    for line in lines:
        click.echo(line, err=True)
    sys.exit(2)
