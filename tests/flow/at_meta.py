"""A Meta that keeps templates, and what of ours stands in front of it."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from tests.flow.given_templates import keep
from tests.flow.house import Home
from wa_support.domain.delivery import Unknown
from wa_support.domain.notices import NoticeKind
from wa_support.domain.templates.approvals import ApprovalState, TemplateVersion
from wa_support.domain.templates.looks import (
    Done,
    Failed,
    Listing,
    Look,
    Made,
    NoSuchTemplate,
    Refused,
    UploadedSample,
)
from wa_support.domain.templates.samples import version_sha256
from wa_support.domain.templates.standing import MetaTemplate
from wa_support.domain.templates.submitted import Outcome
from wa_support.domain.templates.template import Template, TemplateKey
from wa_support.flow.named_lease import NamedLease
from wa_support.flow.template_submitting import TemplateSubmitting
from wa_support.flow.template_sync import TemplateSync, TemplateWatch
from wa_support.whatsapp.template_components import components

KO = TemplateKey(name="order_shipped", language="ko")
EN = TemplateKey(name="order_shipped", language="en")
SOURCE = """\
category: {category}
what_for: test
fired_by: [notify]
body: |
  {body}
variables:
  order_id: {{example: M-1, means: order}}
"""
DUPLICATE = Refused(code=100, subcode=2388024, told="exists", cure="sync")
LIMIT = Refused(code=80007, told="too many", cure="later", later=True)
LOST = Unknown(details="answer lost")


@dataclass(slots=True)
class Meta:
    """Implements `ports.template_api.TemplateApi`; `lose` answers are lost after the work."""

    home: Home
    there: dict[TemplateKey, Look] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    lose: int = 0
    refuse: dict[TemplateKey, Failed] = field(default_factory=dict)
    down: Failed | None = None
    whole: bool = True
    during: Callable[[], None] | None = None

    def all(self) -> Listing | Failed:
        return self._list("list", lambda _: True)

    def named(self, name: str) -> Listing | Failed:
        return self._list(f"named {name}", lambda key: key.name == name)

    def _list(self, call: str, wanted: Callable[[TemplateKey], bool]) -> Listing | Failed:
        self.calls.append(call)
        if self.down is not None:
            return self.down
        now = self.home.clock.now()
        looks = [replace(look, asked_at=now) for key, look in self.there.items() if wanted(key)]
        if self.during is not None:
            self.during()
        return Listing(looks=looks, whole=self.whole, asked_at=now)

    def one(self, meta_id: str) -> Look | NoSuchTemplate | Failed:
        self.calls.append(f"one {meta_id}")
        now = self.home.clock.now()
        found = (look for look in self.there.values() if look.meta_id == meta_id)
        look = next(found, None)
        return NoSuchTemplate() if look is None else replace(look, asked_at=now)

    def upload(self, _content: bytes, *, media_type: str, name: str) -> UploadedSample | Failed:
        self.calls.append(f"upload {media_type} {name}")
        return UploadedSample(handle="4::h")

    def create(self, template: Template, _sample: UploadedSample | None) -> Made | Failed:
        key = template.key
        self.calls.append(f"create {key}")
        if key in self.refuse:
            return self.refuse[key]
        if key in self.there:
            return DUPLICATE
        self.shows(key, "PENDING", template=template, meta_id=str(700 + len(self.calls)))
        made = self.there[key]
        answer = Made(meta_id=made.meta_id, status=made.status, category=made.category)
        return self._lost() or answer

    def edit(
        self, meta_id: str, template: Template, _sample: UploadedSample | None, *, category: bool
    ) -> Done | Failed:
        key = template.key
        self.calls.append(f"edit {key} category={category}")
        if key in self.refuse:
            return self.refuse[key]
        self.shows(key, "PENDING", template=template, meta_id=meta_id)
        return self._lost() or Done()

    def delete(self, name: str, meta_id: str | None) -> Done | Failed:
        self.calls.append(f"delete {name} {meta_id}")
        for key, look in list(self.there.items()):
            if key.name == name and meta_id in {None, look.meta_id}:
                del self.there[key]
        return self._lost() or Done()

    def _lost(self) -> Failed | None:
        self.lose -= 1
        return LOST if self.lose >= 0 else None

    def shows(
        self, key: TemplateKey, status: str, *, template: Template | None = None,
        meta_id: str = "551", category: str = "UTILITY", **more: Any,
    ) -> None:  # fmt: skip
        parts = tuple(components(template, None)) if template else ()
        lives_ms = template.lives_ms if template else None
        self.there[key] = Look(
            key=key, meta_id=meta_id, status=status, category=category, asked_at=0,
            components=parts, lives_ms=lives_ms, **more,
        )  # fmt: skip


@dataclass(slots=True)
class Desk:
    home: Home
    meta: Meta
    sync: TemplateSync
    watch: TemplateWatch
    submitting: TemplateSubmitting

    def approve(
        self, key: TemplateKey = KO, body: str = "주문 {{order_id}} 출고", *,
        category: str = "utility", state: ApprovalState = ApprovalState.APPROVED, extra: str = "",
        sample: bytes | None = None,
    ) -> TemplateVersion:  # fmt: skip
        source = (SOURCE.format(category=category, body=f"{body}되었습니다.") + extra).encode()
        seen = hashlib.sha256(sample).hexdigest() if sample is not None else None
        version = TemplateVersion(
            id=self.home.house.ids.new("tpv"), key=key, number=0, source=source,
            sha256=version_sha256(source, seen), author="mina",
            created_at=self.home.clock.now(), state=state, reviewer="sujin", reviewed_at=1,
        )  # fmt: skip
        with self.home.house.database.write() as tx:
            if sample is not None:
                keep(tx, version, sample)
            return tx.template_versions.add(version)

    def submit(self, *languages: str) -> list[Outcome]:
        told = self.submitting.submit("order_shipped", languages=languages or None, by="mina")
        return [each.outcome for each in told]

    def said(self) -> list[str]:
        return [
            each.said for each in self.submitting.submit("order_shipped", languages=None, by="mina")
        ]

    def standing(self, key: TemplateKey = KO) -> MetaTemplate:
        with self.home.house.database.read() as tx:
            found = tx.meta_templates.get(key)
        assert found is not None
        return found

    def notices(self) -> list[tuple[NoticeKind, str]]:
        with self.home.house.database.write() as tx:
            due = tx.notices.due(self.home.clock.now(), 100)
            keys = [one.owed.key for one in due]
            if keys:
                tx.notices.settle(keys, told=frozenset(), due_at=None, reason=None)
        return [(one.owed.kind, one.owed.subject) for one in due]

    def hears(self, field_name: str = "message_template_status_update", **value: Any) -> None:
        """`at` in seconds after now."""
        at = self.home.clock.now() // 1000 + value.pop("at", 0)
        self.home.take(webhook(field_name, at, **value))

    def created(self) -> int:
        return sum(call.startswith("create") for call in self.meta.calls)


def webhook(
    field_name: str, at: int, *, language: str = "ko", id: int = 551, **value: Any
) -> bytes:
    which = {
        "message_template_id": id, "message_template_name": "order_shipped",
        "message_template_language": language,
    }  # fmt: skip
    change = {"field": field_name, "value": {**which, **value}}
    return json.dumps({"entry": [{"id": "1", "time": at, "changes": [change]}]}).encode()


def at_desk(home: Home) -> Desk:
    house, meta = home.house, Meta(home)
    sync = TemplateSync(
        database=house.database, clock=home.clock, api=meta, read=house.book.read_template
    )
    lease = NamedLease(
        name="template_sync", database=house.database, clock=home.clock, holder="wrk_test"
    )
    return Desk(
        home=home, meta=meta, sync=sync,
        watch=TemplateWatch(sync=sync, lease=lease, clock=home.clock),
        submitting=TemplateSubmitting(sync=sync),
    )  # fmt: skip


def approved(desk: Desk) -> TemplateVersion:
    version = desk.approve()
    desk.submit()
    desk.meta.there[KO] = replace(desk.meta.there[KO], status="APPROVED")
    desk.sync.all()
    return version
