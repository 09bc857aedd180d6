"""Every page of the console as somebody may meet it: which addresses, in which world."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from flask import Flask
from werkzeug.routing import Rule

from tests.web.console_world import NOW, World, lively
from tests.web.templates_world import OTHER_TEMPLATES, with_templates
from tests.web.test_stuck_pages import HELD, TRICKLED
from tests.web.test_stuck_pages import world_of as stuck_world
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author, DeliveryStatus
from wa_support.domain.desk import WaitingFor
from wa_support.domain.people import AuditRecord
from wa_support.domain.text import spoken
from wa_support.domain.views import Quote

ARGUMENTS: Final = {
    "conversation_id": "co_auto", "version": 1, "token": "t0ken",
    "filename": "console.css", "canned_id": "can_1", "message_id": "none", "version_id": "none",
    "link": "l1nk",
    "account_id": "acc_현우", "letter_id": "dl_1", "send_id": "snd_1",
    "name": "order_shipped",
}  # fmt: skip
"""What stands in for a variable part of an address; a route with another part needs a line here."""

VIEWS: Final = {
    "seat.page": (
        "", "?view=put_off", "?view=mine&order=window", "?view=everything&tag=vip",
        "?c=co_wait", "?c=co_auto", "?c=co_mine", "?c=co_hers", "?c=co_theirs", "?c=co_late",
        "?c=co_shut", "?c=co_wait&pane=1",
    ),
    "searching.page": ("",),
    "canned.page": ("", "?edit=can_1"),
    "why.page": ("", "?pane=1"),
    "policy.current": ("",),
    "policy.page": ("", "?c=co_auto", "?pane=1"),
    "sign_in.link": ("",),
    "people.page": ("",),
    "people.person": ("",),
    "people.remove": ("",),
    "people.link": ("",),
    "stuck.page": ("",),
    "stuck.redrive": ("",),
    "stuck.release": ("",),
    "stuck.drop": ("",),
    "stuck.tell_again": ("?key=1",),
    "audit.page": ("",),
    "templates.page": ("", "?done=refreshed"),
    "templates.one": ("", "?done=put_up"),
    "figures.page": ("",),
    "demo.page": ("",),
    "demo.empty": ("",),
    "demo.edit": ("",),
}  # fmt: skip
"""Endpoint → the queries it is looked at with. A route that answers a page must be here."""


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
    yield from (View(path=f"/templates/{name}") for name in OTHER_TEMPLATES)
    yield View(path="/no/such/page", status=404)
    yield View(path="/", status=403, entered=False, bilingual=True)
    yield View(path="/sign-in?lang=en", entered=False, bilingual=True)
    yield View(path="/link/l1nk?lang=ko", entered=False, bilingual=True)
    yield View(path="/link/gone?lang=en", status=404, entered=False, bilingual=True)


def routes(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]


def address(app: Flask, rule: Rule) -> str:
    adapter = app.url_map.bind("")
    return adapter.build(rule.endpoint, {name: ARGUMENTS[name] for name in rule.arguments})


def _pages(app: Flask) -> list[Rule]:
    return [rule for rule in routes(app) if rule.endpoint in VIEWS]


def full_world() -> World:
    """`lively()`, with everything that people keep beside conversations."""
    world = with_templates(lively())
    world.waiting_sends = [HELD, TRICKLED]
    world.stopped = stuck_world().stopped
    world.stopped.log = [
        AuditRecord(at=NOW, actor=actor, action=action, subject="co_1", detail={"role": "agent"})
        for actor, action in (
            ("민지", "owner_taken"),
            ("bot", "send_again"),
            ("ops", "policy_made"),
        )
    ]
    world.staff.links["l1nk"] = world.staff.hired("현우").id
    for name, agent in (("co_mine", "민지"), ("co_hers", "Minji"), ("co_theirs", "현우")):
        _talked(world, name, agent)
    _talked(world, "co_shut", "민지")
    _window_closed(world, "co_shut")
    world.seen(agent="현우", conversation_id="co_mine", typing=True)
    world.add("co_late", owner=Owner.QUEUED, name="이서연")
    world.say("co_late", Author.CUSTOMER, "어제 물어봤는데 답이 없네요")
    _window_closed(world, "co_late")
    world.snooze("co_late", agent="민지", until=NOW + 3_600_000, waiting_for=WaitingFor.SUPPLIER)
    world.mark_wrong("co_auto", agent="민지", send_id="co_auto-b", wrong=True)
    body = "안녕하세요 {customer}님, {agent}입니다."
    world.save(agent="민지", id="can_1", title="인사", body=body, language="ko")
    world.save(agent="민지", id=None, title="Greeting", body="Hello {customer}", language=None)
    return world


def _talked(world: World, name: str, agent: str) -> None:
    """Of an agent, with long words on both sides, tags, a note, and a send that failed."""
    world.add(name, owner=Owner.QUEUED, name="Alexandra Featherstonehaugh-Montgomery")
    world.say(name, Author.CUSTOMER, "안녕하세요 " * 30)
    world.say(name, Author.BOT, "주문 번호를 알려 주시겠습니까?")
    world.take(name, agent=agent)
    world.say(
        name, Author.AGENT, f"{agent} 상담원입니다. https://example.test/{'a' * 120}", agent=agent
    )
    failed = world.lines[name][-1]
    _quoting(world, name)
    world.line(name, replace(failed, id=f"{name}-failed", delivery=DeliveryStatus.FAILED))
    world.note(name, agent="현우", text="지난번에도 같은 문의가 있었습니다.", key=name)
    for tag in ("vip", "배송 지연"):
        world.tag(name, agent=agent, tag=tag)


def _quoting(world: World, name: str) -> None:
    """Of words above, of a photo that is not shown any more, and of something that is not here."""
    first = world.lines[name][0]
    quotes = (
        Quote(id=first.id, author=first.author, text=first.text, type=first.type),
        Quote(id="m_old", author=Author.CUSTOMER, text=spoken("A" * 300), type="image"),
        Quote(),
    )
    for quote in quotes:
        world.say(name, Author.CUSTOMER, "Alex 1042")
        world.lines[name][-1] = replace(world.lines[name][-1], quote=quote)


def _window_closed(world: World, name: str) -> None:
    summary = world.summaries[name]
    conversation = replace(summary.conversation, window_closes_at=NOW - 1)
    world.summaries[name] = replace(summary, conversation=conversation)
