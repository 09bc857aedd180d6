"""Templates in every state that their pages know."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from tests.templates_in_memory import EN, KO, SHIPPED_EN, SHIPPED_KO
from tests.web.console_world import NOW, World
from wa_support.domain.satisfaction import Answer, Counted, SurveyKind
from wa_support.domain.templates.costs import Volume
from wa_support.domain.templates.standing import MetaTemplate
from wa_support.domain.templates.template import TemplateKey
from wa_support.ports.rounds import WaitsCounted

HOUR: Final = 3_600_000
PHOTO: Final = Path(__file__).parents[2] / "wa_support/simulator/samples/photo.jpg"
OTHER_TEMPLATES: Final = ("satisfaction", "answer_ready", "booking_reminder", "old_promotion")
MANY_BUTTONS: Final = """category: utility
what_for: 상담이 끝난 뒤 해결되었는지 묻습니다
fired_by: [agent, list]
body: |
  문의하신 일이 해결되었는지 알려 주시겠습니까?
buttons:
  - {reply: 해결되었습니다}
  - {reply: 아직입니다, does: purpose:support}
  - {reply: 상담원 연결, does: person}
  - {url: "https://moment.example/help", text: 도움말}
  - {phone: "+8225550134", text: 전화하기}
"""


def submitted(
    world: World, key: TemplateKey, status: str = "APPROVED", **more: object
) -> MetaTemplate:
    """At Meta with the newest approved version of ours."""
    approved = world.templates.template_versions.approved(key)
    given = MetaTemplate(
        key=key, meta_id=f"59{len(world.templates.theirs)}4471", status=status,
        status_at=NOW - 26 * HOUR, seen_at=NOW - HOUR, category="UTILITY",
        version_id=approved.id if approved is not None else None, submitted_at=NOW - 27 * HOUR,
    )  # fmt: skip
    world.templates.theirs[key] = replace(given, **more)  # type: ignore[arg-type]
    return world.templates.theirs[key]


def approved(world: World, name: str, *, author: str = "현우", by: str = "수진") -> None:
    reviews = world.templates.reviews()
    reviews.put_up(name, by=author)
    reviews.approve(reviews.in_review(name), by=by)


def with_templates(world: World) -> World:
    """order_shipped waits for a review in both languages, changed since it was approved and is at
    Meta; the others stand in other states."""
    kept = world.templates
    kept.written |= {KO: SHIPPED_KO, EN: SHIPPED_EN}
    _others(world)
    approved(world, "order_shipped")
    submitted(world, KO, quality="GREEN", quality_at=NOW - 50 * HOUR, last_sent_at=NOW - HOUR)
    submitted(world, EN, "PENDING")
    kept.written[KO] = SHIPPED_KO.replace("출발했습니다.", "오늘 출발했습니다.")
    kept.written[EN] = SHIPPED_EN.replace("on its way.", "on its way to you.")
    kept.reviews().put_up("order_shipped", by="현우")
    world.figures.volumes = [
        _volume(KO, "KR", 340), _volume(EN, "US", 12), _volume(EN, None, 3),
    ]  # fmt: skip
    world.figures.asked = [
        Counted(kind=SurveyKind.BOT, asked=412, answers={
            Answer.SOLVED: 96, Answer.POORLY: 21, Answer.NOT_SOLVED: 11}),
        Counted(kind=SurveyKind.AGENT, asked=38, answers={Answer.SOLVED: 9}),
    ]  # fmt: skip
    world.figures.waits = WaitsCounted(
        kept=81, answered_late=9, told_only=4, ended=12, open=3, unpromised=2
    )
    return world


def _others(world: World) -> None:
    kept, reviews = world.templates, world.templates.reviews()
    asked = TemplateKey(name="satisfaction", language="ko")
    faulty = TemplateKey(name="answer_ready", language="ko")
    paused = TemplateKey(name="booking_reminder", language="ko")
    odd = TemplateKey(name="old_promotion", language="en_US")
    kept.files_of_headers["shop.jpg"] = PHOTO.read_bytes()
    kept.written |= {
        asked: MANY_BUTTONS.replace("body: |", "header: {image: shop.jpg}\nbody: |"),
        faulty: MANY_BUTTONS.replace("category: utility", "category: secret"),
        paused: MANY_BUTTONS,
    }
    reviews.put_up("satisfaction", by="민지")
    note = "“해결되었습니다”만 누르게 되지 않도록 물음을 바꿔 주세요.\n버튼도 줄였으면 합니다."
    reviews.ask_changes(reviews.in_review("satisfaction"), by="수진", note=note)
    approved(world, "booking_reminder")
    submitted(
        world, paused, "REJECTED", reason="INCORRECT_CATEGORY", quality="UNKNOWN",
        category_next="MARKETING", category_next_at=NOW + 24 * HOUR,
    )  # fmt: skip
    submitted(world, odd, "FROZEN_BY_MOON", category="MARKETING", quality="PURPLE")


def _volume(key: TemplateKey, country: str | None, many: int) -> Volume:
    return Volume(
        key=key, category="utility", country=country, planned=many + 5, accepted=many + 4,
        delivered=many, read=many // 2, failed=2,
    )  # fmt: skip
