"""`doctor`: the live connection and this machine, a cure for everything that is not well."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from wa_support.cli.opening import settings
from wa_support.cli.output import json_lines

if TYPE_CHECKING:
    from wa_support.domain.checkup.finding import Finding

_NEEDED = ("WHATSAPP_APP_SECRET", "WHATSAPP_ACCESS_TOKEN", "WHATSAPP_PHONE_NUMBER_ID")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="JSON Lines: check, state, found, cure.")
@click.pass_context
def doctor(context: click.Context, *, as_json: bool) -> None:
    """Look at the live connection and at this machine.

    Asks Graph, and the language model's server where a key is set, and changes nothing. Run it as
    the user that the service runs as. Exits with 0 when no problem was found (warnings, and what
    could not be looked at, do not count), 1 when there is one.
    """
    from wa_support.bootstrap.doctor import run_doctor
    from wa_support.domain.checkup.finding import State

    findings = run_doctor(settings(*_NEEDED))
    if as_json:
        json_lines(asdict(finding) for finding in findings)
    else:
        for finding in findings:
            click.echo(_line(finding))
    if any(finding.state is State.PROBLEM for finding in findings):
        context.exit(1)


def _line(finding: "Finding") -> str:
    """Names come from outside: what would move a terminal's cursor is left out."""
    cure = f"  → {finding.cure}" if finding.cure else ""
    state = finding.state.replace("_", " ")
    line = f"{state:<14}  {finding.check:<14}  {finding.found}{cure}"
    return "".join(each for each in line.replace("\n", " ") if each.isprintable())
