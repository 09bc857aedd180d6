"""`check`: files and settings, every fault with its place."""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from wa_support.cli.faults import articles_in, linted, policy_faults, templates_in

if TYPE_CHECKING:
    from wa_support.config.settings import Settings
    from wa_support.domain.policy import Fault

ENV_FILE: Final = Path(".env")
_TO_SERVE: Final = (
    "WHATSAPP_APP_SECRET",
    "WHATSAPP_VERIFY_TOKEN",
    "WHATSAPP_ACCESS_TOKEN",
    "WHATSAPP_PHONE_NUMBER_ID",
)


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines on standard output.")
@click.pass_context
def check(context: click.Context, *, as_json: bool) -> None:
    """Check the settings and all files.

    Says every fault with file, line and column. Exits with 0 when all is well (warnings do not
    count), 1 when there are faults.
    """
    from wa_support.config.settings import load_settings, unknown_names
    from wa_support.domain.errors import ConfigurationError

    try:
        settings = load_settings(os.environ, ENV_FILE)
    except ConfigurationError as error:
        # without settings nobody knows which policy file is meant
        _echo_settings(error.faults, as_json=as_json, warning=False)
        context.exit(1)
    warned = [*unknown_names(ENV_FILE), *_lacking(settings), *_open_to_all(settings)]
    _echo_settings(warned, as_json=as_json, warning=True)
    templates = linted(settings, templates_in(settings).files())
    faults = [*_of_the_policy(settings), *articles_in(settings).faults, *templates]
    echo_faults(faults, as_json=as_json)
    if any(not fault.warning for fault in faults):
        context.exit(1)
    if not as_json:
        click.echo(f"{settings.policies_file}, articles, templates and settings: no faults")


def echo_faults(faults: Iterable["Fault"], *, as_json: bool) -> None:
    """One a line; in JSON: severity, file, line, column, found, expected."""
    for fault in faults:
        if as_json:
            values = asdict(fault)
            echo_json({"severity": "warning" if values.pop("warning") else "error", **values})
        else:
            click.echo(str(fault))


def echo_json(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False).encode())


def called(missing: Path) -> str:
    """A file that is not there by its name, unless the name may be a secret in the wrong place."""
    return str(missing) if missing.suffix in (".yaml", ".yml") else "POLICIES_FILE"


def unread(why: OSError) -> str:
    """There is none, or there is one that this user may not read."""
    missing = isinstance(why, FileNotFoundError)
    return "no such file" if missing else f"cannot be read ({why.strerror})"


def _echo_settings(lines: Sequence[str], *, as_json: bool, warning: bool) -> None:
    for line in lines:
        setting, _, message = line.partition(": ")
        severity = "warning" if warning else "error"
        if as_json:
            echo_json({"severity": severity, "setting": setting, "message": message})
        else:
            click.echo(f"{setting}: warning: {message}" if warning else line)


def _lacking(settings: "Settings") -> list[str]:
    """What `serve` will ask for and `demo` does without."""
    from wa_support.config.settings import require
    from wa_support.domain.errors import ConfigurationError

    needed = (*_TO_SERVE, *(() if settings.uses_sqlite else ("WA_DATA_KEY",)))
    try:
        require(settings, *needed)
    except ConfigurationError as error:
        return error.faults
    return []


def _open_to_all(settings: "Settings") -> list[str]:
    """A slow sender holds a thread for as long as it likes unless something else waits for it."""
    from ipaddress import ip_address

    host = settings.wa_host
    try:
        loopback = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        loopback = False
    advice = "others can reach this host; put a proxy that buffers request bodies in front"
    return [] if loopback else [f"WA_HOST: {advice}"]


def _of_the_policy(settings: "Settings") -> list["Fault"]:
    from wa_support.config.policy_parser import parse_policy
    from wa_support.domain.policy import Fault

    file = settings.policies_file
    try:
        source = file.read_bytes()
    except OSError as why:
        expected = "a policy; POLICIES_FILE says where"
        return [Fault(file=called(file), line=1, column=1, found=unread(why), expected=expected)]
    parsed = parse_policy(source, file=str(file))
    faults = list(policy_faults(source, settings))
    if parsed.policy is not None and parsed.policy.uses_sample_shop:
        faults.append(_sample_shop(source, str(file)))
    return faults


def _sample_shop(source: bytes, file: str) -> "Fault":
    from wa_support.domain.policy import Fault

    lines = source.decode("utf-8-sig").splitlines()
    here = [n for n, line in enumerate(lines, 1) if line.strip().startswith("connect:")]
    return Fault(
        file=file,
        line=here[-1] if here else 1,
        column=lines[here[-1] - 1].index("connect") + 1 if here else 1,
        found="connect: sample_shop",
        expected="orders of a practice shop; a real number must not answer from it",
        warning=True,
    )
