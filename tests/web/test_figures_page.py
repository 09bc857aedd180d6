"""The last 30 days in figures: each share with what it is of, and nothing counted as kept."""

import re

from tests.web.console_world import lively
from tests.web.signed_in import inside, text
from tests.web.templates_world import with_templates
from wa_support.domain.satisfaction import Counted, SurveyKind
from wa_support.ports.rounds import WaitsCounted


def shares(page: str) -> list[str]:
    return re.findall(r'class="share">(\d+%|[^<]*)<', page)


def test_shares_stand_beside_what_they_are_of() -> None:
    page = text(inside(with_templates(lively()), role="viewer"), "/figures?lang=en")
    assert "n = 128 · asked 412 · response rate 31%" in page
    assert "n = 9 · asked 38 · response rate 24%" in page
    assert shares(page)[:3] == ["75%", "16%", "9%"]
    assert page.count("Too few to trust a share.") == 1


def test_told_another_way_is_neither_kept_nor_late_and_what_is_open_is_not_counted() -> None:
    page = text(inside(with_templates(lively()), role="ops"), "/figures?lang=en")
    promises = page[page.index('id="promises"') :]
    assert "n = 94" in promises
    assert shares(promises) == ["86%", "10%", "4%"]
    assert re.search(r"still waiting</dt><dd>3<", promises)
    assert re.search(r"nothing was promised</dt><dd>2<", promises)


def test_nothing_asked_and_nothing_promised_has_no_share() -> None:
    world = lively()
    world.figures.asked = [
        Counted(kind=SurveyKind.BOT, asked=0), Counted(kind=SurveyKind.AGENT, asked=7),
    ]  # fmt: skip
    world.figures.waits = WaitsCounted(open=2)
    page = text(inside(world, role="ops"), "/figures?lang=en")
    assert "Nobody was asked." in page
    assert "7 were asked; nobody has answered." in page
    assert "No promise has come due." in page
    assert shares(page) == []
