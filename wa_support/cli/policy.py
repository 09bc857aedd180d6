"""`wa-support policy …`: look at the file, try it, publish it."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from wa_support.cli.faults import policy_faults
from wa_support.cli.login import decider
from wa_support.cli.opening import house, settings
from wa_support.cli.output import json_lines
from wa_support.cli.policy_check import check
from wa_support.cli.policy_suggest import suggest

if TYPE_CHECKING:
    from wa_support.domain.decisions import GateDecision
    from wa_support.domain.policy import Fault, Policy


@click.group()
def policy() -> None:
    """The policy: what the bot may do, and nothing else."""


policy.add_command(check)
policy.add_command(suggest)


@policy.command(name="try")
@click.argument("text")
def try_text(text: str) -> None:
    """What the file decides about TEXT (- reads lines)."""
    read = _read_file()
    texts = (line.rstrip("\n") for line in sys.stdin) if text == "-" else [text]
    json_lines(_decisions(read, texts))


@policy.command()
@click.option("--by", default=None, help="Your account; the login name when left out.")
def publish(by: str | None) -> None:
    """Put the file into force. A faulty file changes nothing."""
    from wa_support.bootstrap.policy_file import read_policy_file
    from wa_support.domain.accounts import ADMINS

    opened = house()
    who = decider(opened, by, ADMINS)
    file = opened.settings.policies_file
    source = read_policy_file(file)
    faults = policy_faults(source, opened.settings)
    _print_faults(faults)
    if any(not fault.warning for fault in faults):
        click.echo("not published; the version in force stays as it is", err=True)
        sys.exit(1)
    published = opened.changes.publish(source, file=str(file), by=who)
    if published.version is not None:
        click.echo(f"version {published.version.version} is in force")


@policy.command()
@click.option("--json", "as_json", is_flag=True, help="JSON Lines.")
def verify(as_json: bool) -> None:
    """Whether the audit is what was written; exit 1 at the first record that is not."""
    found = house().audit_check().run()
    head = found.head.hash.hex()
    if as_json:
        row = {"records": found.head.position, "head": head, "unsealed": found.waiting}
        json_lines([{**row, "broken": found.broken, "seq": found.seq, "why": found.why}])
    elif found.broken is None:
        click.echo(f"{found.head.position} records, unbroken; {found.waiting} not sealed yet")
        click.echo(f"head {head}")
    else:
        row_named = f" (row {found.seq})" if found.seq is not None else ""
        click.echo(f"the audit is broken at record {found.broken}{row_named}: {found.why}")
    if found.broken is not None:
        sys.exit(1)


def _read_file() -> "Policy":
    from wa_support.bootstrap.policy_file import read_policy_file
    from wa_support.config.policy_parser import parse_policy

    file = settings().policies_file
    parsed = parse_policy(read_policy_file(file), file=str(file))
    if parsed.policy is None:
        _print_faults(parsed.faults)
        sys.exit(1)
    return parsed.policy


def _print_faults(faults: "tuple[Fault, ...]") -> None:
    for fault in faults:
        click.echo(str(fault), err=True)


def _decisions(read: "Policy", texts: Any) -> Iterator[dict[str, Any]]:
    from datetime import UTC, datetime

    from wa_support.bootstrap.policy_file import fitted_weights
    from wa_support.domain.conversations import Memory
    from wa_support.domain.decisions import GateDecision, Verdict
    from wa_support.domain.gate.rules import Heard, decide
    from wa_support.domain.reasons import DecidedBy, Reason
    from wa_support.flow.masking import make_masker

    def today() -> Any:
        return datetime.now(tz=UTC).date()  # noqa: TID251 - a person tries it now

    mask = make_masker(read.order_id_pattern, today)
    scorer = fitted_weights(read, settings())
    for text in texts:
        masked, kinds = mask(text)
        decision = decide(Heard(text=masked), policy=read, memory=Memory(), scorer=scorer)
        if kinds:
            decision = GateDecision(
                verdict=Verdict.HAND_OFF, reason=Reason.PERSONAL_DATA, decided_by=DecidedBy.RULE
            )
        yield _as_line(masked, decision)


def _as_line(text: str, decision: "GateDecision") -> dict[str, Any]:
    return {
        "text": text,
        "decision": decision.verdict,
        "purpose": decision.purpose,
        "declared_as": decision.declared_as,
        "reason": decision.reason,
        "confidence": decision.confidence,
        "decided_by": decision.decided_by,
    }
