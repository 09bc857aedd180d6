from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select, text

from tests.storage import given
from tests.storage.given import NOW
from wa_support.domain.conversations import Memory, Owner
from wa_support.domain.customers import AliasKind, Customer
from wa_support.domain.turns import JournalKind
from wa_support.flow.indexing import SearchIndexing
from wa_support.ports.database import Tx
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine
from wa_support.storage.schema_search import search_terms
from wa_support.storage.search import SqlSearch

BSUID = "KR.13491208655302741918"


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> SqlDatabase:
    return SqlDatabase(engine, cipher)


@pytest.fixture
def search(engine: Engine, cipher: Cipher) -> SqlSearch:
    return SqlSearch(engine, cipher)


def found(search: SqlSearch, words: str) -> list[str]:
    return [one.customer.id for one in search.search(words)]


def add(tx: Tx, id: str, **known: Any) -> Customer:
    customer = Customer(id=id, created_at=NOW, **known)
    tx.customers.create(customer)
    return customer


def test_customers_without_a_phone_or_a_conversation_are_found(
    db: SqlDatabase, search: SqlSearch
) -> None:
    with db.write() as tx:
        add(tx, "cus_1", name="김하늘", bsuid=BSUID)
        add(tx, "cus_2", phone="821012345678")
        talk = given.conversation(tx)
        add(tx, "cus_3", name="하늘 Park")
        closed = replace(talk, customer_id="cus_3", last_message_at=NOW + 5, owner=Owner.CLOSED)
        tx.conversations.save(closed)
    assert found(search, "하늘") == ["cus_3", "cus_1"]
    assert found(search, BSUID) == ["cus_1"]
    assert found(search, "010-1234-5678") == found(search, "5678") == ["cus_2"]
    assert [len(one.conversations) for one in search.search("하늘")] == [1, 0]
    assert found(search, "") == found(search, "nobody") == []


def test_a_new_name_or_phone_replaces_the_old_one(db: SqlDatabase, search: SqlSearch) -> None:
    with db.write() as tx:
        made = add(tx, "cus_1", name="Mina", phone="821012345678")
        add(tx, "cus_2", name="Daniel")
        tx.customers.save(replace(made, name="Sujin"))
        tx.customers.attach("cus_2", AliasKind.PHONE, "821012345678")
    assert found(search, "mina") == []
    assert found(search, "sujin") == ["cus_1"]
    assert found(search, "5678") == ["cus_2"]


def test_an_order_finds_who_asked_about_it_and_whom_it_was_shown(
    db: SqlDatabase, search: SqlSearch
) -> None:
    with db.write() as tx:
        asked = given.conversation(tx)
        for _ in range(2):
            tx.conversations.save(replace(asked, memory=Memory(order_id="A-1042")))
        shown = given.conversation(tx)
        turn = given.turn(shown.id)
        tx.turns.start(turn)
        for result in ([{"id": "A-1042"}, {"id": "A-1043"}], [{"id": "A-1043"}]):
            read = {"tool": "list_orders", "arguments": {}, "found": True, "result": result}
            tx.turns.write(turn.id, JournalKind.READ, read, now=NOW)
        hidden = {"tool": "get_order", "arguments": {}, "found": False, "result": None}
        tx.turns.write(turn.id, JournalKind.READ, hidden, now=NOW)
    assert set(found(search, "#a-1042")) == {asked.customer_id, shown.customer_id}
    assert found(search, "A-1043") == [shown.customer_id]
    with db.read() as tx:
        rows = tx.search._connection.execute(  # type: ignore[attr-defined]
            select(func.count()).select_from(search_terms).where(search_terms.c.of == "order")
        )
        assert rows.scalar_one() == 3


def test_whoever_was_merged_is_found_as_who_they_are_now(
    db: SqlDatabase, search: SqlSearch
) -> None:
    with db.write() as tx:
        add(tx, "cus_1", name="Mina", phone="821012345678")
        add(tx, "cus_2", name="Mina", phone="821099998888", bsuid=BSUID)
        tx.search.order_seen("cus_2", "1042")
        tx.customers.absorb("cus_1", "cus_2", now=NOW)
        tx.customers.save(tx.customers.get("cus_1"))
    for words in ("mina", "5678", "8888", BSUID, "1042"):
        assert found(search, words) == ["cus_1"]


def test_older_rows_are_indexed_once(
    db: SqlDatabase, search: SqlSearch, engine: Engine, cipher: Cipher
) -> None:
    with db.write() as tx:
        talk = given.conversation(tx, memory=Memory(order_id="1042"))
        add(tx, "cus_1", name="Mina")
    with engine.write() as connection:
        connection.execute(text("DELETE FROM search_terms"))
        connection.execute(text("UPDATE customers SET terms_version = NULL"))
    assert found(search, "mina") == []
    indexing = SearchIndexing(database=db)
    done = []
    for _ in range(2):
        indexing.look()
        done.append(indexing.done)
    assert done == [False, True]
    assert found(search, "mina") == ["cus_1"]
    assert found(search, "1042") == [talk.customer_id]


def test_the_terms_tell_no_name(db: SqlDatabase, engine: Engine) -> None:
    with db.write() as tx:
        add(tx, "cus_1", name="Gildong", phone="821012345678", bsuid=BSUID)
        tx.search.order_seen("cus_1", "A-1042")
    with engine.read() as connection:
        rows = connection.execute(select(search_terms.c.term_hash, search_terms.c["of"])).all()
    told = b"".join(bytes(row.term_hash) + row[1].encode() for row in rows)
    assert len(rows) > 8
    assert not any(secret in told.lower() for secret in (b"gil", b"5678", b"kr.", b"1042"))


def test_hostile_words_find_nobody_and_break_nothing(db: SqlDatabase, search: SqlSearch) -> None:
    with db.write() as tx:
        for number, name in enumerate(("<script>alert(1)</script>", "\u202e김", "😀" * 1000, "\0")):
            add(tx, f"cus_{number}", name=name)
    for words in ("' OR 1=1 --", "%", "\0", "\ud83d", "a " * 50_000, "😀" * 1000, "\u202e"):
        assert found(search, words) == []
    assert found(search, "script") == ["cus_0"]
