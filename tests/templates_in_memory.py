"""Templates kept honestly in memory: files, our versions, Meta's copies, and what is told of them.

The files are real ones, read by the real parser.
"""

import hashlib
import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import RLock
from typing import cast

from wa_support.config.template_lint import lint_template
from wa_support.config.template_reading import ReadVersions
from wa_support.domain.errors import WaSupportError
from wa_support.domain.notices import Owed
from wa_support.domain.people import AuditRecord
from wa_support.domain.policy import Fault
from wa_support.domain.satisfaction import Counted
from wa_support.domain.templates.approvals import ApprovalState, TemplateVersion, same_version
from wa_support.domain.templates.costs import Volume
from wa_support.domain.templates.samples import KeptSample, Sample
from wa_support.domain.templates.standing import MetaTemplate
from wa_support.domain.templates.template import TemplateKey
from wa_support.flow.figures import Answers
from wa_support.flow.template_approvals import TemplateApprovals
from wa_support.flow.template_shelf import TemplateShelf
from wa_support.ports.database import Database
from wa_support.ports.outside import Clock
from wa_support.ports.rounds import WaitsCounted
from wa_support.ports.templates import TemplateFile

SHIPPED_KO = """category: utility
what_for: 주문한 상품이 출발했음을 알립니다
fired_by: [notify]
otherwise: en
header: {text: 배송 안내}
body: |
  주문하신 *{{item}}*이(가) 출발했습니다.

  주문 번호 {{order_id}}, 도착 예정일은 {{arrives}}입니다.
footer: 모먼트리빙
buttons:
  - {reply: 다른 주문 보기, does: purpose:orders}
  - {url: "https://moment.example/o/{{order_id}}", text: 주문 보기}
variables:
  item: {example: 원목 스툴 2개, means: 무엇이 오는지}
  order_id: {example: "1042", means: 주문 번호}
  arrives: {example: 11월 23일 월요일, means: 도착 예정일}
lives: 12 hours
"""
SHIPPED_EN = """category: utility
what_for: Says that an order is on its way
fired_by: [notify]
header: {text: Delivery}
body: |
  Your *{{item}}* is on its way.

  Order {{order_id}} should arrive on {{arrives}}.
footer: Moment Living
buttons:
  - {reply: Another order, does: purpose:orders}
  - {url: "https://moment.example/o/{{order_id}}", text: See the order}
variables:
  item: {example: two oak stools, means: what is coming}
  order_id: {example: "1042", means: the order's number}
  arrives: {example: "Monday, 23 November", means: the day it should arrive}
lives: 12 hours
"""
KO = TemplateKey(name="order_shipped", language="ko")
EN = TemplateKey(name="order_shipped", language="en")


@dataclass(slots=True)
class TemplatesInMemory:
    """Implements the part of `ports.database.Database` that templates use, and `TemplateFolder`.
    `written` are the files, by key."""

    clock: Clock
    written: dict[TemplateKey, str] = field(default_factory=dict)
    files_of_headers: dict[str, bytes] = field(default_factory=dict)
    samples: dict[str, Sample] = field(default_factory=dict)
    versions: list[TemplateVersion] = field(default_factory=list)
    theirs: dict[TemplateKey, MetaTemplate] = field(default_factory=dict)
    owed: dict[str, Owed] = field(default_factory=dict)
    log: list[AuditRecord] = field(default_factory=list)
    alone_is_enough: bool = False
    _count: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _lock: RLock = field(default_factory=RLock)

    def shelf(self) -> TemplateShelf:
        return TemplateShelf(
            database=cast("Database", self), clock=self.clock, folder=self, parse=lint_template,
            read=ReadVersions(), where="templates",
        )  # fmt: skip

    def reviews(self, shelf: TemplateShelf | None = None) -> TemplateApprovals:
        return TemplateApprovals(
            database=cast("Database", self), clock=self.clock, ids=self,
            shelf=shelf or self.shelf(), lint=self._lint, alone_is_enough=self.alone_is_enough,
        )  # fmt: skip

    @contextmanager
    def write(self) -> Iterator["TemplatesInMemory"]:
        with self._lock:
            before = (list(self.versions), dict(self.owed), list(self.log))
            try:
                yield self
            except BaseException:
                self.versions, self.owed, self.log = before
                raise

    @contextmanager
    def read(self) -> Iterator["TemplatesInMemory"]:
        with self._lock:
            yield self

    @property
    def template_versions(self) -> "_Versions":
        return _Versions(self)

    @property
    def template_samples(self) -> "_Samples":
        return _Samples(self)

    @property
    def meta_templates(self) -> "_Theirs":
        return _Theirs(self)

    @property
    def notices(self) -> "_Notices":
        return _Notices(self)

    @property
    def audit(self) -> "_Audit":
        return _Audit(self)

    def new(self, prefix: str) -> str:
        return f"{prefix}_{next(self._count)}"

    def _lint(self, files: Sequence[TemplateFile], asked: str) -> Sequence[Fault]:
        named = (file for file in files if asked in {file.key.name, str(file.key)})
        return [
            fault for file in named for fault in lint_template(file.source, file=file.path).faults
        ]

    def files(self) -> Sequence[TemplateFile]:
        return [
            TemplateFile(path=f"templates/{key}.yaml", key=key, source=text.encode())
            for key, text in sorted(self.written.items())
        ]

    def sample(self, name: str) -> bytes:
        return self.files_of_headers[name]

    def sample_sha256(self, name: str) -> str | None:
        content = self.files_of_headers.get(name)
        return None if content is None else hashlib.sha256(content).hexdigest()


