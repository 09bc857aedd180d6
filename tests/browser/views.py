"""Every page of the console as somebody may meet it: which addresses, in which world."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flask import Flask
from werkzeug.routing import Rule

from tests.web.console_world import World, lively
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author

ARGUMENTS: Final = {
    "conversation_id": "co_auto", "version": 1, "token": "t0ken", "filename": "console.css",
    "canned_id": "can_1",
}  # fmt: skip
"""What stands in for a variable part of an address; a route with another part needs a line here."""

VIEWS: Final = {
    "seat.page": (
        "",
        "?c=co_wait",
        "?c=co_auto",
        "?c=co_mine",
        "?c=co_theirs",
        "?c=co_wait&pane=1",
        "?view=everything&order=window",
        "?view=put_off",
    ),
    "cases.search": ("", "?q=김하늘", "?q=없음"),
    "canned.page": ("", "?edit=can_1"),
    "why.page": ("", "?pane=1"),
    "policy.current": ("",),
    "policy.page": ("", "?c=co_auto", "?pane=1"),
    "demo.page": ("",),
    "demo.empty": ("",),
    "demo.edit": ("",),
}
"""Endpoint → the queries it is looked at with. A route that answers a page must be here."""

AGENT: Final = "민지"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """`entered`: by somebody who is signed in. `bilingual`: says everything in both languages."""

    path: str
    status: int = 200
    entered: bool = True
    bilingual: bool = False

    def __str__(self) -> str:
        return self.path if self.entered else f"{self.path} of a stranger"


def views(app: Flask) -> Iterator[View]:
    for rule in _pages(app):
        path = address(app, rule)
        yield from (View(path=path + query) for query in VIEWS[rule.endpoint])
    yield View(path="/no/such/page", status=404)
    yield View(path="/", status=403, entered=False, bilingual=True)


def routes(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]


def address(app: Flask, rule: Rule) -> str:
    adapter = app.url_map.bind("")
    return adapter.build(rule.endpoint, {name: ARGUMENTS[name] for name in rule.arguments})


def _pages(app: Flask) -> list[Rule]:
    return [rule for rule in routes(app) if rule.endpoint in VIEWS]


def full_world() -> World:
    """`lively()`, with one conversation of this agent and one of a colleague."""
    world = lively()
    for name, agent in (("co_mine", AGENT), ("co_theirs", "현우")):
        world.add(name, owner=Owner.QUEUED, name="Alexandra Featherstonehaugh-Montgomery")
        world.say(name, Author.CUSTOMER, "안녕하세요 " * 30)
        world.take(name, agent=agent)
        world.say(name, Author.AGENT, f"{agent} 상담원입니다. https://example.test/{'a' * 120}")
    world.save(
        agent=AGENT, id=None, title="지연 사과", body="{customer}님, 죄송합니다.", language=None
    )
    world.note("co_mine", agent="현우", text="물류팀에 물어봄.", key="note")
    world.tag("co_mine", agent=AGENT, tag="배송지연")
    return world
