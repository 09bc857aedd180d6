"""Templates that two people approved and Meta has, by one call."""

import hashlib
from typing import Final

from wa_support.domain.templates.approvals import ApprovalState, TemplateVersion
from wa_support.domain.templates.standing import MetaTemplate
from wa_support.domain.templates.template import TemplateKey
from wa_support.ports.database import Database

SHIPPED: Final = """\
category: utility
what_for: 주문한 물건이 떠났음을 알립니다
fired_by: [list, notify, agent]
body: |
  주문 {{order_id}}이 출발했습니다. {{day}}에 도착할 예정입니다.
variables:
  order_id: {example: "1042"}
  day: {example: 11월 30일}
"""


def approve(
    database: Database,
    source: str = SHIPPED,
    *,
    name: str = "order_shipped",
    language: str = "ko",
    status: str = "APPROVED",
) -> TemplateVersion:
    key, encoded = TemplateKey(name=name, language=language), source.encode()
    sha256 = hashlib.sha256(encoded).hexdigest()
    with database.write() as tx:
        version = tx.template_versions.add(
            TemplateVersion(
                id=f"tpv_{key}_{sha256[:8]}",
                key=key,
                number=1,
                source=encoded,
                sha256=sha256,
                author="mina",
                created_at=1,
                state=ApprovalState.APPROVED,
                reviewer="sujin",
            )
        )
        tx.meta_templates.save(_standing(version, status))
    return version


def set_status(database: Database, version: TemplateVersion, status: str) -> None:
    with database.write() as tx:
        tx.meta_templates.save(_standing(version, status))


def _standing(version: TemplateVersion, status: str) -> MetaTemplate:
    category = "MARKETING" if b"category: marketing" in version.source else "UTILITY"
    return MetaTemplate(
        key=version.key,
        meta_id=str(abs(hash(version.id)) % 10**15),
        status=status,
        status_at=1,
        seen_at=1,
        category=category,
        version_id=version.id,
    )
