"""The worker process: intake, turns, outbox, media and what time alone brings about."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from wa_support.bootstrap.house import House, open_house
from wa_support.bootstrap.niceness import let_webhooks_go_first
from wa_support.bootstrap.notices import notifying
from wa_support.bootstrap.read_marks import ReadMarks
from wa_support.bootstrap.templates_at_meta import template_sync
from wa_support.config.settings import Settings
from wa_support.domain.dates import utc_date
from wa_support.domain.policy import Policy
from wa_support.flow.assigning import Assigning
from wa_support.flow.booking_watch import BookingWatch
from wa_support.flow.indexing import SearchIndexing
from wa_support.flow.intake import Intake
from wa_support.flow.masking import make_masker
from wa_support.flow.media import MediaFetching
from wa_support.flow.media_sweep import MediaSweep
from wa_support.flow.named_lease import NamedLease
from wa_support.flow.outbox import Outbox
from wa_support.flow.outcomes import Outcomes
from wa_support.flow.records import RecordTelling
from wa_support.flow.resending import Resending
from wa_support.flow.retention import Retention
from wa_support.flow.rounds import Rounds
from wa_support.flow.satisfaction import Asking
from wa_support.flow.sealing import Sealing
from wa_support.flow.send_lists import ListRounds
from wa_support.flow.turns import Turns
from wa_support.flow.uploading import Uploading
from wa_support.flow.waiting import Waiting
from wa_support.flow.waits import Waits
from wa_support.ports.outside import CloudApi, Masker
from wa_support.ports.tools import Recorder
from wa_support.storage.processes import is_gone, pid_started, this_host
from wa_support.web.metrics import Metrics
from wa_support.web.metrics_folder import prepare_metrics
from wa_support.whatsapp import payloads
from wa_support.whatsapp.client import GraphClient
from wa_support.worker import Chore, Lane, Worker

if TYPE_CHECKING:
    from wa_support.flow.understanding.with_model import WithModel

_NICER = 10
_TURN_THREADS = 8
_FILES_POLL_S = 0.1
"""Files are rare, and looking for them takes the write lock from turns."""


def run_work(settings: Settings) -> None:
    """Blocks until SIGTERM."""
    let_webhooks_go_first(_NICER)
    house = open_house(settings)
    prepare_metrics(house.data_dir / "metrics")
    house.publish_first()
    house.seed_sample_shop()
    worker = build_worker(house, graph_client(house), Metrics(), _model_of(house))
    worker.run_until_signalled()


def _model_of(house: House) -> "WithModel | None":
    """What it needs stays out of the memory of a worker without one."""
    if house.settings.openai_api_key is None:
        return None
    from wa_support.bootstrap.understanding import with_model

    return with_model(house)


def _recorder_of(house: House, policy: Policy) -> Recorder | None:
    if not policy.keeps_records:
        return None
    from wa_support.bootstrap.connections import http_recorder

    return http_recorder(policy, house.clock)


def graph_client(house: House) -> CloudApi:
    token = house.settings.whatsapp_access_token
    return GraphClient(
        base_url=house.settings.graph_api_base_url,
        version=house.settings.graph_api_version,
        token=token.get_secret_value() if token else "",
        clock=house.clock,
    )


def build_worker(
    house: House, cloud: CloudApi, metrics: Metrics, model: "WithModel | None" = None
) -> Worker:
    """Everything of one worker process, joined; nothing runs until it is started."""
    holder = house.ids.new("wrk")
    beat = Beat(house=house, holder=holder)
    intake = build_intake(house, holder)
    outbox = build_outbox(house, cloud, holder)
    turns = build_turns(house, cloud, outbox, metrics, model)
    files = house.media_files()
    media = MediaFetching(database=house.database, clock=house.clock, cloud=cloud, files=files)
    uploading = Uploading(database=house.database, clock=house.clock, cloud=cloud, files=files)
    beat.first()
    return Worker(
        lanes=[
            Lane(name="intake", claim=lambda: _did(intake.run_once()), wakes="outbox"),
            Lane(name="turns", claim=turns.claim, threads=_turn_threads(model), wakes="outbox"),
            Lane(name="outbox", claim=outbox.claim, threads=8),
            Lane(name="media", claim=media.claim, poll_s=_FILES_POLL_S),
            Lane(name="uploads", claim=uploading.claim, wakes="outbox", poll_s=_FILES_POLL_S),
        ],
        chores=[
            Chore(name="beat", do=beat.again, every_s=1),
            Chore(name="abandoned", do=outbox.settle_abandoned, every_s=2),
            Chore(name="tidy", do=intake.inbox.tidy, every_s=5),
            *_chores(house, holder, metrics),
        ],
    )


def _chores(house: House, holder: str, metrics: Metrics) -> list[Chore]:
    database, clock, book = house.database, house.clock, house.book
    indexing = SearchIndexing(database=database)
    retention = Retention(database=database, clock=clock)
    sweep = MediaSweep(database=database, clock=clock, files=house.media_files())
    waiting = Waiting(database=database, clock=clock, ids=house.ids, book=book)
    telling = RecordTelling(
        database=database,
        clock=clock,
        book=book,
        recorder_for=partial(_recorder_of, house),
    )
    resending = Resending(database=database, clock=clock, book=book, counted=metrics.resend)
    sealing = Sealing(database=database, lease=named_lease(house, "audit_sealer", holder))
    return [
        Chore(name="resending", do=resending.look, every_s=2),
        Chore(name="sealing", do=sealing.run_once, every_s=1),
        Chore(name="records", do=telling.tell_due, every_s=1),
        Chore(name="waiting", do=waiting.look, every_s=2),
        Chore(name="rounds", do=build_rounds(house, holder).go, every_s=1),
        Chore(name="lists", do=build_lists(house, holder).go, every_s=1),
        Chore(name="bookings", do=build_booking_watch(house, holder).look, every_s=5),
        Chore(name="templates", do=template_sync(house, holder), every_s=2),
        Chore(name="notices", do=notifying(house).look, every_s=30),
        Chore(name="indexing", do=indexing.look, every_s=0.5),
        Chore(name="retention", do=retention.forget, every_s=3600),
        Chore(name="media_sweep", do=sweep.sweep, every_s=3600),
    ]


def build_intake(house: House, holder: str) -> Intake:
    return Intake(
        database=house.database,
        inbox=house.inbox_reader(),
        reader=payloads,
        mask=_Maskers(lambda: utc_date(house.clock.now())),
        book=house.book,
        clock=house.clock,
        ids=house.ids,
        numbers=frozenset(house.settings.whatsapp_phone_number_id),
        account=house.settings.whatsapp_business_account_id,
        lease=named_lease(house, "intake", holder),
    )


def build_rounds(house: House, holder: str) -> Rounds:
    database, clock, ids, book = house.database, house.clock, house.ids, house.book
    return Rounds(
        lease=named_lease(house, "rounds", holder),
        assigning=Assigning(database=database, clock=clock),
        waits=Waits(database=database, clock=clock, ids=ids, book=book),
        asking=Asking(database=database, clock=clock, ids=ids, book=book),
    )


def build_lists(house: House, holder: str) -> ListRounds:
    return ListRounds(lease=named_lease(house, "lists", holder), lists=house.send_lists())


def build_booking_watch(house: House, holder: str) -> BookingWatch:
    return BookingWatch(
        lease=named_lease(house, "bookings", holder),
        database=house.database,
        clock=house.clock,
        ids=house.ids,
        book=house.book,
        shop_for=house.shop_for,
    )


def named_lease(house: House, name: str, holder: str) -> NamedLease:
    return NamedLease(name=name, database=house.database, clock=house.clock, holder=holder)


def build_turns(
    house: House, cloud: CloudApi, outbox: Outbox, metrics: Metrics, model: "WithModel | None"
) -> Turns:
    return Turns(
        database=house.database,
        clock=house.clock,
        ids=house.ids,
        book=house.book,
        shop_for=house.shop_for,
        knowledge=house.knowledge(),
        mark_read=ReadMarks(cloud=cloud),
        outcomes=Outcomes(
            database=house.database,
            clock=house.clock,
            ids=house.ids,
            outbox=outbox,
            counted=metrics.turn,
        ),
        holder=outbox.holder,
        model=model,
    )


def _turn_threads(model: "WithModel | None") -> int:
    """Each turn that waits for the model keeps a thread; the others stay for everybody else."""
    if model is None:
        return _TURN_THREADS
    from wa_support.flow.understanding.asking import PLACES

    return _TURN_THREADS + PLACES


def build_outbox(house: House, cloud: CloudApi, holder: str) -> Outbox:
    return Outbox(
        database=house.database,
        clock=house.clock,
        ids=house.ids,
        cloud=cloud,
        book=house.book,
        holder=holder,
    )


class _Maskers:
    """One masker an order-id pattern: the policy's pattern rarely changes."""

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today
        self._made: dict[str, Masker] = {}

    def __call__(self, order_id_pattern: str) -> Masker:
        if order_id_pattern not in self._made:
            self._made = {order_id_pattern: make_masker(order_id_pattern, self._today)}
        return self._made[order_id_pattern]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """Says that this worker lives, and frees what a provably dead one on this host held."""

    house: House
    holder: str

    def first(self) -> None:
        self._say(expire=True)

    def again(self) -> None:
        self._say(expire=False)

    def _say(self, *, expire: bool) -> None:
        with self.house.database.write_unsynced() as tx:
            if expire:
                tx.workers.expire_dead(is_gone)
            tx.workers.beat(
                self.holder,
                host=this_host(),
                pid=os.getpid(),
                pid_started=pid_started(os.getpid()),
                now=self.house.clock.now(),
            )


def _did(taken: int) -> Callable[[], None] | None:
    return _nothing_more if taken else None


def _nothing_more() -> None:
    """Intake has done its batch while it looked for it."""
