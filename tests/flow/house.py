"""A whole house on real SQLite; time and the Cloud API stand still until a test moves them."""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from tests.acceptance.service import NUMBER, settings_in
from wa_support.bootstrap.house import House, open_house
from wa_support.bootstrap.work import build_intake, build_outbox
from wa_support.config.catalogue import make_catalogue
from wa_support.config.policy_parser import parse_policy
from wa_support.config.template_reading import ReadVersions
from wa_support.domain.content import Media
from wa_support.domain.conversations import Conversation
from wa_support.domain.delivery import Accepted, Author, SendResult, Uploaded, UploadResult
from wa_support.domain.errors import WaSupportError
from wa_support.domain.outbound import Outbound
from wa_support.domain.tool_results import Failed, ToolResult
from wa_support.domain.turns import JournalKind
from wa_support.domain.views import TranscriptLine, TurnStory
from wa_support.flow.intake import Intake
from wa_support.flow.media import MediaFetching
from wa_support.flow.outbox import Outbox
from wa_support.flow.outcomes import Outcomes
from wa_support.flow.policy_book import PolicyBook, Rulebook
from wa_support.flow.turns import Turns
from wa_support.flow.uploading import Uploading
from wa_support.flow.waiting import Waiting
from wa_support.models.weights import load_weights
from wa_support.ports.outside import Ids, InboxBatch, InboxRow, ParsedPolicy
from wa_support.ports.tools import Connector, OnBehalf

MONDAY_11: Final = int(datetime(2026, 11, 23, 2, tzinfo=UTC).timestamp() * 1000)
"""11:00 in Seoul: the people of the shipped policy are there."""
MINUTE: Final = 60_000
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
MINA: Final = "821055501042"
"""The phone that three of the sample orders came from."""
DANIEL: Final = "821055502077"
STRANGER: Final = "821099990000"
HOLDER: Final = "wrk_test"


class Crash(BaseException):
    """The process dies here."""


@dataclass(slots=True)
class StillClock:
    time: int = MONDAY_11
    seconds: float = 0.0

    def now(self) -> int:
        return self.time

    def monotonic(self) -> float:
        return self.seconds

    def pass_by(self, ms: int) -> None:
        self.time += ms
        self.seconds += ms / 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    to: str | None
    bsuid: str | None
    message: Outbound
    attempt_id: str

    @property
    def body(self) -> str:
        return self.message.body


@dataclass(slots=True)
class RecordingCloud:
    """Implements `ports.outside.CloudApi`. `answers` are given first, then everything is accepted;
    `during` happens while a call is on its way."""

    calls: list[Sent] = field(default_factory=list)
    answers: list[SendResult] = field(default_factory=list)
    during: Callable[[Sent], None] | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    uploads: list[tuple[bytes, str, str]] = field(default_factory=list)
    upload_answers: list[UploadResult] = field(default_factory=list)

    def upload(
        self, phone_number_id: str, *, content: bytes, media_type: str, name: str
    ) -> UploadResult:
        assert phone_number_id == NUMBER
        self.uploads.append((content, media_type, name))
        if self.upload_answers:
            return self.upload_answers.pop(0)
        return Uploaded(media_id=f"up.{len(self.uploads)}")

    def send(
        self,
        phone_number_id: str,
        *,
        phone: str | None,
        bsuid: str | None,
        message: Outbound,
        attempt_id: str,
    ) -> SendResult:
        assert phone_number_id == NUMBER
        self.calls.append(Sent(to=phone, bsuid=bsuid, message=message, attempt_id=attempt_id))
        if self.during is not None:
            self.during(self.calls[-1])
        if self.answers:
            return self.answers.pop(0)
        return Accepted(wamid=f"wamid.out.{len(self.calls)}")

    def mark_read(self, phone_number_id: str, wamid: str, *, typing: bool) -> None:
        """Best effort."""

    def download(self, phone_number_id: str, media: Media) -> bytes:
        assert phone_number_id == NUMBER
        if media.media_id not in self.files:
            raise WaSupportError("not there yet")
        return self.files[media.media_id]


@dataclass(slots=True)
class Letterbox:
    """Implements `ports.outside.InboxReader`."""

    rows: list[InboxRow] = field(default_factory=list)

    def next_batch(self, limit: int) -> InboxBatch | None:
        taken, self.rows = self.rows[:limit], self.rows[limit:]
        return InboxBatch(source="inbox-0", rows=tuple(taken)) if taken else None

    def tidy(self) -> None:
        """Nothing is left behind."""


