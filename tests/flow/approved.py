"""Templates that both of us have approved, and Meta too."""

import hashlib
from typing import Final

from tests.flow.house import Home
from wa_support.domain.templates.approvals import ApprovalState, TemplateVersion
from wa_support.domain.templates.standing import MetaTemplate
from wa_support.domain.templates.template import TemplateKey

SHIPPED: Final = """category: utility
what_for: 주문이 나갔을 때 알립니다
fired_by: [notify, agent]
body: |
  주문하신 상품이 발송되었음을 알려 드립니다. 주문번호 {{order_id}}, 택배사 {{carrier}}입니다.
variables:
  order_id: {example: "1042", means: 주문번호}
  carrier: {example: CJ대한통운, means: 택배사}
"""
SHIPPED_IN_ENGLISH: Final = """category: utility
what_for: tells that an order has left
fired_by: [notify, agent]
body: |
  Your order has left our store today. Order {{order_id}}, with {{carrier}} on its way.
variables:
  order_id: {example: "1042", means: the order}
  carrier: {example: CJ Logistics, means: who brings it}
"""
REMINDER: Final = """category: utility
what_for: 예약 하루 전에 알립니다
fired_by: [booking_reminder]
body: |
  {{place}} 방문 예약을 알려 드립니다. {{date}} {{weekday}} {{time}}, {{people}}명, 예약번호 {{booking_id}}입니다.
variables:
  place: {example: 성수 쇼룸, means: 쇼룸}
  date: {example: 11월 28일, means: 날짜}
  weekday: {example: 토요일, means: 요일}
  time: {example: 오전 11시, means: 시각}
  people: {example: "2", means: 인원}
  booking_id: {example: B-1, means: 예약번호}
"""
CHANGED: Final = """category: utility
what_for: 가게가 예약을 옮겼을 때 알립니다
fired_by: [booking_changed]
body: |
  방문 예약 시간이 바뀌었습니다. 이전 {{was_date}} {{was_time}}, 이후 {{date}} {{time}}입니다.
variables:
  was_date: {example: 11월 28일, means: 이전 날짜}
  was_time: {example: 오전 11시, means: 이전 시각}
  date: {example: 11월 29일, means: 날짜}
  time: {example: 오후 1시, means: 시각}
"""


def approve(home: Home, name: str, language: str, source: str, *, status: str = "APPROVED") -> None:
    """`status` is Meta's."""
    key = TemplateKey(name=name, language=language)
    raw = source.encode()
    with home.house.database.write() as tx:
        version = tx.template_versions.add(
            TemplateVersion(
                id=home.house.ids.new("tpv"),
                key=key,
                number=1,
                source=raw,
                sha256=hashlib.sha256(raw).hexdigest(),
                author="mina",
                created_at=home.clock.now(),
                state=ApprovalState.APPROVED,
                reviewer="sujin",
                reviewed_at=home.clock.now(),
            )
        )
        tx.meta_templates.save(
            MetaTemplate(
                key=key,
                meta_id=f"{name}-{language}",
                status=status,
                status_at=home.clock.now(),
                seen_at=home.clock.now(),
                category="UTILITY",
                version_id=version.id,
                submitted_at=home.clock.now(),
            )
        )
