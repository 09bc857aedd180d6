"""What every process needs: settings, the database behind its keys, the policy in force."""

import os
import secrets
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wa_support.bootstrap.policy_file import fitter_in, read_policy_file
from wa_support.bootstrap.store import Store, open_store
from wa_support.bootstrap.world import UlidIds
from wa_support.config.catalogue import make_catalogue
from wa_support.config.policy_parser import parse_policy
from wa_support.config.settings import Settings
from wa_support.config.template_reading import ReadVersions
from wa_support.domain.dates import utc_date
from wa_support.domain.errors import ConfigurationError
from wa_support.flow.audit_check import AuditCheck
from wa_support.flow.canned import Canned
from wa_support.flow.cases import Cases
from wa_support.flow.desk import Desk
from wa_support.flow.held_sends import HeldSends
from wa_support.flow.pauses import Pausing
from wa_support.flow.policy_book import PolicyBook, Rulebook
from wa_support.flow.policy_changes import PolicyChanges
from wa_support.flow.stuck import Stuck
from wa_support.models.weights import load_weights
from wa_support.ports.outside import Clock, Ids, Knowledge
from wa_support.ports.tools import Connector
from wa_support.storage.audit_log import SqlAuditLog
from wa_support.storage.case_queries import SqlCaseQueries
from wa_support.storage.database import SqlDatabase
from wa_support.storage.desk_queries import SqlDeskQueries

if TYPE_CHECKING:
    from wa_support.flow.accounts import People
    from wa_support.flow.consenting import Consenting
    from wa_support.flow.desk_files import DeskFiles
    from wa_support.flow.desk_templates import DeskTemplates
    from wa_support.flow.notify import Notify
    from wa_support.flow.send_lists import SendLists
    from wa_support.flow.sending_by_hand import SendingByHand
    from wa_support.flow.sign_in import SignIn


