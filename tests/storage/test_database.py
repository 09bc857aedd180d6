"""What holds for the whole of the main database."""

import inspect
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, get_type_hints

import pytest

from tests.storage import given
from tests.storage.conftest import SettableClock
from tests.storage.given import NOW
from wa_support.domain.content import Contacts, Media, MediaKind
from wa_support.domain.conversations import Memory
from wa_support.domain.customers import AliasKind, Customer
from wa_support.domain.delivery import AttemptOutcome, DeliveryStatus, SendState
from wa_support.domain.events import Event, EventKind, StatusChange
from wa_support.domain.outbound import OutText
from wa_support.domain.people import AuditRecord
from wa_support.domain.turns import JournalKind
from wa_support.ports import database as ports
from wa_support.ports.database import Database, Tx
from wa_support.ports.queries import DeskQueries
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.desk_queries import SqlDeskQueries
from wa_support.storage.engine import Engine, open_engine

PHONE: Final = "821098765432"
BSUID: Final = "KR.13491208655302741918"
PARENT: Final = "KR.ENT.99887766554433"
NAME: Final = "Hong Gildong"
WAMID: Final = "wamid.HBgMODIxMDk4NzY1NDMyFQIAERgSQTNG"
SECRETS: Final = (PHONE, BSUID, PARENT, NAME, WAMID)


def test_the_parts_fit_their_protocols(engine: Engine, cipher: Cipher) -> None:
    db: Database = SqlDatabase(engine, cipher)
    desk: DeskQueries = SqlDeskQueries(engine, cipher)
    with db.read() as tx:
        pairs = [(ports.Tx, tx), (Database, db), (DeskQueries, desk)]
        pairs += [(kind, getattr(tx, name)) for name, kind in get_type_hints(Tx).items()]
    assert len(pairs) > 14
    assert [missing for kind, part in pairs for missing in _unlike(kind, part)] == []


def _unlike(kind: type, part: object) -> list[str]:
    """Methods of the Protocol that the part lacks, or takes other arguments for."""
    wanted = {
        name: method
        for name, method in vars(kind).items()
        if inspect.isfunction(method) and not name.startswith("_")
    }
    return [
        f"{kind.__name__}.{name}"
        for name, method in wanted.items()
        if list(inspect.signature(method).parameters)
        != list(inspect.signature(getattr(type(part), name)).parameters)
    ]


def test_a_read_cannot_write(engine: Engine, cipher: Cipher) -> None:
    db = SqlDatabase(engine, cipher)
    with pytest.raises(Exception, match=r"readonly|read-only|query_only"), db.read() as tx:
        tx.handoffs.seat_seen("soyeon", NOW)


def test_no_file_shows_a_phone_a_bsuid_a_name_or_a_wamid(tmp_path: Path, cipher: Cipher) -> None:
    from wa_support.storage.all_tables import metadata

    engine = open_engine(
        f"sqlite:///{tmp_path / 'w.db'}", data_dir=tmp_path, clock=SettableClock(NOW)
    )
    with engine.alone() as connection:
        metadata.create_all(connection)
    with SqlDatabase(engine, cipher).write() as tx:
        _write_everything(tx)
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.is_file())
    engine.close()
    assert b"where is 1234" in stored
    assert [secret for secret in SECRETS if secret.encode() in stored] == []


def _write_everything(tx: Tx) -> None:
    """Each aggregate is given the secrets wherever it can be given them."""
    everything: dict[str, Any] = {"all": list(SECRETS)}
    said = " ".join(SECRETS)
    made = given.conversation(tx, memory=Memory(order_id=said))
    _write_customer(tx, said)
    _write_message(tx, made.id, said)
    _write_sends(tx, made.id, said)
    opened = given.handoff(made.id, packet=everything)
    tx.handoffs.open(opened)
    tx.handoffs.save(replace(opened, told=1))
    turn = given.turn(made.id)
    tx.turns.start(turn)
    tx.turns.write(turn.id, JournalKind.GATE, everything, now=NOW)
    tx.events.first_time(said, NOW)
    tx.events.keep_body(said.encode(), NOW)
    event = Event(kind=EventKind.UNKNOWN, field_name="f", raw=everything, note=said, id=WAMID)
    tx.events.keep(event, everything, state="unknown", now=NOW)
    tx.events.dead_letter(said.encode(), reason=said, now=NOW)
    tx.audit.add(AuditRecord(at=NOW, actor=NAME, action="erase", subject=PHONE, detail=everything))


def _write_customer(tx: Tx, said: str) -> None:
    known = Customer(id="cu_1", created_at=NOW, bsuid=BSUID, phone=PHONE, parent=PARENT, name=NAME)
    tx.customers.create(known)
    tx.customers.attach("cu_1", AliasKind.PHONE, f"{PHONE}1")
    tx.customers.save(replace(known, name=said))


def _write_message(tx: Tx, conversation_id: str, said: str) -> None:
    message = given.message(
        conversation_id, content=Contacts(names=(), own_phone=PHONE), wamid=WAMID
    )
    tx.messages.add(message, pending=True)
    photo = Media(kind=MediaKind.IMAGE, media_id=PHONE, url=f"https://x/{said}")
    tx.messages.want_media(message, photo, NOW)
    wanted = tx.media.due(NOW)
    assert wanted is not None
    tx.media.again(wanted.id, due_at=NOW, reason=said)


def _write_sends(tx: Tx, conversation_id: str, said: str) -> None:
    send = given.send(conversation_id, effect_key=said, outbound=OutText(body=said), reason=said)
    tx.sends.add(send)
    tx.sends.move(send.id, SendState.WAITING, reason=said)
    lost = given.attempt(send)
    tx.sends.begin(lost)
    tx.sends.end(given.ended(lost, AttemptOutcome.UNKNOWN, details=said, wamid=WAMID))
    tx.sends.resolve(lost.id, AttemptOutcome.ACCEPTED, wamid=WAMID)
    change = StatusChange(status=DeliveryStatus.FAILED, error_details=said)
    tx.sends.keep_orphan(WAMID, change, NOW)
    tx.sends.cancel_unsent(conversation_id, reason=said)
