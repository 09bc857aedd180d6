"""Templates and consents at the desk: what is offered, shown, sent once, and refused."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from tests.web.console_world import World, lively
from tests.web.signed_in import inside, post, seated, text
from wa_support.domain.consents import ConsentSaid
from wa_support.domain.delivery import Author

HOSTILE = "<img src=x onerror=alert(1)>\"'>"
FILLED = {"v.order_id": "1042", "v.courier": "한빛택배"}
PATH = "/c/co_wait/templates"


def mine() -> tuple[World, FlaskClient]:
    world = lively()
    world.take("co_wait", agent="민지")
    return world, seated(world)


def sent(world: World) -> list[str]:
    return [str(line.text) for line in world.lines["co_wait"] if line.author == Author.AGENT]


def test_what_may_be_sent_is_listed_with_what_it_is_for() -> None:
    world, client = mine()
    page = text(client, PATH)
    assert "주문하신 상품이 출고되면 알립니다" in page
    assert 'hx-get="/c/co_wait/templates/order_shipped"' in page
    world.desk_templates.offers = []
    assert "보낼 수 있는 템플릿이 없습니다" in text(client, PATH)


def test_the_form_asks_for_each_variable_and_shows_what_is_read() -> None:
    _, client = mine()
    page = text(client, f"{PATH}/order_shipped")
    assert '<label for="v-courier">택배사</label>' in page
    assert "주문번호: ‹1042›, 택배사: ‹한빛택배›" in page


def test_the_preview_follows_what_is_typed_and_nothing_of_it_is_markup() -> None:
    _, client = mine()
    given = {"v.order_id": f"  {HOSTILE}\n2", "v.courier": ""}
    page = post(client, f"{PATH}/order_shipped/preview", **given).get_data(as_text=True)
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<img" not in page
    assert "택배사: ‹한빛택배›" in page


def test_a_value_that_whatsapp_would_not_take_is_told_before_it_is_sent() -> None:
    _, client = mine()
    page = post(client, f"{PATH}/order_shipped/preview", **{"v.order_id": "{{1}}"})
    assert 'class="refusal"' in page.get_data(as_text=True)


def test_a_double_click_sends_one_template() -> None:
    world, client = mine()
    for _ in range(2):
        assert post(client, f"{PATH}/order_shipped", key="k1", **FILLED).status_code == 200
    assert sent(world) == ["출고되었습니다. 주문번호: 1042, 택배사: 한빛택배"]


@pytest.mark.parametrize("form", [{"key": "", **FILLED}, {"key": "k", **FILLED, "v.courier": "  "}])
def test_a_form_that_is_not_filled_is_said_so(form: dict[str, str]) -> None:
    world, client = mine()
    answer = post(client, f"{PATH}/order_shipped", **form)
    assert answer.status_code == 409
    assert "빈칸을 모두 채워 주세요." in answer.get_data(as_text=True)
    assert sent(world) == []


def test_somebody_elses_conversation_gets_no_template() -> None:
    world = lively()
    world.take("co_wait", agent="지우")
    answer = post(seated(world), f"{PATH}/order_shipped", key="k", **FILLED)
    assert answer.status_code == 409
    assert sent(world) == []


def test_a_name_that_is_not_offered_is_no_page() -> None:
    _, client = mine()
    assert client.get(f"{PATH}/no_such").status_code == 404
    assert post(client, f"{PATH}/no_such/preview").status_code == 404


@pytest.mark.parametrize("said", list(ConsentSaid))
def test_what_a_customer_said_of_notices_is_recorded(said: ConsentSaid) -> None:
    world, client = mine()
    assert post(client, "/c/co_wait/consent", said=said).status_code == 200
    assert world.desk_templates.consents == [("cu_co_wait", said, "민지")]


def test_nothing_is_recorded_of_what_nobody_said() -> None:
    world, client = mine()
    assert post(client, "/c/co_wait/consent", said="perhaps").status_code == 409
    assert world.desk_templates.consents == []


@pytest.mark.parametrize(
    ("stopped", "shown", "offered"),
    [
        ((None, None), None, {"no_promotions", "nothing", "promotions"}),
        ((1, None), "광고 수신거부: ", {"nothing", "promotions"}),
        ((1, 1), "모든 알림 수신거부: ", {"again"}),
    ],
)
def test_what_a_customer_wants_no_more_of_stands_in_the_packet(
    stopped: tuple[int | None, int | None], shown: str | None, offered: set[str]
) -> None:
    world, client = mine()
    summary = world.summaries["co_wait"]
    offers, everything = stopped
    customer = replace(summary.customer, opted_out_at=offers, opted_out_of_all_at=everything)
    world.summaries["co_wait"] = replace(summary, customer=customer)
    page = text(client, "/c/co_wait/live")
    assert (shown in page) if shown else ("수신거부: " not in page)
    options = {said for said in ConsentSaid if f'<option value="{said}">' in page}
    assert options == offered


def test_a_viewer_sees_no_way_to_send_or_record() -> None:
    world = lively()
    client = inside(world, role="viewer")
    assert client.get(PATH).status_code == 403
    assert 'name="said"' not in text(client, "/c/co_wait/live")
