"""Templates that are approved by us and by Meta, without the files, the review and the webhooks."""

import hashlib
from dataclasses import replace
from typing import Any, Final

from tests.flow import house
from wa_support.config.template_reading import ReadVersions
from wa_support.domain.templates.approvals import ApprovalState, TemplateVersion
from wa_support.domain.templates.standing import MetaTemplate
from wa_support.domain.templates.template import (
    Button,
    ButtonKind,
    Category,
    Template,
    TemplateKey,
    Trigger,
    Variable,
    names_in,
)
from wa_support.ports.database import Tx

_READ: Final[dict[str, Template]] = {}
_OF_FILES: Final = ReadVersions()


def read(version: TemplateVersion) -> Template:
    """Implements `ports.templates.TemplateReader`; what was not given here is a file's bytes."""
    return _READ.get(version.sha256) or _OF_FILES(version)


def template(
    name: str = "order_shipped",
    language: str = "ko",
    *,
    body: str = "{{business}} 소식입니다. 확인해 주세요.",
    category: Category = Category.UTILITY,
    fired_by: tuple[Trigger, ...] = tuple(Trigger),
    otherwise: str | None = None,
    **more: Any,
) -> Template:
    made = Template(
        key=TemplateKey(name=name, language=language),
        category=category,
        body=body,
        what_for="알립니다",
        fired_by=fired_by,
        variables=tuple(Variable(name=each, example="예") for each in names_in(body)),
        otherwise=otherwise,
    )
    return replace(made, **more)


def offer(**more: Any) -> Template:
    """Advertising as Korean law wants it."""
    return template(
        "offer", body="(광고) 모먼트리빙 여름 할인입니다.", category=Category.MARKETING, **more
    )


def answer_ready(language: str = "ko") -> Template:
    return template(
        "answer_ready",
        language,
        body="{{business}}에서 {{purpose}}에 대한 답변을 준비했습니다. 눌러서 봐 주세요.",
        buttons=(Button(kind=ButtonKind.REPLY, text="답변 보기", does="see_answer"),),
    )


def approved(tx: Tx, *given: Template, status: str = "APPROVED", now: int | None = None) -> None:
    """As after the whole way: two people here, submitted, and `status` at Meta."""
    now = house.MONDAY_11 if now is None else now
    for one in given:
        version = stored(tx, one, now=now)
        theirs = MetaTemplate(
            key=one.key,
            meta_id=f"meta-{one.key}",
            status=status,
            status_at=now,
            seen_at=now,
            category=one.category.upper(),
            version_id=version.id,
        )
        tx.meta_templates.save(theirs)


def stored(
    tx: Tx, one: Template, *, state: ApprovalState = ApprovalState.APPROVED, now: int = 0
) -> TemplateVersion:
    source = repr(one).encode()
    digest = hashlib.sha256(source).hexdigest()
    _READ[digest] = one
    version = TemplateVersion(
        id=f"tpv_{digest[:12]}",
        key=one.key,
        number=1,
        source=source,
        sha256=digest,
        author="소연",
        created_at=now,
        state=state,
    )
    return tx.template_versions.add(version)
