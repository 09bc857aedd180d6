"""`wa-support templates send`: to one customer, or to every row of a CSV file."""

import sys
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

import click

from wa_support.cli.login import decider
from wa_support.cli.opening import settings
from wa_support.cli.output import json_lines
from wa_support.cli.templates_lists import tell_report

if TYPE_CHECKING:
    from wa_support.bootstrap.house import House
    from wa_support.domain.policy import Fault
    from wa_support.domain.send_lists import ListRow, SendList
    from wa_support.flow.sending_by_hand import Looked

_LOOK_S = 0.5
_TOLD = 200


@click.command()
@click.argument("name")
@click.option(
    "--to", "who", metavar="WHO", help="A phone with its country code, a BSUID, or our id."
)
@click.option("--set", "pairs", multiple=True, metavar="NAME=VALUE", help="A variable's value.")
@click.option(
    "--list", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV: a column `to`, one for each variable, `language` if you like.",
)  # fmt: skip
@click.option(
    "--from",
    "number",
    metavar="ID",
    help="The phone number id that sends; the first when left out.",
)
@click.option("--again", is_flag=True, help="With --list: also to who had the same already.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent, and send nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--by", default=None, help="Your account; the login name when left out.")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines.")
def send(
    name: str,
    who: str | None,
    pairs: tuple[str, ...],
    file: Path | None,
    number: str | None,
    again: bool,
    dry_run: bool,
    yes: bool,
    by: str | None,
    as_json: bool,
) -> None:
    """Send the template NAME to one customer (--to), or to a list (--list).

    A list is found again by its file: the same line goes on with it after any interruption, and
    every row is sent once. From a changed file, who had the same in the last six days is left out.
    """
    if (who is None) == (file is None):
        raise click.UsageError("say --to WHO or --list FILE")
    if "." in name:
        raise click.UsageError("say the name alone: each customer's language decides")
    if file is not None and pairs:
        raise click.UsageError("--set goes with --to; a list has a column for each variable")
    if file is None and again:
        raise click.UsageError("--again goes with --list")
    opened = _house()
    who_sends = _sender(opened, by)
    number = _number(opened, number)
    source = file.read_bytes() if file is not None else b""
    rows = (
        _one(opened, name, str(who), pairs)
        if file is None
        else _rows(opened, name, source, str(file))
    )
    _refuse_faulty(opened, name, rows, file)
    had = opened.send_lists().had(name, source, rows, phone_number_id=number) if file else {}
    _show(opened.sending_by_hand().look(name, rows), had, again=again, as_json=as_json)
    if dry_run:
        return
    if not yes:
        _confirm(len(rows) - (0 if again else sum(had.values())))
    if file is None:
        _send_one(opened, name, rows[0], by=who_sends, number=number, as_json=as_json)
    else:
        begun = opened.send_lists().begin(
            name, source, rows, by=who_sends, phone_number_id=number, again=again
        )
        _follow(opened, begun)
        tell_report(opened, begun.id, as_json=as_json)


def _house() -> "House":
    from wa_support.bootstrap.house import open_house

    return open_house(settings("WHATSAPP_PHONE_NUMBER_ID"))


def _sender(opened: "House", by: str | None) -> str:
    from wa_support.domain.accounts import ANSWERING, AUTHORS

    return decider(opened, by, ANSWERING | AUTHORS)


def _number(opened: "House", named: str | None) -> str:
    ours = opened.settings.whatsapp_phone_number_id
    if named is not None and named not in ours:
        raise click.BadParameter(
            f"{named} is none of WHATSAPP_PHONE_NUMBER_ID: {', '.join(ours)}", param_hint="--from"
        )
    return named or ours[0]


def _one(opened: "House", name: str, who: str, pairs: Sequence[str]) -> Sequence["ListRow"]:
    from wa_support.domain.send_lists import ListRow

    approved = opened.sending_by_hand().approved(name).values()
    known = {each.name for template in approved for each in template.variables}
    return [ListRow(n=1, who=who, values=_values(pairs, known))]


