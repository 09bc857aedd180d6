"""Templates that are approved by us and by Meta, without the review and the webhooks."""

import hashlib
from pathlib import Path
from typing import Final

from tests.flow import house
from wa_support.domain.file_types import sniffed
from wa_support.domain.templates.approvals import ApprovalState, TemplateVersion
from wa_support.domain.templates.samples import Sample
from wa_support.domain.templates.standing import MetaTemplate
from wa_support.domain.templates.template import Category, TemplateKey, names_in
from wa_support.ports.database import Tx

_SHIPPED: Final = Path(__file__).parents[2] / "templates"
MARKETING: Final = Category.MARKETING
ADVERTISED: Final = (
    "(광고) 모먼트리빙의 여름 할인을 알려 드립니다. 자세한 내용은 매장에서 안내합니다."
)


def source(
    body: str = "{{business}}에서 알려 드립니다. 확인해 주세요.",
    *,
    category: Category = Category.UTILITY,
    fired_by: str = "notify, answer_due, agent, list",
    more: str = "",
) -> bytes:
    variables = "".join(f"  {name}: {{example: 예}}\n" for name in dict.fromkeys(names_in(body)))
    return (
        f"category: {category}\nwhat_for: 알립니다\nfired_by: [{fired_by}]\n{more}body: |\n"
        f"  {body}\n" + (f"variables:\n{variables}" if variables else "")
    ).encode()


def offer() -> bytes:
    """Advertising as Korean law wants it."""
    return source(
        ADVERTISED, category=MARKETING, more="buttons: [{reply: 수신거부, does: stop_promotions}]\n"
    )


def approve(
    tx: Tx,
    name: str,
    language: str = "ko",
    given: bytes | None = None,
    *,
    status: str = "APPROVED",
    category: Category = Category.UTILITY,
    now: int = house.MONDAY_11,
    sample: bytes | None = None,
) -> TemplateVersion:
    """As after the whole way: two people here, submitted, and `status` at Meta. The shipped file
    when none is given; `sample` is its header's file."""
    version = store(tx, name, language, given, now=now)
    if sample is not None:
        keep(tx, version, sample)
    stand(tx, version, status, category=category, now=now)
    return version


def stand(
    tx: Tx,
    version: TemplateVersion,
    status: str,
    *,
    category: Category = Category.UTILITY,
    now: int = house.MONDAY_11,
) -> None:
    """Meta has this version, in this status."""
    tx.meta_templates.save(
        MetaTemplate(
            key=version.key,
            meta_id=f"meta-{version.key}",
            status=status,
            status_at=now,
            seen_at=now,
            category=category.upper(),
            version_id=version.id,
        )
    )


def keep(tx: Tx, version: TemplateVersion, sample: bytes) -> None:
    tx.template_samples.keep(
        Sample(
            version_id=version.id,
            media_type=sniffed(sample),
            sha256=hashlib.sha256(sample).hexdigest(),
            content=sample,
        )
    )


def store(
    tx: Tx,
    name: str,
    language: str = "ko",
    given: bytes | None = None,
    *,
    state: ApprovalState = ApprovalState.APPROVED,
    now: int = house.MONDAY_11,
) -> TemplateVersion:
    key = TemplateKey(name=name, language=language)
    written = given or (_SHIPPED / f"{key}.yaml").read_bytes()
    digest = hashlib.sha256(written).hexdigest()
    return tx.template_versions.add(
        TemplateVersion(
            id=f"tpv_{key}_{digest[:8]}",
            key=key,
            number=1,
            source=written,
            sha256=digest,
            author="소연",
            created_at=now,
            state=state,
        )
    )
