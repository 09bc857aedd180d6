"""What the console was given when it was put together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import cast

from flask import current_app, g

from wa_support.domain.policy import Fault, Policy
from wa_support.ports.audit_log import AuditLog
from wa_support.ports.outside import Clock
from wa_support.ports.queries import CaseQueries, DeskQueries
from wa_support.web.console.desk_port import (
    CannedReplies,
    CaseActions,
    ConsentActions,
    DeskActions,
    DeskModel,
    FileActions,
    PauseActions,
    TemplateActions,
)
from wa_support.web.console.people_port import (
    HeldActions,
    PeopleActions,
    SignInActions,
    StuckActions,
)
from wa_support.web.console.plug import Plug
from wa_support.web.console.searches import Searches
from wa_support.web.console.templates_port import (
    Figures,
    TemplateReviews,
    TemplatesAtMeta,
    TemplateShelf,
)

EXTENSION = "wa_support_console"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoWiring:
    """What only `demo` has. `token` opens `/enter/<token>` for as long as the process lives, and
    `sit_down(name)` gives the session that is behind it. `phone_url` is the simulator's origin (`http://127.0.0.1:8093`).

    `unplug` kills the worker and returns its pid (0 when none lived); `publish` returns the faults
    of an edited policy, no errors among them when it was published; `draft` is the text that an
    edit starts from; `model_host` is where a language model is asked, None: nowhere but here.
    """

    token: str
    phone_url: str
    sit_down: Callable[[str], str]
    unplug: Callable[[], int]
    worker_alive: Callable[[], bool]
    publish: Callable[[bytes], Sequence[Fault]]
    draft: Callable[[], bytes]
    model_host: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """`files`, `model` and `at_meta` are None where nothing takes files, no language model is
    there, or no WhatsApp account is connected."""

    queries: DeskQueries
    cases: CaseQueries
    desk: DeskActions
    acts: CaseActions
    pauses: PauseActions
    canned: CannedReplies
    desk_templates: TemplateActions
    consents: ConsentActions
    files: FileActions | None
    model: DeskModel | None
    policy: Callable[[], Policy]
    clock: Clock
    sign_in: SignInActions
    people: PeopleActions
    stuck: StuckActions
    held: HeldActions
    audit: AuditLog
    templates: TemplateShelf
    reviews: TemplateReviews
    at_meta: TemplatesAtMeta | None
    figures: Figures
    demo: DemoWiring | None
    plug: Plug = field(default_factory=Plug)
    searches: Searches = field(default_factory=Searches)


def parts() -> Parts:
    return cast("Parts", current_app.extensions[EXTENSION])


def policy_now() -> Policy:
    """In force; read once a request: a page asks for its time zone hundreds of times."""
    found: Policy | None = g.get("policy")
    if found is None:
        found = g.policy = parts().policy()
    return found
