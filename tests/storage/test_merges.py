import threading
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.storage import given
from tests.storage.given import NOW
from wa_support.domain.announcements import Announcement
from wa_support.domain.customers import AliasKind
from wa_support.domain.desk import Snooze
from wa_support.domain.errors import WaSupportError
from wa_support.domain.policy import Suggestion
from wa_support.domain.records import end_record
from wa_support.domain.text import MaskedText
from wa_support.ports.database import Database
from wa_support.storage.all_tables import metadata
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine

# What a merge moves. A table that is missing here has a column of that name and no row below.
# Notices keep the id that went: it leads on.
OF_A_CONVERSATION = {
    "messages", "turns", "sends", "attempts", "handoffs", "suggestions", "case_records", "notes",
    "conversation_tags", "snoozes", "assignments", "wrong_marks",
    "waits", "satisfaction", "watched_bookings", "announcements",
}  # fmt: skip
OF_A_CUSTOMER = {"aliases", "conversations", "pauses", "search_terms", "consents"}


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(engine, cipher)


def tables_with(column: str) -> set[str]:
    return {table.name for table in metadata.sorted_tables if column in table.c}


def test_every_table_with_such_a_column_is_known_to_this_test() -> None:
    assert tables_with("conversation_id") == OF_A_CONVERSATION | {"watching"}  # forgotten in 15 s
    assert tables_with("customer_id") == OF_A_CUSTOMER


def test_whatever_belonged_to_one_belongs_to_the_other(db: Database, engine: Engine) -> None:
    with db.write() as tx:
        kept, gone = given.conversation(tx), given.conversation(tx)
        tx.messages.add(given.message(gone.id), pending=True)
        tx.turns.start(given.turn(gone.id))
        send = given.send(gone.id)
        tx.sends.add(send)
        tx.sends.begin(given.attempt(send))
        tx.handoffs.open(given.handoff(gone.id))
        said = Suggestion(text=MaskedText("소파 언제 와요"), purpose="orders", language="ko")
        tx.suggestions.add(said, conversation_id=gone.id, now=NOW)
        tx.records.add(end_record(gone, now=NOW))
        tx.cases.add_note(given.note(gone.id), key="k")
        tx.cases.tag(gone.id, "택배 파업", now=NOW)
        tx.cases.snooze(gone.id, Snooze(until=NOW + 9, by="지우"))
        tx.cases.assign(gone.id, "지우", now=NOW)
        tx.cases.mark_wrong(send.id, gone.id, by="지우", now=NOW)
        tx.waits.begin(given.wait(gone.id))
        tx.surveys.plan(given.survey(gone.id))
        tx.watched_bookings.save(given.watched(gone.id))
        tx.announcements.add(
            Announcement(
                held_send_id=send.id, conversation_id=gone.id, template_send_id="t", at=NOW
            )
        )
        tx.customers.attach(gone.customer_id, AliasKind.BSUID, "KR.2")
    with db.write() as tx:
        tx.conversations.absorb(replace(kept, epoch=7), gone.id, now=NOW)
        tx.customers.absorb(kept.customer_id, gone.customer_id, now=NOW)
    with engine.read() as connection:
        for name in OF_A_CONVERSATION:
            found = connection.execute(select(metadata.tables[name].c.conversation_id)).scalars()
            assert list(found) == [kept.id], name
    with db.read() as tx:
        assert tx.conversations.get(gone.id) == replace(kept, epoch=7)
        assert tx.customers.get(gone.customer_id).id == kept.customer_id
        bsuid = tx.customers.find(AliasKind.BSUID, "KR.2")
        assert bsuid is not None
        assert bsuid.id == kept.customer_id
        assert tx.desk.conversation(gone.id) == tx.desk.conversation(kept.id) is not None


def test_what_both_have_once_is_there_once(db: Database) -> None:
    with db.write() as tx:
        kept, gone = given.conversation(tx), given.conversation(tx)
        for one, until in ((kept, NOW + 9), (gone, NOW + 5)):
            for tag in ("vip", one.id):
                tx.cases.tag(one.id, tag, now=NOW)
            tx.cases.snooze(one.id, Snooze(until=until, by=one.id))
            tx.cases.assign(one.id, one.id, now=NOW)
            tx.cases.watch(one.id, "지우", now=NOW, typing=False)
        tx.conversations.absorb(kept, gone.id, now=NOW)
        case = tx.cases.of(kept.id, now=NOW)
        assert set(case.tags) == {"vip", kept.id, gone.id}
        assert case.snooze == Snooze(until=NOW + 5, by=gone.id)
        assert (case.assigned_to, case.watchers) == (kept.id, ("지우",))
        assert tx.cases.of(gone.id, now=NOW).watchers == ()


def test_an_id_leads_on_through_any_number_of_merges(db: Database) -> None:
    with db.write() as tx:
        first, second, third = (given.conversation(tx) for _ in range(3))
        tx.conversations.absorb(second, first.id, now=NOW)
        tx.conversations.absorb(third, second.id, now=NOW)
        assert {tx.conversations.get(one.id).id for one in (first, second, third)} == {third.id}
        with pytest.raises(WaSupportError, match="no conversation c_none"):
            tx.conversations.get("c_none")


@pytest.mark.parametrize("leased", [0, 1])
def test_a_lease_on_either_is_over(db: Database, leased: int) -> None:
    with db.write() as tx:
        both = [given.conversation(tx, due_at=None) for _ in range(2)]
        tx.conversations.save(replace(both[leased], due_at=NOW))
        tx.conversations.lease_due(holder="worker-1", token="token", now=NOW, until=NOW + 45_000)
        assert tx.conversations.holds(both[leased].id, "token")
        tx.conversations.absorb(both[0], both[1].id, now=NOW)
        assert not [one for one in both if tx.conversations.holds(one.id, "token")]


def test_the_pair_rate_of_both_is_kept(db: Database) -> None:
    with db.write() as tx:
        kept, gone = given.conversation(tx), given.conversation(tx)
        for _ in range(45):
            assert tx.conversations.take_pair_token(gone.id, NOW) == 0
        tx.conversations.absorb(kept, gone.id, now=NOW)
        assert tx.conversations.take_pair_token(kept.id, NOW) > 0


@pytest.mark.postgres
def test_who_waited_for_the_row_that_goes_gets_the_one_that_stays(
    postgres_engine: Engine, cipher: Cipher
) -> None:
    db = SqlDatabase(postgres_engine, cipher)
    with db.write() as tx:
        kept, gone = given.conversation(tx), given.conversation(tx)
    got: list[str] = []

    def waits() -> None:
        with db.write() as tx:
            got.append(tx.conversations.get(gone.id).id)

    with db.write() as tx:
        tx.conversations.of_customers([kept.customer_id, gone.customer_id])
        waiting = threading.Thread(target=waits)
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive()
        tx.conversations.absorb(kept, gone.id, now=NOW)
    waiting.join(5)
    assert got == [kept.id]
