"""The main database as the inside sees it: transactions that hold one object an aggregate."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from wa_support.domain.errors import DatabaseUnavailable
from wa_support.ports import database as ports
from wa_support.ports import rounds
from wa_support.ports.accounts import Accounts, Entries
from wa_support.ports.audit_log import Audit
from wa_support.ports.cases import CannedRows, Cases
from wa_support.ports.files import MediaRows
from wa_support.ports.firing import NotifyRequests, WatchedBookings
from wa_support.ports.model_calls import ModelCalls
from wa_support.ports.ownership import Pauses, Silences
from wa_support.ports.queries import DeskQueries
from wa_support.ports.records import CaseRecords
from wa_support.ports.search import SearchTerms
from wa_support.ports.send_lists import SendLists
from wa_support.ports.templates import (
    Announcements,
    ConsentHistory,
    MetaTemplates,
    TemplateFigures,
    TemplateSamples,
    TemplateUploads,
    TemplateUses,
    TemplateVersions,
)
from wa_support.storage.accounts import SqlAccounts
from wa_support.storage.announcements import SqlAnnouncements
from wa_support.storage.assignments import SqlAssignments
from wa_support.storage.audit import SqlAudit
from wa_support.storage.canned import SqlCannedReplies
from wa_support.storage.case_records import SqlCaseRecords
from wa_support.storage.cases import SqlCases
from wa_support.storage.cipher import Cipher
from wa_support.storage.consents import SqlConsents
from wa_support.storage.conversations import SqlConversations
from wa_support.storage.cursors import SqlCursors
from wa_support.storage.customers import SqlCustomers
from wa_support.storage.desk_queries import SameTransaction, SqlDeskQueries
from wa_support.storage.engine import Engine
from wa_support.storage.entries import SqlEntries
from wa_support.storage.events import SqlEvents
from wa_support.storage.handoffs import SqlHandoffs
from wa_support.storage.media_rows import SqlMediaRows
from wa_support.storage.messages import SqlMessages
from wa_support.storage.meta_templates import SqlMetaTemplates
from wa_support.storage.model_calls import SqlModelCalls
from wa_support.storage.notices import SqlNotices
from wa_support.storage.notify_requests import SqlNotifyRequests
from wa_support.storage.pauses import SqlPauses
from wa_support.storage.policies import SqlPolicies
from wa_support.storage.search_terms import SqlSearchTerms
from wa_support.storage.send_lists import SqlSendLists
from wa_support.storage.sends import SqlSends
from wa_support.storage.silences import SqlSilences
from wa_support.storage.status_flow import SqlStatusFlow
from wa_support.storage.suggestions import SqlSuggestions
from wa_support.storage.surveys import SqlSurveys
from wa_support.storage.template_figures import SqlTemplateFigures
from wa_support.storage.template_samples import SqlTemplateSamples
from wa_support.storage.template_uploads import SqlTemplateUploads
from wa_support.storage.template_uses import SqlTemplateUses
from wa_support.storage.template_versions import SqlTemplateVersions
from wa_support.storage.turns import SqlTurns
from wa_support.storage.unavailable import said_clearly
from wa_support.storage.waits import SqlWaits
from wa_support.storage.watched_bookings import SqlWatchedBookings
from wa_support.storage.workers import SqlWorkers, lease_named


class SqlTx:
    def __init__(
        self,
        connection: Connection,
        cipher: Cipher,
        random: Callable[[int], bytes],
        *,
        locks: bool,
    ) -> None:
        self._connection = connection
        self.cursors: ports.Cursors = SqlCursors(connection)
        self.events: ports.Events = SqlEvents(connection, cipher, random)
        self.customers: ports.Customers = SqlCustomers(connection, cipher)
        self.conversations: ports.Conversations = SqlConversations(connection, cipher, locks=locks)
        self.messages: ports.Messages = SqlMessages(connection, cipher, random)
        self.media: MediaRows = SqlMediaRows(connection, cipher)
        self.turns: ports.Turns = SqlTurns(connection, cipher)
        self.sends: ports.Sends = SqlSends(connection, cipher)
        self.status_flow: ports.StatusFlow = SqlStatusFlow(connection)
        self.handoffs: ports.Handoffs = SqlHandoffs(connection, cipher)
        self.audit: Audit = SqlAudit(connection, cipher, random, locks=locks)
        self.policies: ports.Policies = SqlPolicies(connection)
        self.suggestions: ports.Suggestions = SqlSuggestions(connection)
        self.model_calls: ModelCalls = SqlModelCalls(connection, locks=locks)
        self.records: CaseRecords = SqlCaseRecords(connection, cipher)
        self.search: SearchTerms = SqlSearchTerms(connection, cipher)
        self.cases: Cases = SqlCases(connection, cipher)
        self.canned: CannedRows = SqlCannedReplies(connection, cipher)
        self.accounts: Accounts = SqlAccounts(connection, cipher, locks=locks)
        self.entries: Entries = SqlEntries(connection, cipher, locks=locks)
        self.pauses: Pauses = SqlPauses(connection)
        self.silences: Silences = SqlSilences(connection)
        self.workers: ports.Workers = SqlWorkers(connection)
        self.assignments: rounds.Assignments = SqlAssignments(connection, self.accounts)
        self.waits: rounds.Waits = SqlWaits(connection)
        self.notices: rounds.Notices = SqlNotices(connection)
        self.surveys: rounds.Surveys = SqlSurveys(connection, cipher)
        self.desk: DeskQueries = SqlDeskQueries(SameTransaction(connection), cipher)
        self._of_templates(connection, cipher, locks=locks)

    def _of_templates(self, connection: Connection, cipher: Cipher, *, locks: bool) -> None:
        self.template_versions: TemplateVersions = SqlTemplateVersions(connection, locks=locks)
        self.template_samples: TemplateSamples = SqlTemplateSamples(connection, cipher)
        self.template_uploads: TemplateUploads = SqlTemplateUploads(connection, cipher)
        self.template_figures: TemplateFigures = SqlTemplateFigures(connection)
        self.send_lists: SendLists = SqlSendLists(connection, cipher)
        self.meta_templates: MetaTemplates = SqlMetaTemplates(connection)
        self.notify_requests: NotifyRequests = SqlNotifyRequests(connection, cipher)
        self.watched_bookings: WatchedBookings = SqlWatchedBookings(connection, locks=locks)
        self.template_uses: TemplateUses = SqlTemplateUses(connection)
        self.consents: ConsentHistory = SqlConsents(connection, locks=locks)
        self.announcements: Announcements = SqlAnnouncements(connection)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """An exception undoes what was done inside, and goes on."""
        try:
            with said_clearly(), _savepoint(self._connection):
                yield
        except (IntegrityError, DataError):
            raise
        except DBAPIError as error:
            raise DatabaseUnavailable(str(error.orig).partition("\n")[0]) from error


@contextmanager
def _savepoint(connection: Connection) -> Iterator[None]:
    """As `begin_nested()`, which compiles its statements anew each time. Intake makes one for every
    update; those within one another may share the name."""
    connection.exec_driver_sql("SAVEPOINT inside")
    try:
        yield
    except BaseException:
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT inside")
        connection.exec_driver_sql("RELEASE SAVEPOINT inside")
        raise
    connection.exec_driver_sql("RELEASE SAVEPOINT inside")


class SqlDatabase:
    """Thread-safe. `random(n)` gives n unpredictable bytes, for ids and salts."""

    def __init__(
        self, engine: Engine, cipher: Cipher, random: Callable[[int], bytes] = os.urandom
    ) -> None:
        self._engine = engine
        self._cipher = cipher
        self._random = random

    @contextmanager
    def write(self) -> Iterator[ports.Tx]:
        with self._engine.write() as connection:
            yield SqlTx(connection, self._cipher, self._random, locks=True)

    @contextmanager
    def write_unsynced(self) -> Iterator[ports.Tx]:
        with self._engine.write_unsynced() as connection:
            yield SqlTx(connection, self._cipher, self._random, locks=True)

    @contextmanager
    def read(self) -> Iterator[ports.Tx]:
        with self._engine.read() as connection:
            yield SqlTx(connection, self._cipher, self._random, locks=False)

    def lease_named(self, name: str, *, holder: str, now: int, until: int) -> bool:
        with self._engine.write() as connection:
            return lease_named(connection, name, holder=holder, now=now, until=until)
