"""The parts of message templates, joined: files, our review, figures."""

from wa_support.bootstrap.house import House
from wa_support.config.template_folder import Folder
from wa_support.config.template_parser import parse_template
from wa_support.flow.figures import Figures
from wa_support.flow.template_approvals import TemplateApprovals
from wa_support.flow.template_shelf import TemplateShelf


def template_shelf(house: House) -> TemplateShelf:
    folder = house.settings.templates_dir
    return TemplateShelf(
        database=house.database,
        folder=Folder(folder),
        parse=parse_template,
        where=str(folder),
    )


def template_approvals(house: House, shelf: TemplateShelf) -> TemplateApprovals:
    return TemplateApprovals(
        database=house.database,
        clock=house.clock,
        ids=house.ids,
        shelf=shelf,
        alone_is_enough=house.settings.wa_approvals == "one_person_recorded",
    )


def figures(house: House) -> Figures:
    return Figures(database=house.database, clock=house.clock)