@dataclass(slots=True)
class CountingShop:
    """Implements `ports.tools.Connector`."""

    shop: Connector
    asked: list[str] = field(default_factory=list)
    broken: bool = False

    def offers(self) -> frozenset[str]:
        return self.shop.offers()

    def read(
        self, tool: str, arguments: Mapping[str, Any], *, on_behalf: OnBehalf, within_s: float
    ) -> ToolResult:
        self.asked.append(arguments.get("order_id") or on_behalf.phone or tool)
        if self.broken:
            return Failed(code="timeout")
        return self.shop.read(tool, arguments, on_behalf=on_behalf, within_s=within_s)

    def act(
        self, tool: str, arguments: Mapping[str, Any], *, on_behalf: OnBehalf, key: str,
        within_s: float,
    ) -> ToolResult:  # fmt: skip
        return self.shop.act(tool, arguments, on_behalf=on_behalf, key=key, within_s=within_s)

    def became_of(
        self, tool: str, arguments: Mapping[str, Any], *, on_behalf: OnBehalf, key: str,
        within_s: float,
    ) -> ToolResult:  # fmt: skip
        return self.shop.became_of(tool, arguments, on_behalf=on_behalf, key=key, within_s=within_s)


@dataclass(slots=True)
class CrashingIds:
    """Dies when it is asked for an id of `crash_on`."""

    ids: Ids
    crash_on: str | None = None

    def new(self, prefix: str) -> str:
        if prefix == self.crash_on:
            raise Crash
        return self.ids.new(prefix)