def _values(pairs: Sequence[str], known: Collection[str]) -> Mapping[str, str]:
    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.BadParameter(f"{pair}: write it as NAME=VALUE", param_hint="--set")
        if name not in known:
            there = ", ".join(sorted(known)) or "none"
            raise click.BadParameter(f"no variable {name}; there is {there}", param_hint="--set")
        values[name] = value
    return values


def _rows(opened: "House", name: str, source: bytes, file: str) -> Sequence["ListRow"]:
    """Every fault of the file at once, and exit 1."""
    from wa_support.config.list_file import read_list

    approved = opened.sending_by_hand().approved(name)
    variables = [each.name for template in approved.values() for each in template.variables]
    read = read_list(source, file=file, variables=variables, languages=approved)
    _tell(read.faults)
    if not read.rows:
        sys.exit(1)
    return read.rows


def _tell(faults: Sequence["Fault"]) -> None:
    for fault in faults:
        click.echo(str(fault), err=True)


def _refuse_faulty(
    opened: "House", name: str, rows: Sequence["ListRow"], file: Path | None
) -> None:
    """Values that Meta would refuse are told before anything is planned."""
    faults = opened.sending_by_hand().faults(name, rows)
    told = [f"--set {fault}" if file is None else f"{file}:{n}: {fault}" for n, fault in faults]
    for line in told[:_TOLD]:
        click.echo(line, err=True)
    if told:
        click.echo(f"{len(told)} value(s) to mend; nothing was sent", err=True)
        sys.exit(1)


def _show(looked: "Looked", had: Mapping[str, int], *, again: bool, as_json: bool) -> None:
    if as_json:
        first = looked.first.body if looked.first is not None else None
        row = {"messages": looked.messages, "category": looked.category, "not_yet": looked.not_yet}
        json_lines([{**row, "countries": looked.countries, "first": first, "had": dict(had)}])
        return
    where = ", ".join(f"{country} {count}" for country, count in sorted(looked.countries.items()))
    click.echo(f"{looked.messages} {looked.category} message(s): {where}")
    click.echo("Meta charges each one that is delivered; prices are on its rate card.")
    for language, why in looked.not_yet.items():
        click.echo(f"{language} cannot be sent yet: {why}")
    left_out = "and get it again" if again else "and are left out; --again sends it to them too"
    for source, count in had.items():
        click.echo(f"{count} of them had the same from {source} lately, {left_out}")
    if looked.first is not None:
        click.echo("the first one:\n")
        click.echo("\n".join(f"  {line}" for line in looked.first.body.splitlines()))
        click.echo("")


def _confirm(messages: int) -> None:
    from wa_support.domain.errors import NotAllowed

    try:
        sure = click.confirm(f"send {messages}?", err=True)
    except click.Abort:
        sure = False
    if not sure:
        raise NotAllowed("nothing was sent: --yes sends without asking")


def _send_one(
    opened: "House", name: str, row: "ListRow", *, by: str, number: str, as_json: bool
) -> None:
    send_id = opened.sending_by_hand().send_one(
        name, row.who, row.values, by=by, phone_number_id=number
    )
    if as_json:
        json_lines([{"send_id": send_id}])
    else:
        click.echo(f"{send_id} is planned; a running worker sends it")


def _follow(opened: "House", begun: "SendList") -> None:
    """Ctrl-C ends the looking; the worker goes on."""
    lists = opened.send_lists()
    click.echo(
        f"list {begun.id}: a running worker sends it; Ctrl-C only ends the looking", err=True
    )
    with (
        suppress(KeyboardInterrupt),
        click.progressbar(length=begun.total, label=begun.name, file=sys.stderr) as bar,
    ):
        shown, going = 0, True
        while going:
            going = lists.find(begun.id).going
            ended = lists.ended(begun.id)
            bar.update(ended - shown)
            shown = ended
            sleep(_LOOK_S if going else 0)
