"""`templates lint`: what is wrong with the files, before Meta says so."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from wa_support.cli.check import echo_faults, echo_json
from wa_support.cli.faults import linted, templates_in
from wa_support.cli.opening import settings as opened

if TYPE_CHECKING:
    from wa_support.config.template_folder import Folder
    from wa_support.config.template_lint import TemplateFault
    from wa_support.domain.templates.template import TemplateKey


@click.command("lint")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="JSON Lines on standard output.")
@click.pass_context
def lint(context: click.Context, names: tuple[str, ...], *, as_json: bool) -> None:
    """Check message templates.

    Says every fault with file, line, column and how to mend it, then what only Meta knows. NAME is
    order_shipped, or one language of it: order_shipped.ko. Without one, all in TEMPLATES_DIR.
    Exits with 0 when all is well (warnings do not count), 1 when there are faults.
    """
    settings = opened()
    folder = templates_in(settings)
    files = folder.files()
    keys = [file.key for file in files]
    _refuse_unknown(context, folder, keys, names)
    faults = linted(settings, files, names)
    echo_faults(faults, as_json=as_json)
    asked = [key for key in keys if not names or key.name in names or str(key) in names]
    _echo_not_known(faults, len(asked), as_json=as_json)
    if any(not fault.warning for fault in faults):
        context.exit(1)


def _refuse_unknown(
    context: click.Context, folder: "Folder", keys: "Sequence[TemplateKey]", names: Sequence[str]
) -> None:
    known = {str(key) for key in keys} | {key.name for key in keys}
    wrong = [name for name in names if name not in known]
    if wrong:
        here = ", ".join(dict.fromkeys(key.name for key in keys)) or "nothing"
        click.echo(f"{', '.join(wrong)}: no such template; {folder.root} has {here}", err=True)
    elif not keys and not list(folder.strays()):
        click.echo(f"{folder.root}: no templates; TEMPLATES_DIR says where they are", err=True)
    else:
        return
    context.exit(2)


def _echo_not_known(faults: "Sequence[TemplateFault]", files: int, *, as_json: bool) -> None:
    from wa_support.domain.templates.lint import NOT_KNOWN_HERE

    if as_json:
        for sentence in NOT_KNOWN_HERE:
            echo_json({"severity": "not_known", "message": sentence})
        return
    warnings = sum(1 for fault in faults if fault.warning)
    counted = [_counted(len(faults) - warnings, "fault")]
    counted += [_counted(warnings, "warning")] if warnings else []
    click.echo(f"{_counted(files, 'file')}: {', '.join(counted)}\n\nOnly Meta knows:")
    for sentence in NOT_KNOWN_HERE:
        click.echo(f"  {sentence}")


def _counted(count: int, of: str) -> str:
    return f"{count or 'no'} {of}{'' if count == 1 else 's'}"
