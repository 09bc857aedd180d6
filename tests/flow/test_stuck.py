"""What stopped goes on when a person says so."""

import pytest

from tests.flow.house import DAY, Home
from tests.flow.test_sign_in import actions
from wa_support.domain.errors import NotAllowed
from wa_support.domain.records import CaseRecord, Occasion


def test_a_dead_letter_is_in_the_inbox_again(home: Home) -> None:
    stuck = home.house.stuck()
    with home.house.database.write() as tx:
        letter = tx.events.dead_letter(b'{"entry": [', reason="not JSON", now=home.clock.now())
    stuck.redrive(letter, by="소연")
    batch = home.house.inbox_reader().next_batch(10)
    assert batch is not None
    assert [row.body for row in batch.rows] == [b'{"entry": [']
    [shown] = stuck.dead_letters()
    assert shown.redriven_at == home.clock.now()
    assert actions(home)[-1] == "letter_redriven"


def test_a_letter_that_there_is_not_is_refused(home: Home) -> None:
    with pytest.raises(NotAllowed, match="dl_none: no such dead letter"):
        home.house.stuck().redrive("dl_none", by="소연")


def test_a_record_that_was_given_up_is_due_once_more(home_on_each: Home) -> None:
    home, now = home_on_each, home_on_each.clock.now()
    stuck = home.house.stuck()
    record = CaseRecord(
        key="handoff:c_1", occasion=Occasion.HANDOFF, conversation_id="c_1", at=now, fields={}
    )
    with home.house.database.write() as tx:
        tx.records.add(record)
    assert stuck.records() == []
    with pytest.raises(NotAllowed, match="no record that was given up"):
        stuck.tell_again(record.key, by="소연")
    with home.house.database.write() as tx:
        tx.records.gave_up(record.key, reason="http_500")
    [given_up] = stuck.records()
    assert (given_up.key, given_up.reason, given_up.tries) == (record.key, "http_500", 1)
    home.clock.pass_by(DAY)
    stuck.tell_again(record.key, by="소연")
    assert stuck.records() == []
    with home.house.database.write() as tx:
        due = tx.records.due(home.clock.now())
    assert due is not None
    assert due.record == record
    assert actions(home)[-1] == "record_revived"
