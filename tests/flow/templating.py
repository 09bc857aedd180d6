"""Plans templates for a customer of the house, and looks at what became of them."""

from collections.abc import Mapping

from tests.acceptance.service import NUMBER
from tests.flow.house import MINA, Home
from wa_support.domain.consents import ConsentCategory, Consents
from wa_support.domain.sends import Send
from wa_support.domain.templates.template import Trigger
from wa_support.flow.consenting import Told
from wa_support.flow.reaching import conversation_with, customer_named
from wa_support.flow.template_sending import NotSendable, Planned, TemplateSending, Wish
from wa_support.ports.database import Tx


def plan_in(tx: Tx, home: Home, name: str, by: str = MINA, **more: object) -> Planned | NotSendable:
    now = home.clock.now()
    customer = customer_named(tx, by, ids=home.ids, now=now)
    conversation = conversation_with(tx, customer.id, NUMBER, ids=home.ids, now=now)
    values: Mapping[str, str] = {"business": "모먼트리빙"}
    wish = Wish(**{
        "name": name, "trigger": Trigger.NOTIFY, "values": values, "cause": f"test:{name}:{by}",
        **more,
    })  # type: ignore[arg-type]  # fmt: skip
    read = home.house.book.current(tx).read_template
    return TemplateSending(tx=tx, ids=home.ids, read=read, now=now).plan(conversation, wish)


def plan(home: Home, name: str, by: str = MINA, **more: object) -> Planned | NotSendable:
    with home.house.database.write() as tx:
        return plan_in(tx, home, name, by, **more)


def planned(home: Home, name: str, by: str = MINA, **more: object) -> Send:
    found = plan(home, name, by, **more)
    assert isinstance(found, Planned), found
    return found.send


def refused(home: Home, name: str, by: str = MINA, **more: object) -> NotSendable:
    found = plan(home, name, by, **more)
    assert isinstance(found, NotSendable), found
    return found


def now_of(home: Home, send: Send) -> Send:
    with home.house.database.read() as tx:
        return tx.sends.get(send.id)


def agrees(
    home: Home, by: str = MINA, category: ConsentCategory = ConsentCategory.MARKETING
) -> Consents:
    return home.house.consenting().record(Told(who=by, category=category, given=True), by="소연")
