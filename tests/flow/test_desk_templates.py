"""An agent's template: offered where it may go, planned once, with who sent it."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.flow import given_templates
from tests.flow.audited import who_did_what
from tests.flow.given_templates import MARKETING, offer, source
from tests.flow.house import DAY, HOUR, Home
from wa_support.domain.consents import ConsentSaid
from wa_support.domain.delivery import Author
from wa_support.domain.errors import NotAllowed
from wa_support.domain.outbound import OutTemplate
from wa_support.domain.templates.approvals import TemplateVersion
from wa_support.flow.desk_templates import DeskTemplates
from wa_support.storage.template_versions import SqlTemplateVersions

SHIPPED = source("{{business}} 주문 {{order_id}} 발송을 알려 드립니다.")
IN_ENGLISH = source("{{business}}: order {{order_id}} has left us today.")
REMINDER = source(fired_by="booking_reminder")
VALUES = {"order_id": "1042"}


@pytest.fixture
def late(home: Home) -> Home:
    """지우 has Mina's conversation, and the window is closed."""
    home.asks("상담원")
    home.house.desk().take(home.conversation().id, agent="지우")
    home.deliver()
    home.clock.pass_by(DAY + HOUR)
    home.beat()
    approve(home, "order_shipped", SHIPPED)
    approve(home, "booking_reminder", REMINDER)
    return home


def approve(home: Home, name: str, given: bytes, language: str = "ko", **more: Any) -> None:
    with home.house.database.write() as tx:
        given_templates.approve(tx, name, language, given, now=home.clock.now(), **more)


def desk(home: Home) -> DeskTemplates:
    return home.house.desk_templates()


def send(home: Home, *, agent: str = "지우", key: str = "k", **values: str) -> None:
    desk(home).send(
        home.conversation().id, agent=agent, name="order_shipped", values=values or VALUES, key=key
    )


def sent(home: Home) -> list[str]:
    before = len(home.cloud.calls)
    home.deliver()
    return [call.body for call in home.cloud.calls[before:]]


def test_what_agents_may_send_is_offered_without_the_business_name(late: Home) -> None:
    (one,) = desk(late).offered(late.conversation().id)
    assert (one.name, one.language) == ("order_shipped", "ko")
    assert [each.name for each in one.asks] == ["order_id"]


@pytest.mark.parametrize("status", ["PAUSED", "REJECTED", "PENDING"])
def test_what_meta_does_not_approve_is_not_offered(late: Home, status: str) -> None:
    approve(late, "order_shipped", SHIPPED, status=status)
    assert list(desk(late).offered(late.conversation().id)) == []


def test_marketing_is_not_offered_to_who_never_agreed(late: Home) -> None:
    approve(late, "offer", offer(), category=MARKETING)
    assert [one.name for one in desk(late).offered(late.conversation().id)] == ["order_shipped"]


def test_an_answer_is_only_promised_where_a_template_tells_of_it(late: Home) -> None:
    assert not desk(late).announces(late.conversation().id)
    with late.house.database.write() as tx:
        given_templates.approve(tx, "answer_ready", now=late.clock.now())
    assert desk(late).announces(late.conversation().id)


def test_it_comes_in_the_customers_language(late: Home) -> None:
    approve(late, "order_shipped", IN_ENGLISH, "en")
    (one,) = desk(late).offered(late.conversation().id)
    assert one.language == "ko"


def test_a_double_click_sends_once_as_the_agents_own(late: Home) -> None:
    send(late)
    send(late)
    assert sent(late) == ["모먼트리빙 주문 1042 발송을 알려 드립니다."]
    message = late.cloud.calls[-1].message
    assert isinstance(message, OutTemplate)
    line = late.ours()[-1]
    assert (line.author, line.agent) == (Author.AGENT, "지우")
    assert who_did_what(late).count(("지우", "agent_template")) == 1


def test_other_values_under_a_used_key_are_refused_not_lost(late: Home) -> None:
    send(late)
    with pytest.raises(NotAllowed, match="these words were not"):
        send(late, order_id="1043")
    assert len(sent(late)) == 1


@pytest.mark.parametrize(
    ("values", "says"),
    [({"order_id": ""}, "empty"), ({"order_id": "a\nb"}, "new line"), ({"other": "x"}, "no value")],
)
def test_values_that_do_not_fit_are_told_and_nothing_is_planned(
    late: Home, values: dict[str, str], says: str
) -> None:
    with pytest.raises(NotAllowed, match=says):
        send(late, **values)
    shown = desk(late).preview(late.conversation().id, name="order_shipped", values=values)
    assert shown.fault is not None
    assert says in shown.fault
    assert sent(late) == []


def test_the_preview_is_what_is_sent(late: Home) -> None:
    shown = desk(late).preview(late.conversation().id, name="order_shipped", values=VALUES)
    send(late)
    assert sent(late) == [shown.text]


def test_only_who_has_the_conversation_sends(late: Home) -> None:
    with pytest.raises(NotAllowed):
        send(late, agent="민지")
    assert sent(late) == []


def test_who_stopped_everything_gets_none(late: Home) -> None:
    consenting = late.house.consenting()
    consenting.told(late.conversation().customer_id, ConsentSaid.NOTHING, by="지우")
    assert list(desk(late).offered(late.conversation().id)) == []
    with pytest.raises(NotAllowed):
        send(late)


@pytest.mark.parametrize(
    ("said", "stopped"),
    [
        (ConsentSaid.NO_PROMOTIONS, (True, False)),
        (ConsentSaid.NOTHING, (True, True)),
        (ConsentSaid.PROMOTIONS, (False, False)),
    ],
)
def test_what_a_customer_told_an_agent_holds_from_then_on(
    late: Home, said: ConsentSaid, stopped: Any
) -> None:
    customer_id = late.conversation().customer_id
    late.house.consenting().told(customer_id, said, by="지우")
    with late.house.database.read() as tx:
        customer = tx.customers.get(customer_id)
    everything = customer.opted_out_of_all_at is not None
    offers = customer.opted_out_at is not None or everything
    assert (offers, everything) == stopped
    (record,) = late.house.consenting().history(customer_id)
    assert (record.by, record.source) == ("지우", "agent")


def test_hundreds_of_templates_are_not_each_looked_for_among_all(
    late: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        approve(late, f"other_{number}", REMINDER)
    asked: list[str | None] = []
    newest = SqlTemplateVersions.newest

    def counted(self: SqlTemplateVersions, name: str | None = None) -> Sequence[TemplateVersion]:
        asked.append(name)
        return newest(self, name)

    monkeypatch.setattr(SqlTemplateVersions, "newest", counted)
    assert [one.name for one in desk(late).offered(late.conversation().id)] == ["order_shipped"]
    assert asked.count(None) == 1
    assert set(asked) == {None, "order_shipped"}


def test_another_address_under_a_used_key_is_another_message(late: Home) -> None:
    linked = SHIPPED.replace(
        b"body:",
        b'buttons: [{url: "https://moment.example/{{link}}", text: See}]\nbody:',
    ).replace(b"variables:\n", b"variables:\n  link: {example: a}\n")
    approve(late, "order_shipped", linked)
    send(late, order_id="1042", link="a")
    send(late, order_id="1042", link="a")
    with pytest.raises(NotAllowed):
        send(late, order_id="1042", link="b")
    assert len(sent(late)) == 1


def test_a_second_click_is_the_same_message_whatever_became_of_the_template(late: Home) -> None:
    send(late)
    approve(late, "order_shipped", SHIPPED, status="REJECTED")
    send(late)