@dataclass(frozen=True, slots=True, kw_only=True)
class House(Store):
    """One process's share of the service; what only some of them do is imported by those."""

    ids: Ids
    database: SqlDatabase
    queries: SqlDeskQueries
    book: PolicyBook
    changes: PolicyChanges
    _connectors: dict[int, Connector | None] = field(default_factory=dict)

    def desk(self) -> Desk:
        return Desk(database=self.database, clock=self.clock, ids=self.ids, book=self.book)

    def desk_files(self) -> "DeskFiles":
        from wa_support.flow.desk_files import DeskFiles

        return DeskFiles(
            database=self.database,
            clock=self.clock,
            ids=self.ids,
            book=self.book,
            files=self.media_files(),
        )

    def cases(self) -> Cases:
        return Cases(database=self.database, clock=self.clock, ids=self.ids, book=self.book)

    def canned(self) -> Canned:
        return Canned(database=self.database, clock=self.clock, ids=self.ids, book=self.book)

    def case_queries(self) -> SqlCaseQueries:
        return SqlCaseQueries(self.engine, self.cipher)

    def pausing(self) -> Pausing:
        return Pausing(database=self.database, clock=self.clock, ids=self.ids, book=self.book)

    def desk_templates(self) -> "DeskTemplates":
        from wa_support.flow.desk_templates import DeskTemplates

        return DeskTemplates(database=self.database, clock=self.clock, ids=self.ids, book=self.book)

    def consenting(self) -> "Consenting":
        from wa_support.flow.consenting import Consenting

        return Consenting(database=self.database, clock=self.clock, ids=self.ids)

    def audit_check(self) -> AuditCheck:
        return AuditCheck(database=self.database)

    def held_sends(self) -> HeldSends:
        return HeldSends(database=self.database, clock=self.clock, ids=self.ids, book=self.book)

    def send_lists(self) -> "SendLists":
        from wa_support.flow.send_lists import SendLists

        return SendLists(
            database=self.database,
            clock=self.clock,
            ids=self.ids,
            read=self.book.read_template,
            book=self.book,
        )

    def sending_by_hand(self) -> "SendingByHand":
        from wa_support.flow.sending_by_hand import SendingByHand

        return SendingByHand(
            database=self.database,
            clock=self.clock,
            ids=self.ids,
            read=self.book.read_template,
            book=self.book,
        )

    def stuck(self) -> Stuck:
        return Stuck(database=self.database, clock=self.clock, inbox=lambda: closing(self.inbox()))

    def notify(self) -> "Notify":
        from wa_support.flow.notify import Notify

        return Notify(
            database=self.database,
            clock=self.clock,
            ids=self.ids,
            book=self.book,
        )

    def people(self) -> "People":
        from wa_support.flow.accounts import People

        return People(
            database=self.database,
            clock=self.clock,
            ids=self.ids,
            book=self.book,
            tokens=secrets.token_urlsafe,
        )

    def sign_in(self) -> "SignIn":
        from wa_support.flow.sign_in import SignIn
        from wa_support.storage.passwords import Argon2

        return SignIn(
            database=self.database,
            clock=self.clock,
            passwords=Argon2(),
            tokens=secrets.token_urlsafe,
        )

    def audit_log(self) -> SqlAuditLog:
        return SqlAuditLog(self.engine, self.cipher)

    def console_key(self) -> bytes:
        """What signs the console's cookies, the same after a restart; 32 bytes."""
        return self.cipher.keyed_hash("console cookies")

    def shop_for(self, rulebook: Rulebook) -> Connector | None:
        policy = rulebook.policy
        if policy.uses_sample_shop:
            from wa_support.storage.sample_shop import SampleShop

            return SampleShop(self.engine, cipher=self.cipher, clock=self.clock, policy=policy)
        if rulebook.version not in self._connectors:
            from wa_support.bootstrap.connections import http_connector

            self._connectors[rulebook.version] = http_connector(policy, self.clock)
        return self._connectors[rulebook.version]

    def knowledge(self) -> Knowledge:
        """Reads nothing before the first question."""
        from wa_support.connectors.knowledge_folder import KnowledgeFolder

        return KnowledgeFolder(
            folder=self.settings.knowledge_dir,
            kept_in=self.data_dir / "knowledge",
            monotonic=self.clock.monotonic,
        )

    def publish_first(self) -> None:
        """An empty database runs the file as version 1; a faulty file is told in full."""
        file = self.settings.policies_file
        with self.database.read() as tx:
            if tx.policies.in_force() is not None:
                self.book.current(tx)  # one that this program cannot read is told at start
                return
        published = self.changes.ensure(read_policy_file(file), file=str(file))
        if published is not None and published.version is None:
            raise ConfigurationError([str(fault) for fault in published.faults])

    def seed_sample_shop(self) -> None:
        from wa_support.storage.sample_shop import seed

        today = utc_date(self.clock.now())
        with self.engine.write() as connection:
            seed(connection, today, self.cipher)


def open_house(
    settings: Settings,
    *,
    clock: Clock | None = None,
    random: Callable[[int], bytes] = os.urandom,
) -> House:
    """Creates an empty database; raises ConfigurationError for an older schema or a wrong key."""
    return house_in(open_store(settings, clock=clock, random=random))


def house_in(store: Store) -> House:
    database = SqlDatabase(store.engine, store.cipher, store.random)
    return House(
        settings=store.settings,
        clock=store.clock,
        random=store.random,
        engine=store.engine,
        cipher=store.cipher,
        ids=UlidIds(clock=store.clock, random=store.random),
        database=database,
        queries=SqlDeskQueries(store.engine, store.cipher),
        book=PolicyBook(
            parse=parse_policy,
            make_catalogue=make_catalogue,
            load_weights=load_weights,
            read_template=ReadVersions(),
        ),
        changes=PolicyChanges(
            database=database,
            clock=store.clock,
            parse=parse_policy,
            fitter=fitter_in(store.settings),
        ),
    )