@dataclass(slots=True)
class FiguresInMemory:
    """Implements `web.console.templates_port.Figures`."""

    volumes: list[Volume] = field(default_factory=list)
    asked: list[Counted] = field(default_factory=list)
    waits: WaitsCounted = field(default_factory=WaitsCounted)

    def templates(self) -> Sequence[Volume]:
        return self.volumes

    def template(self, name: str) -> Sequence[Volume]:
        return [one for one in self.volumes if one.key.name == name]

    def answers(self) -> Answers:
        return Answers(since=1_793_408_000_000, asked=self.asked, waits=self.waits)


@dataclass(frozen=True, slots=True)
class _Versions:
    kept: TemplatesInMemory

    def add(self, version: TemplateVersion) -> TemplateVersion:
        before = next(iter(self.of(version.key)), None)
        if before is not None and same_version(before, version):
            return before
        added = replace(version, number=before.number + 1 if before is not None else 1)
        self.kept.versions.append(added)
        return added

    def get(self, id: str) -> TemplateVersion:
        for version in self.kept.versions:
            if version.id == id:
                return version
        raise WaSupportError(f"no template version {id}")

    def save(self, version: TemplateVersion) -> None:
        every = self.kept.versions
        every[[each.id for each in every].index(version.id)] = version

    def newest(self, name: str | None = None) -> Sequence[TemplateVersion]:
        keys = sorted({version.key for version in self.kept.versions})
        return [self.of(key)[0] for key in keys if name in {None, key.name}]

    def of(self, key: TemplateKey) -> Sequence[TemplateVersion]:
        mine = [version for version in self.kept.versions if version.key == key]
        return sorted(mine, key=lambda version: -version.number)

    def approved(self, key: TemplateKey) -> TemplateVersion | None:
        states = (each for each in self.of(key) if each.state is ApprovalState.APPROVED)
        return next(states, None)


@dataclass(frozen=True, slots=True)
class _Samples:
    kept: TemplatesInMemory

    def keep(self, sample: Sample) -> None:
        self.kept.samples.setdefault(sample.version_id, sample)

    def about(self, version_id: str) -> KeptSample | None:
        one = self.get(version_id)
        if one is None:
            return None
        return KeptSample(media_type=one.media_type, size=len(one.content), sha256=one.sha256)

    def get(self, version_id: str) -> Sample | None:
        return self.kept.samples.get(version_id)


@dataclass(frozen=True, slots=True)
class _Theirs:
    kept: TemplatesInMemory

    def get(self, key: TemplateKey) -> MetaTemplate | None:
        return self.kept.theirs.get(key)

    def all(self, name: str | None = None) -> Sequence[MetaTemplate]:
        every = sorted(self.kept.theirs.items())
        return [one for key, one in every if name in {None, key.name}]


@dataclass(frozen=True, slots=True)
class _Notices:
    kept: TemplatesInMemory

    def add(self, owed: Owed) -> bool:
        return self.kept.owed.setdefault(owed.key, owed) is owed


@dataclass(frozen=True, slots=True)
class _Audit:
    kept: TemplatesInMemory

    def add(self, record: AuditRecord) -> None:
        self.kept.log.append(record)
