"""`wa-support templates lists`: what was begun with `templates send --list`."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from wa_support.cli.login import decider
from wa_support.cli.opening import house
from wa_support.cli.output import json_lines, moment, table

if TYPE_CHECKING:
    from wa_support.bootstrap.house import House
    from wa_support.domain.send_lists import ListReport, SendList


_WITH_A_REASON = ("refused", "left_out")


@click.command()
@click.argument("list_id", required=False)
@click.option("--stop", is_flag=True, help="Plan no more rows of it.")
@click.option("--by", default=None, help="Your account; the login name when left out.")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines.")
def lists(list_id: str | None, stop: bool, by: str | None, as_json: bool) -> None:
    """Lists that were begun, or the report of one."""
    if stop and list_id is None:
        raise click.UsageError("say which list to stop")
    from wa_support.domain.accounts import ANSWERING, AUTHORS

    opened = house()
    if list_id is None:
        rows = [_row(each, opened) for each in opened.send_lists().all()]
        json_lines(rows) if as_json else table(rows, nothing="no list was begun yet")
        return
    if stop:
        opened.send_lists().stop(list_id, by=decider(opened, by, ANSWERING | AUTHORS))
    tell_report(opened, list_id, as_json=as_json)


def tell_report(opened: "House", list_id: str, *, as_json: bool) -> None:
    send_list = opened.send_lists().find(list_id)
    if as_json:
        json_lines([_row(send_list, opened)])
        return
    report = opened.send_lists().report(list_id)
    reason = f": {send_list.reason}" if send_list.reason else ""
    click.echo(f"{send_list.id} · {send_list.name} · {send_list.state}{reason}")
    for name, count in _counts(report).items():
        click.echo(f"  {name.replace('_', ' ')}: {count}")
    for why, count in report.refused.items():
        click.echo(f"  refused: {count} · {why}")
    for source, count in report.left_out.items():
        click.echo(f"  left out: {count} · had the same from {source}")


def _row(send_list: "SendList", opened: "House") -> dict[str, Any]:
    report = opened.send_lists().report(send_list.id)
    return {
        "id": send_list.id,
        "template": send_list.name,
        "state": str(send_list.state),
        "reason": send_list.reason,
        "by": send_list.by,
        "begun_at": moment(send_list.at),
        "ended_at": moment(send_list.ended_at),
        **_counts(report),
        "refused": sum(report.refused.values()),
        "left_out": sum(report.left_out.values()),
    }


def _counts(report: "ListReport") -> dict[str, int]:
    return {name: count for name, count in asdict(report).items() if name not in _WITH_A_REASON}
