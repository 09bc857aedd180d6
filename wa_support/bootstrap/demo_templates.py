"""The demo's message templates: put up, approved and given to the simulated platform at its start.

Nobody else is there to read them, so the demo plays both people, and the page says so.
"""

import sys
import threading
import time
from typing import Final

from wa_support.bootstrap.house import House
from wa_support.bootstrap.templates import template_approvals, template_shelf
from wa_support.bootstrap.templates_at_meta import submitting
from wa_support.domain.errors import WaSupportError
from wa_support.domain.templates.submitted import Outcome, Submitted
from wa_support.flow.template_shelf import TemplateShelf

_AUTHOR: Final = "demo"
_SECOND: Final = "demo, second person"
_AGAIN_S: Final = 0.5
_TRIES: Final = 60


def put_up_templates(house: House) -> threading.Thread:
    """Returns at once."""
    thread = threading.Thread(target=_all, args=(house,), name="templates", daemon=True)
    thread.start()
    return thread


def _all(house: House) -> None:
    """Once a worker lives: the pages come first."""
    while house.last_beat() is None:
        time.sleep(_AGAIN_S)
    shelf = template_shelf(house)
    try:
        names = dict.fromkeys(file.key.name for file in shelf.files())
    except WaSupportError as why:
        _say(why)
        return
    for name in names:
        try:
            _one(house, shelf, name)
        except WaSupportError as why:
            _say(why)


def _one(house: House, shelf: TemplateShelf, name: str) -> None:
    reviews = template_approvals(house, shelf)
    reviews.put_up(name, by=_AUTHOR)
    reviews.approve(reviews.in_review(name), by=_SECOND)
    for each in _given(house, name):
        if not each.done:
            _say(f"{each.key}: {each.said}")


def _given(house: House, name: str) -> list[Submitted]:
    """The platform may be the last to start."""
    told: list[Submitted] = []
    for _ in range(_TRIES):
        told = list(submitting(house).submit(name, languages=None, by=_AUTHOR))
        if all(each.outcome is not Outcome.NOT_REACHED for each in told):
            break
        time.sleep(_AGAIN_S)
    return told


def _say(what: object) -> None:
    print(what, file=sys.stderr, flush=True)
