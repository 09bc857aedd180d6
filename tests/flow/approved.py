"""The template of the tests with lists: approved by us and by Meta, in a transaction of its own."""

from typing import Final

from tests.flow import given_templates
from wa_support.domain.templates.approvals import TemplateVersion
from wa_support.domain.templates.template import Category
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
    database: Database, source: str = SHIPPED, *, language: str = "ko", status: str = "APPROVED"
) -> TemplateVersion:
    is_marketing = "category: marketing" in source
    with database.write() as tx:
        return given_templates.approve(
            tx,
            "order_shipped",
            language,
            source.encode(),
            status=status,
            category=Category.MARKETING if is_marketing else Category.UTILITY,
            now=1,
        )


def set_status(database: Database, version: TemplateVersion, status: str) -> None:
    with database.write() as tx:
        given_templates.stand(tx, version, status, now=1)
