"""`policy check`: the policy file's faults, and what this build will do with it."""

import os
from typing import TYPE_CHECKING

import click

from wa_support.cli.check import ENV_FILE, called, echo_faults, echo_json, unread
from wa_support.cli.faults import policy_faults
from wa_support.cli.policy_estimate import echo_estimate

if TYPE_CHECKING:
    from wa_support.config.settings import Settings
    from wa_support.domain.policy import Policy, Purpose


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines on standard output.")
@click.pass_context
def check(context: click.Context, *, as_json: bool) -> None:
    """Check the policy file.

    Says its faults by line, then what each purpose does and how much of it will be answered.
    Reads POLICIES_FILE, and the names of the articles in KNOWLEDGE_DIR. Exits with 0 when it can
    be published, 1 when it has faults.
    """
    from wa_support.config.policy_parser import parse_policy
    from wa_support.domain.errors import NotFitted

    settings = _settings(context)
    file = settings.policies_file
    try:
        source = file.read_bytes()
    except OSError as why:
        click.echo(
            f"{called(file)}: {unread(why)}; POLICIES_FILE says where the policy is", err=True
        )
        context.exit(2)
    parsed = parse_policy(source, file=str(file))
    faults = policy_faults(source, settings)
    echo_faults(faults, as_json=as_json)
    if parsed.policy is None:
        context.exit(1)
    (_echo_json if as_json else _echo)(parsed.policy)
    try:
        echo_estimate(parsed.policy, settings, file=str(file), as_json=as_json)
    except NotFitted as why:
        click.echo(f"{called(file)}: the classifier could not be fitted ({why})", err=True)
        context.exit(1)
    if any(not fault.warning for fault in faults):
        context.exit(1)


def _settings(context: click.Context) -> "Settings":
    from wa_support.config.settings import load_settings
    from wa_support.domain.errors import ConfigurationError

    try:
        return load_settings(os.environ, ENV_FILE)
    except ConfigurationError as error:
        for line in error.faults:
            click.echo(line, err=True)
        context.exit(2)


def _echo(policy: "Policy") -> None:
    for purpose in policy.purposes:
        said = ", ".join(f"{n} {language}" for language, n in _counts(purpose).items())
        tools = ", ".join(purpose.bot_may) or "nothing by itself"
        click.echo(
            f"{purpose.name}: {purpose.declared_as}, {purpose.answers}; customers say {said}; "
            f"not_this {len(purpose.not_this)}; bot may {tools}"
        )
    if policy.not_yet:
        click.echo("\nNot yet in this build:")
        for line in policy.not_yet:
            click.echo(f"  {line}")


def _echo_json(policy: "Policy") -> None:
    for purpose in policy.purposes:
        echo_json(
            {
                "purpose": purpose.name,
                "line": purpose.line,
                "declared_as": purpose.declared_as,
                "answers": purpose.answers,
                "customers_say": _counts(purpose),
                "not_this": len(purpose.not_this),
                "bot_may": list(purpose.bot_may),
                "unconnected": list(policy.unconnected(purpose)),
            }
        )
    for line in policy.not_yet:
        echo_json({"not_yet": line})


def _counts(purpose: "Purpose") -> dict[str, int]:
    counts: dict[str, int] = {}
    for example in purpose.examples:
        language = example.language or "other"
        counts[language] = counts.get(language, 0) + 1
    return counts
