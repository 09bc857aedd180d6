"""What the inside needs from the world outside the database. Times are UTC milliseconds."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from wa_support.domain.content import Media
from wa_support.domain.delivery import SendResult, UploadResult
from wa_support.domain.events import Event
from wa_support.domain.gate.scores import Scores
from wa_support.domain.knowledge import Found
from wa_support.domain.outbound import Outbound
from wa_support.domain.policy import Fault, Policy
from wa_support.domain.replies import Catalogue


class Clock(Protocol):
    def now(self) -> int: ...
    def monotonic(self) -> float: ...


class Ids(Protocol):
    def new(self, prefix: str) -> str: ...


class Masker(Protocol):
    def __call__(self, text: str) -> tuple[str, tuple[str, ...]]:
        """The masked text, and the kinds that were found (`resident_number`, `card`, …)."""


class WebhookReader(Protocol):
    """`decode` and `parse_tree` raise `domain.errors.Unreadable` for what is no webhook at all."""

    def decode(self, body: bytes) -> object: ...
    def parse_tree(self, tree: object) -> Sequence[Event]: ...
    def dedup_key(self, event: Event) -> str:
        """The same for every delivery of the same update."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedPolicy:
    """`policy` is None when any fault is not a warning."""

    policy: Policy | None
    faults: tuple[Fault, ...]


class PolicyParser(Protocol):
    def __call__(self, source: bytes, *, file: str) -> ParsedPolicy: ...


class PurposeScorer(Protocol):
    """The embedded classifier of one policy version."""

    def __call__(self, text: str) -> Scores | None: ...


class WeightsLoader(Protocol):
    def __call__(self, stored: bytes) -> PurposeScorer:
        """Raises `domain.errors.NotTheseWeights`."""


class Fitter(Protocol):
    """Makes the weights that a version is published with. Slow: never inside a transaction."""

    def key(self, policy: Policy) -> str:
        """What the weights are found by: the same for policies that are fitted the same."""

    def fit(self, policy: Policy) -> bytes:
        """Raises `domain.errors.NotFitted`."""


class CatalogueMaker(Protocol):
    def __call__(self, policy: Policy) -> Catalogue: ...


class Inbox(Protocol):
    """The web process's end: durable before it returns."""

    def append(self, body: bytes) -> None:
        """Returns after the commit that holds `body`; raises `NotDurable`."""

    def ready(self) -> bool:
        """Whether a webhook can be stored durably."""

    def spools(self) -> bool:
        """True while webhooks wait in a file of this host for a database that is away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    seq: int
    received_at: int
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxBatch:
    """Rows of one source (`inbox-0`, …), oldest first, all above that source's cursor."""

    source: str
    rows: tuple[InboxRow, ...]


class InboxReader(Protocol):
    """The worker's end. Rows go away once `Tx.cursors.advance` has been committed."""

    def next_batch(self, limit: int) -> InboxBatch | None: ...
    def tidy(self) -> None:
        """Deletes what lies below the cursors, where no web process does (vacant slots)."""


class CloudApi(Protocol):
    """WhatsApp Cloud API, one number at a time. Never retries; never raises for an answer."""

    def send(
        self,
        phone_number_id: str,
        *,
        phone: str | None,
        bsuid: str | None,
        message: Outbound,
        attempt_id: str,
    ) -> SendResult: ...
    def mark_read(self, phone_number_id: str, wamid: str, *, typing: bool) -> None:
        """Best effort: failures are swallowed and counted."""

    def download(self, phone_number_id: str, media: Media) -> bytes:
        """The checked bytes; raises `domain.errors.WaSupportError`, of these `MediaRefused` where
        another try cannot help."""

    def upload(
        self, phone_number_id: str, *, content: bytes, media_type: str, name: str
    ) -> UploadResult:
        """Shows nobody anything, so it may be repeated at will."""


class Knowledge(Protocol):
    """The shop's articles."""

    def search(
        self, text: str, *, documents: Collection[str], language: str, today: date, limit: int
    ) -> Sequence[Found]:
        """Best first, each document's best passage; only from these documents, in this language
        (or in none in particular), valid on this local day."""