@dataclass(slots=True, kw_only=True)
class Home:
    """The parts of one worker, and the customers' end of them."""

    house: House
    clock: StillClock
    cloud: RecordingCloud = field(default_factory=RecordingCloud)
    letters: Letterbox = field(default_factory=Letterbox)
    heard: int = 0
    ids: CrashingIds = field(init=False)
    shop: CountingShop = field(init=False)
    intake: Intake = field(init=False)
    turns: Turns = field(init=False)
    outbox: Outbox = field(init=False)
    waiting: Waiting = field(init=False)
    media: MediaFetching = field(init=False)
    uploading: Uploading = field(init=False)

    def __post_init__(self) -> None:
        house, database, clock, book = (
            self.house, self.house.database, self.clock, self.house.book,
        )  # fmt: skip
        with database.read() as tx:
            shop = house.shop_for(book.current(tx))
        assert shop is not None
        self.ids, self.shop = CrashingIds(house.ids), CountingShop(shop)
        self.intake = build_intake(house, HOLDER)
        self.intake.inbox = self.letters
        self.intake.ids = self.ids
        self.outbox = build_outbox(house, self.cloud, HOLDER)
        self.outbox.own_calls = 0  # between a turn and its call lies whatever a test wants there
        outcomes = Outcomes(
            database=database, clock=clock, ids=self.ids, outbox=self.outbox,
            counted=lambda *_: None,
        )  # fmt: skip
        self.turns = Turns(
            database=database, clock=clock, ids=self.ids, book=book, shop_for=self._shop_for,
            knowledge=house.knowledge(), mark_read=lambda *_: None, outcomes=outcomes,
            holder=HOLDER,
        )  # fmt: skip
        self.waiting = Waiting(database=database, clock=clock, ids=self.ids, book=book)
        files = house.media_files()
        self.media = MediaFetching(
            database=database, clock=clock, cloud=self.cloud, files=files
        )  # fmt: skip
        self.uploading = Uploading(database=database, clock=clock, cloud=self.cloud, files=files)
        self.beat()

    def _shop_for(self, rulebook: Rulebook) -> Connector | None:
        return self.shop if rulebook.policy.uses_sample_shop else None

    def beat(self) -> None:
        with self.house.database.write() as tx:
            tx.workers.beat(HOLDER, host="here", pid=1, pid_started=1, now=self.clock.now())

    # the customers' end

    def take(self, *bodies: bytes) -> None:
        """These webhooks were durable; the intaker takes them in."""
        for body in bodies:
            self.heard += 1
            row = InboxRow(seq=self.heard, received_at=self.clock.now(), body=body)
            self.letters.rows.append(row)
        self.intake.run_once()

    def say(self, text: str, by: str = MINA, **more: Any) -> str:
        """Returns the wamid."""
        return self.send({"type": "text", "text": {"body": text}}, by, **more)

    def tap(self, id: str, title: str = "고름", by: str = MINA) -> str:
        reply = {"type": "button_reply", "button_reply": {"id": id, "title": title}}
        return self.send({"type": "interactive", "interactive": reply}, by)

    def send(self, item: Mapping[str, Any], by: str = MINA, **more: Any) -> str:
        message = self.message(item, by, **more)
        self.take(webhook(messages=[message], contacts=[contact(by)]))
        return str(message["id"])

    def message(
        self, item: Mapping[str, Any], by: str | None = MINA, **more: Any
    ) -> dict[str, Any]:
        seconds = str(more.pop("at", self.clock.now()) // 1000)
        wamid = f"wamid.in.{self.heard}.{os.urandom(4).hex()}"
        return {"from": by, "id": wamid, "timestamp": seconds, **item, **more}

    def status(self, wamid: str, status: str, attempt_id: str | None = None, **more: Any) -> None:
        seconds = str(self.clock.now() // 1000)
        item = {"id": wamid, "status": status, "timestamp": seconds, "recipient_id": MINA, **more}
        if attempt_id is not None:
            item["biz_opaque_callback_data"] = attempt_id
        self.take(webhook(statuses=[item]))

    # the worker's end

    def answer(self) -> list[str]:
        """The bubbles that everything due now and in the next 20 s brings about."""
        before = len(self.cloud.calls)
        for _ in range(20):
            while (work := self.turns.claim()) is not None:
                work()
            self.deliver()
            if "oldest_due_at" not in self.counts():
                break
            self.clock.pass_by(1_000)
        return [call.body for call in self.cloud.calls[before:]]

    def upload(self) -> None:
        while (call := self.uploading.claim()) is not None:
            call()

    def deliver(self) -> None:
        while (call := self.outbox.claim()) is not None:
            call()

    def asks(self, text: str, by: str = MINA) -> str:
        """Says it a second later and returns the one bubble that answers."""
        self.clock.pass_by(1_000)
        self.say(text, by)
        (bubble,) = self.answer()
        return bubble

    # what is there

    def conversation(self, by: str = MINA) -> Conversation:
        found = self.house.queries.conversations()
        return next(one.conversation for one in found if one.customer.phone == by)

    def transcript(self, by: str = MINA) -> Sequence[TranscriptLine]:
        return self.house.queries.transcript(self.conversation(by).id)

    def ours(self, by: str = MINA) -> list[TranscriptLine]:
        return [line for line in self.transcript(by) if line.author != Author.CUSTOMER]

    def stories(self, by: str = MINA) -> Sequence[TurnStory]:
        return self.house.queries.stories(self.conversation(by).id)

    def outcome(self, by: str = MINA) -> Mapping[str, Any]:
        """The last journal row of the newest turn."""
        kind, payload = self.stories(by)[0].steps[-1]
        assert kind == JournalKind.OUTCOME
        return payload

    def counts(self) -> Mapping[str, int]:
        return self.house.counts()

    def publish(self, change: Callable[[str], str]) -> None:
        """Publishes the shipped policy with a change in its text."""
        source = change(self.house.settings.policies_file.read_text("utf-8")).encode()
        published = self.house.changes.publish(source, file="policies.yaml", by="ops")
        assert published.version is not None, published.faults


def contact(phone: str, name: str = "김민아", **more: str) -> dict[str, Any]:
    return {"profile": {"name": name}, "wa_id": phone, **more}


def webhook(field: str = "messages", number: str = NUMBER, **value: Any) -> bytes:
    metadata = {"display_phone_number": "15550100001", "phone_number_id": number}
    change = {"field": field, "value": {"metadata": metadata, **value}}
    tree = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}
    return json.dumps(tree, ensure_ascii=False).encode()


def prepare(folder: Path, **settings: str) -> None:
    """A house with the shipped policy and the sample shop, to be copied for each test."""
    house = _opened(folder, StillClock(), **settings)
    house.publish_first()
    house.seed_sample_shop()
    house.engine.close()


@contextmanager
def at_home(folder: Path, prepared: Path, **settings: str) -> Iterator[Home]:
    shutil.copytree(prepared, folder)
    clock = StillClock()
    home = Home(house=_opened(folder, clock, **settings), clock=clock)
    try:
        yield home
    finally:
        home.house.engine.close()


def _opened(folder: Path, clock: StillClock, **settings: str) -> House:
    house = open_house(settings_in(folder, "http://127.0.0.1:9", **settings), clock=clock)
    return replace(house, book=_book())


def _book() -> PolicyBook:
    return PolicyBook(
        parse=_parsed,
        make_catalogue=make_catalogue,
        load_weights=load_weights,
        read_template=ReadVersions(),
    )


@cache
def _parsed(source: bytes, *, file: str) -> ParsedPolicy:
    return parse_policy(source, file=file)
