"""The account's templates as a whole: what Graph, the control API and sends ask of them."""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from wa_support.simulator.configuration import SimulatorConfig
from wa_support.simulator.faults import FaultPanel
from wa_support.simulator.later import Later
from wa_support.simulator.panels import changed
from wa_support.simulator.refusals import no_such_object
from wa_support.simulator.templates.drafts import drafted, redrafted
from wa_support.simulator.templates.listing import bad_cursor, page_of
from wa_support.simulator.templates.review import Review
from wa_support.simulator.templates.seeds import seed_draft
from wa_support.simulator.templates.sending import language_of, require_sendable
from wa_support.simulator.templates.shelf import Shelf
from wa_support.simulator.templates.template import Template
from wa_support.simulator.templates.uploads import Uploads


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSend:
    """A template send that waits for Meta's judgement of the template."""

    template_id: str
    release: Callable[[], None]
    drop: Callable[[], None]


class Templates:
    """Every method may be called from any thread."""

    def __init__(
        self,
        config: SimulatorConfig,
        *,
        faults: FaultPanel,
        post: Callable[[bytes], None],
        later: Later,
    ) -> None:
        self.rules = config.review
        self.uploads = Uploads(config.random_bytes)
        self._shelf = Shelf(
            rules=lambda: self.rules, clock=config.clock, random_bytes=config.random_bytes
        )
        self._review = Review(self._shelf, waba_id=config.waba_id, post=post, clock=config.clock)
        self._faults, self._later = faults, later
        self._held: list[HeldSend] = []
        self._lock = threading.Lock()
        self.seed(config.templates)

    def seed(self, bodies: Iterable[Mapping[str, Any]]) -> None:
        """Approved from the start; their headers need no upload. ValueError for a wrong one."""
        for body in bodies:
            self._shelf.seed(seed_draft(body))

    @property
    def commands(self) -> tuple[str, ...]:
        """Review's, and the two for sends that are held."""
        return (*self._review.commands, "release", "drop")

    def set_rules(self, wanted: dict[str, Any]) -> dict[str, Any]:
        self.rules = changed(self.rules, wanted, called="review rule")
        return asdict(self.rules)

    def create(self, body: dict[str, Any]) -> dict[str, Any]:
        """The answer's category is what Meta made of it."""
        draft = drafted(body, self.uploads.has)
        if self.rules.utility_as_marketing and draft.category == "UTILITY":
            draft = replace(draft, category="MARKETING", ttl_seconds=None)
        template = self._shelf.add(draft)
        self._await_review(template)
        return template.as_json("id,status,category")

    def edit(self, id: str, body: dict[str, Any]) -> None:
        template = self._shelf.edit(id, lambda known: redrafted(known, body, self.uploads.has))
        self._review.tell_of_components(template)
        self._await_review(template)

    def delete(self, name: str, id: str | None) -> None:
        for template in self._shelf.delete(name, id):
            self._review.tell_of_deletion(template)

    def get(self, id: str) -> Template | None:
        return self._shelf.get(id)

    def page(self, asked: Mapping[str, str], address: str) -> dict[str, Any]:
        if {"after", "before"} & asked.keys() and self._faults.take("stale_cursors"):
            raise bad_cursor()
        limit = self.rules.template_limit
        return page_of(self._shelf.all(), asked, address=address, limit=limit)

    def everything(self) -> list[dict[str, Any]]:
        fields = "name,language,status,category,correct_category,previous_category,rejected_reason,"
        fields += "quality_score,parameter_format,components,message_send_ttl_seconds"
        return [template.as_json(fields) for template in self._shelf.all()]

    def named(self, wish: Mapping[str, Any]) -> Template:
        """By `id`, or by `name` and `language`; raises `Refused`."""
        if "id" in wish:
            found = self._shelf.get(str(wish["id"]))
        else:
            found = self._shelf.find(wish["name"], wish["language"])
        if found is None:
            raise no_such_object(str(wish.get("id") or wish["name"]))
        return found

    def sendable(self, sent: dict[str, Any]) -> Template:
        """What `template` of a send names; raises `Refused`."""
        return require_sendable(self._shelf.find(sent["name"], language_of(sent)), sent)

    def hold(self, held: HeldSend) -> None:
        with self._lock:
            self._held.append(held)

    def command(self, wish: dict[str, Any]) -> dict[str, Any]:
        """`wish` names a template as in `named`, has `do`, and what that takes; ValueError."""
        if wish.get("do") not in self.commands:
            raise ValueError(f"no review does {wish.get('do')!r}: {', '.join(self.commands)}")
        template = self.named(wish)
        match wish["do"]:
            case "release":
                for held in self._taken(template):
                    held.release()
            case "drop":
                for held in self._taken(template):
                    held.drop()
                self._review.command(template, {"do": "pause", "title": "RATE_LIMITING_PAUSE"})
            case _:
                self._review.command(template, wish)
        left = self._shelf.get(template.id)
        return left.as_json() if left else {"id": template.id, "status": "DELETED"}

    def _taken(self, template: Template) -> list[HeldSend]:
        with self._lock:
            taken = [held for held in self._held if held.template_id == template.id]
            self._held = [held for held in self._held if held.template_id != template.id]
            return taken

    def _await_review(self, template: Template) -> None:
        wait = self.rules.approve_after_ms
        if wait is not None:
            self._later.after(wait, lambda: self._approve(template.id, template.submission))

    def _approve(self, id: str, submission: int) -> None:
        """Unless somebody decided, or it was submitted anew, in the meantime."""
        now = self._shelf.get(id)
        if now and now.status == "PENDING" and now.submission == submission:
            self._review.approve(now)
