"""The real service as processes on either database, and a platform that keeps what was answered."""

import base64
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from bench.proof import armed, plants
from bench.proof.collecting import collect
from bench.proof.evidence import Evidence, Takeover
from tests import postgres
from tests.processes.serving import Serving, now_ms, serving
from wa_support.bootstrap.house import House
from wa_support.domain.delivery import SendState
from wa_support.domain.errors import DatabaseUnavailable, NotAllowed
from wa_support.ports.outside import InboxReader
from wa_support.simulator.cloud import Cloud
from wa_support.simulator.configuration import Delays
from wa_support.simulator.ledger import AcceptedSend, Ledger
from wa_support.simulator.poster import Poster
from wa_support.storage.schema import attempts, conversations, messages, sends

_PROGRAM: Final = (sys.executable, "-m", "bench.proof.program")
_AGENT: Final = "harness"
_WORDS: Final = "제가 확인해 드리겠습니다."
_DATABASE: Final = "wa_proof"
_EVERYBODY: Final = 1_000_000
_QUIET_LOOKS: Final = 3


class Witness(Poster):
    """Posts webhooks, and keeps the body of each one that was answered 200."""

    def __init__(self, cloud: Cloud) -> None:
        super().__init__(
            callback_url=cloud.poster.callback_url,
            app_secret=cloud.config.app_secret,
            retry_ms=cloud.config.delays.retry,
            copies=lambda: cloud.faults.now.duplicate_webhooks,
            later=cloud.later,
        )
        self.acknowledged: list[bytes] = []

    def _posted(self, body: bytes) -> bool:
        stored = super()._posted(body)
        if stored:
            self.acknowledged.append(body)
        return stored


class HesitantLedger(Ledger):
    """A platform that takes its time before and after it accepts, so that kills meet open calls."""

    def __init__(self, path: Path, dice: random.Random) -> None:
        super().__init__(path)
        self._dice = dice

    def record(self, send: AcceptedSend) -> None:
        time.sleep(self._dice.uniform(0, 0.3))
        super().record(send)
        time.sleep(self._dice.uniform(0, 0.3))


@dataclass(slots=True, kw_only=True)
class Stage:
    """`house` is an agent's own process on the same database. `server` is set where the database
    is a PostgreSQL that may be crashed."""

    serving: Serving
    house: House
    inbox: InboxReader
    witness: Witness
    armed: Path
    server: postgres.Server | None
    takeovers: list[Takeover] = field(default_factory=list)

    def take_over(self, phone: str) -> None:
        """Once, and with a word to the customer; nothing where there is no conversation yet, or the
        database is away."""
        known = {one.conversation_id for one in self.takeovers}
        try:
            for one in self.house.queries.conversations(limit=_EVERYBODY):
                conversation = one.conversation.id
                if (one.customer.phone or "").endswith(phone) and conversation not in known:
                    self._take(conversation)
        except (DatabaseUnavailable, NotAllowed):
            return

    def customers_at_rest(self) -> list[str]:
        """Their phones: all our words to them have arrived. An outcome that is or gets unknown
        would keep the next words waiting for a minute."""
        with self.house.engine.read() as connection:
            unrest = set(
                connection.execute(
                    select(sends.c.conversation_id).where(sends.c.state != SendState.DONE)
                ).scalars()
            )
        known = self.house.queries.conversations(limit=_EVERYBODY)
        return sorted(
            (one.customer.phone or "").removeprefix("+")
            for one in known
            if one.conversation.id not in unrest
        )

    def _take(self, conversation: str) -> None:
        desk = self.house.desk()
        desk.take(conversation, agent=_AGENT)
        self.takeovers.append(Takeover(conversation_id=conversation, at=now_ms()))
        desk.reply(conversation, agent=_AGENT, text=_WORDS, key=conversation)

    def settled(self, seconds: float) -> bool:
        """Waits until nothing is under way anywhere: on several looks, one after the other."""
        deadline, quiet = time.monotonic() + seconds, 0
        while quiet < _QUIET_LOOKS and time.monotonic() < deadline:
            quiet = quiet + 1 if self._is_quiet() else 0
            time.sleep(0.1)
        return quiet == _QUIET_LOOKS

    def evidence(self) -> Evidence:
        return collect(
            self.house,
            acknowledged=list(self.witness.acknowledged),
            accepted=self.serving.phone.ledger(),
            takeovers=self.takeovers,
        )

    def _is_quiet(self) -> bool:
        if not self.serving.phone.settled(0.1):
            return False
        try:
            return not self._open_matters() and self._inbox_is_read()
        except DatabaseUnavailable:
            return False

    def _open_matters(self) -> int:
        open_rows = (
            (messages, messages.c.pending),
            (conversations, conversations.c.lease_token.is_not(None)),
            (sends, sends.c.state.in_(["ready", "waiting"])),
            (attempts, attempts.c.outcome == "attempting"),
        )
        with self.house.engine.read() as connection:
            return sum(
                connection.execute(
                    select(func.count()).select_from(table).where(is_open)
                ).scalar_one()
                for table, is_open in open_rows
            )

    def _inbox_is_read(self) -> bool:
        return self.inbox.next_batch(1) is None


@contextmanager
def staged(
    folder: Path, *, database: str = "sqlite", plant: str = "", delays: Delays
) -> Iterator[Stage]:
    """`database` is sqlite or postgresql; `plant` names the bugs to put in."""
    where = folder / "armed"
    where.mkdir()
    with _databases(database) as (settings, server):
        testing = {armed.FOLDER: str(where), plants.NAMES: plant}
        with (
            serving(folder, delays=delays, program=_PROGRAM, **settings, **testing) as started,
            started.house() as house,
        ):
            witness = Witness(started.phone.cloud)
            started.phone.cloud.poster.close()
            started.phone.cloud.poster = witness
            yield Stage(
                serving=started,
                house=house,
                inbox=house.inbox_reader(),
                witness=witness,
                armed=where,
                server=server,
            )


@contextmanager
def _databases(kind: str) -> Iterator[tuple[dict[str, str], postgres.Server | None]]:
    """The settings for it; a PostgreSQL is one of our own where one is installed."""
    key = {"WA_DATA_KEY": base64.b64encode(b"k" * 32).decode()}
    binaries = postgres.installed_binaries()
    if kind == "sqlite":
        yield {}, None
    elif binaries is None:
        yield {"DATABASE_URL": postgres.create_database(_DATABASE), **key}, None
        postgres.drop_database(_DATABASE)
    else:
        server = postgres.Server(binaries)
        server.start()
        try:
            yield {"DATABASE_URL": server.url, **key}, server
        finally:
            server.remove()


@contextmanager
def temporary_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="wa-proof-") as name:
        yield Path(name)
