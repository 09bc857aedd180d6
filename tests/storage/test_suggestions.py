import pytest

from tests.storage.given import NOW
from wa_support.domain.policy import Suggestion
from wa_support.domain.text import MaskedText
from wa_support.ports.database import Database
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(engine, cipher)


def said(text: str, purpose: str = "orders", language: str | None = "ko") -> Suggestion:
    return Suggestion(text=MaskedText(text), purpose=purpose, language=language)


def test_the_most_frequent_come_first_and_of_these_the_newest(db: Database) -> None:
    with db.write() as tx:
        for at, one in enumerate(
            [said("a"), said("b"), said("c"), said("b"), said("a", "booking")]
        ):
            tx.suggestions.add(one, conversation_id="c_1", now=NOW + at)
    with db.read() as tx:
        found = tx.suggestions.frequent(10)
        assert [(one.suggestion.text, one.times) for one in found] == [
            ("b", 2), ("a", 1), ("c", 1), ("a", 1)
        ]  # fmt: skip
        assert found[0].last_at == NOW + 3
        assert found[1].suggestion.purpose == "booking"
        assert len(tx.suggestions.frequent(2)) == 2


def test_old_ones_are_forgotten(db: Database) -> None:
    with db.write() as tx:
        tx.suggestions.add(said("old", language=None), conversation_id="c_1", now=NOW)
        tx.suggestions.add(said("new"), conversation_id="c_1", now=NOW + 1)
        tx.suggestions.forget(NOW + 1)
        assert [one.suggestion.text for one in tx.suggestions.frequent(9)] == ["new"]
