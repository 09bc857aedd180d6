"""The month of all templates is counted once a minute, however many pages ask for it."""

from tests.flow.approved import approve
from tests.flow.house import MINUTE, Home
from wa_support.bootstrap.templates import figures


def test_the_months_count_is_a_minute_old_at_most_and_one_template_is_fresh(home: Home) -> None:
    approve(home.house.database)
    counted = figures(home.house)
    assert counted.templates() == []
    values = {"order_id": "1042", "day": "11월 30일"}
    home.house.sending_by_hand().send_one(
        "order_shipped", "821055501042", values, by="mina", phone_number_id="100000000000042"
    )
    assert counted.templates() == []
    assert [one.planned for one in counted.template("order_shipped")] == [1]
    home.clock.pass_by(MINUTE)
    assert [one.planned for one in counted.templates()] == [1]
