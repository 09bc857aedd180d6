from dataclasses import replace

import pytest

from tests.storage.given import NOW
from wa_support.domain.customers import AliasKind, Customer
from wa_support.domain.errors import WaSupportError
from wa_support.ports.database import Database
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(engine, cipher)


BSUID = "KR.13491208655302741918"


def test_a_customer_is_found_by_every_name_they_came_with(db: Database) -> None:
    made = Customer(id="cu_1", created_at=NOW, bsuid=BSUID, phone="821012345678", name="지민")
    with db.write() as tx:
        tx.customers.create(made)
    with db.read() as tx:
        assert tx.customers.find(AliasKind.BSUID, BSUID) == made
        assert tx.customers.find(AliasKind.PHONE, "821012345678") == made
        assert tx.customers.find(AliasKind.PARENT, BSUID) is None


def test_a_recycled_phone_moves_and_its_old_owner_shows_it_no_longer(db: Database) -> None:
    with db.write() as tx:
        tx.customers.create(Customer(id="cu_old", created_at=NOW, phone="8210", bsuid="KR.1"))
        tx.customers.create(Customer(id="cu_new", created_at=NOW, bsuid="KR.2"))
        tx.customers.attach("cu_new", AliasKind.PHONE, "8210")
    with db.read() as tx:
        found = tx.customers.find(AliasKind.PHONE, "8210")
        assert found is not None
        assert (found.id, found.phone) == ("cu_new", "8210")
        assert tx.customers.get("cu_old").phone is None
        assert tx.customers.get("cu_old").bsuid == "KR.1"


def test_losing_an_alias_that_is_not_shown_leaves_the_shown_one(db: Database) -> None:
    with db.write() as tx:
        tx.customers.create(Customer(id="cu_1", created_at=NOW, phone="8210"))
        tx.customers.attach("cu_1", AliasKind.PHONE, "8211")
        tx.customers.create(Customer(id="cu_2", created_at=NOW, phone="8210"))
    with db.read() as tx:
        assert tx.customers.get("cu_1").phone == "8211"
        assert tx.customers.get("cu_2").phone == "8210"


def test_attaching_what_is_already_theirs_keeps_it(db: Database) -> None:
    with db.write() as tx:
        tx.customers.create(Customer(id="cu_1", created_at=NOW, phone="8210"))
        tx.customers.attach("cu_1", AliasKind.PHONE, "8210")
        assert tx.customers.get("cu_1").phone == "8210"


def test_saving_changes_the_name_or_the_stops_and_nothing_else(db: Database) -> None:
    made = Customer(id="cu_1", created_at=NOW, phone="8210", name="a")
    with db.write() as tx:
        tx.customers.create(made)
        tx.customers.save(replace(made, name="b", opted_out_of_all_at=NOW, phone="ignored"))
        tx.customers.save_stops(replace(made, name="c", opted_out_at=NOW, phone="ignored"))
    with db.read() as tx:
        assert tx.customers.get("cu_1") == replace(made, name="b", opted_out_at=NOW)


@pytest.mark.parametrize("who", ["cu_1", BSUID, "+82 10-1234-5678", "821012345678"])
def test_commands_find_a_customer_however_they_are_written(db: Database, who: str) -> None:
    with db.write() as tx:
        tx.customers.create(Customer(id="cu_1", created_at=NOW, bsuid=BSUID, phone="821012345678"))
        found = tx.customers.seen_by_hash_of(who)
        assert found is not None
        assert found.id == "cu_1"
        assert tx.customers.seen_by_hash_of("+82 10-0000-0000") is None


def test_an_unknown_id_is_said_in_words(db: Database) -> None:
    with db.read() as tx, pytest.raises(WaSupportError, match="no customer cu_9"):
        tx.customers.get("cu_9")
