"""What message templates need kept, and what they need of Meta. Times are UTC milliseconds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from wa_support.domain.announcements import Announcement
from wa_support.domain.consents import ConsentRecord
from wa_support.domain.policy import Fault
from wa_support.domain.templates.approvals import TemplateVersion
from wa_support.domain.templates.costs import Volume
from wa_support.domain.templates.samples import KeptSample, Sample, WantedHeader
from wa_support.domain.templates.standing import MetaTemplate
from wa_support.domain.templates.template import Template, TemplateKey
from wa_support.domain.templates.uses import TemplateUse


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedTemplate:
    """`template` is None when any fault is not a warning."""

    template: Template | None
    faults: tuple[Fault, ...]


class TemplateParser(Protocol):
    def __call__(self, source: bytes, *, file: str) -> ParsedTemplate:
        """`file` is its path; the last part names the template and its language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateFile:
    """`path` as the user may open it; `key` is what its name says."""

    path: str
    key: TemplateKey
    source: bytes


class TemplateFolder(Protocol):
    def files(self) -> Sequence[TemplateFile]:
        """By name and language; raises `ConfigurationError` where the folder cannot be read."""

    def sample(self, name: str) -> bytes:
        """A header's file, which lies beside the templates. Raises `ConfigurationError` where it is
        not there or too large."""

    def sample_sha256(self, name: str) -> str | None:
        """Of its bytes as they are now; None where there is no such file."""


class TemplateVersions(Protocol):
    """Ours, of every name and language."""

    def add(self, version: TemplateVersion) -> TemplateVersion:
        """What is stored: the newest of the key where `approvals.same_version` says so."""

    def get(self, id: str) -> TemplateVersion:
        """Raises `WaSupportError`."""

    def save(self, version: TemplateVersion) -> None:
        """Its state, author, reviewer and note."""

    def newest(self, name: str | None = None) -> Sequence[TemplateVersion]:
        """Of every key, or of one name in every language; by key."""

    def of(self, key: TemplateKey) -> Sequence[TemplateVersion]:
        """The newest first; locked when the Tx writes."""

    def approved(self, key: TemplateKey) -> TemplateVersion | None:
        """The newest approved one."""

    def numbers(self) -> Mapping[str, int]:
        """Of every version, by its id."""


class TemplateSamples(Protocol):
    """Headers' files as they were reviewed."""

    def keep(self, sample: Sample) -> None:
        """A version has one; it never changes."""

    def about(self, version_id: str) -> KeptSample | None: ...
    def get(self, version_id: str) -> Sample | None: ...
    def forget(self, before: int) -> None:
        """Those of versions that were last decided about before then, and not approved."""


class TemplateUploads(Protocol):
    """What our numbers have uploaded of these, and what they still have to."""

    def want(self, version_id: str, phone_number_id: str, *, since: int, now: int) -> str | None:
        """Its media id, where it was uploaded since then; else it is uploaded soon. Until the end
        of this transaction no upload of it ends, so that whoever plans a send here is seen by the
        one that does."""

    def due(self, now: int) -> WantedHeader | None:
        """Nobody else is given the same one for the next 3 minutes."""

    def uploaded(self, header: WantedHeader, media_id: str, *, now: int) -> None: ...
    def again(self, header: WantedHeader, *, due_at: int, reason: str) -> None: ...
    def refused(self, header: WantedHeader, *, reason: str, now: int) -> None: ...
    def refusal(self, version_id: str, phone_number_id: str, *, since: int) -> str | None:
        """Why it was refused then or later, unless it was wanted again after that."""


class MetaTemplates(Protocol):
    """Meta's, as last heard of."""

    def get(self, key: TemplateKey) -> MetaTemplate | None: ...
    def for_change(self, key: TemplateKey) -> MetaTemplate | None:
        """As `get`, and nobody else changes it before this transaction ends."""

    def all(self, name: str | None = None) -> Sequence[MetaTemplate]:
        """Of every name, or of one in every language; by key."""

    def unsettled(self, statuses: Collection[str], *, seen_before: int) -> Sequence[MetaTemplate]:
        """Those that news asked a look for, and those in these statuses not seen since then."""

    def save(self, template: MetaTemplate) -> None:
        """One row a key: a template that was made anew replaces the one before. What is known of
        the last send stays; `sent` tells that."""

    def sent(self, key: TemplateKey, now: int) -> None:
        """Something of it was accepted. Noted once a minute."""


class TemplateUses(Protocol):
    def add(self, use: TemplateUse) -> None: ...
    def of(self, send_id: str) -> TemplateUse | None: ...


class ConsentHistory(Protocol):
    """Beside the quick columns of customers: everything that was said, and where."""

    def lock(self, customer_id: str) -> str:
        """The customer is this transaction's until it ends: attempts that hold them still are
        waited for, and later ones find what is recorded here. Their id now: another one after a
        merge. Raises `WaSupportError` when there is none."""

    def add(self, record: ConsentRecord) -> None:
        """Behind `lock`, or a merge may leave it with nobody."""

    def of(self, customer_id: str) -> Sequence[ConsentRecord]:
        """As they were recorded."""

    def held_still(self, customer_id: str) -> bool:
        """Until the end of this transaction nobody records another will of the customer's; False
        when somebody is just doing that. Never waits."""


class Announcements(Protocol):
    def add(self, announcement: Announcement) -> None:
        """One that was shown and is held once more is told of anew."""

    def open_of(self, conversation_id: str) -> Sequence[Announcement]:
        """The answer that was held first comes first."""

    def of_template(self, send_id: str) -> Sequence[Announcement]:
        """Open ones that this template tells of."""

    def end(self, held_send_id: str, *, now: int) -> bool:
        """False when it had ended before."""


class TemplateFigures(Protocol):
    """How templates went."""

    def since(self, at: int, *, name: str | None = None) -> Sequence[Volume]:
        """Of those planned since then, of one template or all."""


class TemplatesTx(Protocol):
    """The part of a transaction that these are."""

    template_versions: TemplateVersions
    template_samples: TemplateSamples
    template_uploads: TemplateUploads
    meta_templates: MetaTemplates
    template_uses: TemplateUses
    consents: ConsentHistory
    announcements: Announcements
    template_figures: TemplateFigures


class TemplateReader(Protocol):
    """Templates of bytes that were published; the same bytes are parsed once."""

    def __call__(self, version: TemplateVersion) -> Template:
        """Raises `WaSupportError` for bytes that this program no longer understands."""
