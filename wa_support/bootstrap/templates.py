"""The parts of message templates, joined: files, our review, Meta, figures."""

from collections.abc import Sequence
from functools import partial

from wa_support.bootstrap.house import House
from wa_support.config.template_folder import Folder
from wa_support.config.template_lint import lint_files, lint_template
from wa_support.domain.policy import Fault
from wa_support.flow.figures import Figures
from wa_support.flow.template_approvals import TemplateApprovals
from wa_support.flow.template_shelf import TemplateShelf
from wa_support.flow.templates_at_meta import TemplatesAtMeta
from wa_support.ports.templates import TemplateFile


def template_shelf(house: House) -> TemplateShelf:
    folder = house.settings.templates_dir
    return TemplateShelf(
        database=house.database,
        clock=house.clock,
        folder=Folder(folder),
        parse=lint_template,
        read=house.book.read_template,
        where=str(folder),
    )


def template_approvals(
    house: House, shelf: TemplateShelf, *, at_shell: str | None = None
) -> TemplateApprovals:
    return TemplateApprovals(
        database=house.database,
        clock=house.clock,
        ids=house.ids,
        shelf=shelf,
        lint=partial(_lint, house),
        alone_is_enough=house.settings.wa_approvals == "one_person_recorded",
        at_shell=at_shell,
    )


def _lint(house: House, files: Sequence[TemplateFile], asked: str) -> Sequence[Fault]:
    """Against the purposes of the policy in force, where there is one."""
    with house.database.read() as tx:
        published = tx.policies.in_force() is not None
        purposes = house.book.current(tx).policy.purposes if published else None
    known = None if purposes is None else [one.name for one in purposes]
    folder = Folder(house.settings.templates_dir)
    return lint_files(files, folder, purposes=known, names=[asked])


def figures(house: House) -> Figures:
    return Figures(database=house.database, clock=house.clock)


def at_meta(house: House) -> TemplatesAtMeta | None:
    """None without an account: pages then say what to set."""
    settings = house.settings
    if not (settings.whatsapp_access_token and settings.whatsapp_business_account_id):
        return None
    from wa_support.bootstrap.templates_at_meta import submitting

    return TemplatesAtMeta(submitting=submitting(house))
