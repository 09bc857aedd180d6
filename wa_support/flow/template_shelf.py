"""What is known of every template: its file, our versions, Meta's copy, and what comes next."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from wa_support.domain.errors import WaSupportError
from wa_support.domain.templates.approvals import ApprovalState, TemplateVersion
from wa_support.domain.templates.samples import KeptSample, Sample, version_sha256
from wa_support.domain.templates.stages import Standing
from wa_support.domain.templates.standing import MetaTemplate
from wa_support.domain.templates.template import Template, TemplateKey
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock
from wa_support.ports.templates import (
    ParsedTemplate,
    TemplateFile,
    TemplateFolder,
    TemplateParser,
    TemplateReader,
)

_KEPT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """One name in one language. `parsed` is its file's; `template` reads a version's bytes."""

    standing: Standing
    file: TemplateFile | None
    parsed: ParsedTemplate | None

    @property
    def key(self) -> TemplateKey:
        return self.standing.key


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateShelf:
    """`where` is the folder as people know it. `parse` asks a file's rules, of the same bytes once;
    `read` opens what was put up, whatever the rules have become since."""

    database: Database
    clock: Clock
    folder: TemplateFolder
    parse: TemplateParser
    read: TemplateReader
    where: str
    _parsed: dict[tuple[str, str], ParsedTemplate] = field(default_factory=dict)

    def files(self, name: str | None = None) -> Sequence[TemplateFile]:
        """Raises `ConfigurationError` where the folder cannot be read."""
        return [file for file in self.folder.files() if name in {None, file.key.name}]

    def parsed(self, file: TemplateFile) -> ParsedTemplate:
        known = (hashlib.sha256(file.source).hexdigest(), file.path)
        if known not in self._parsed:
            if len(self._parsed) >= _KEPT:
                self._parsed.clear()
            self._parsed[known] = self.parse(file.source, file=file.path)
        return self._parsed[known]

    def header_file(self, file: TemplateFile) -> str:
        """The name of its header's file; empty where it has none."""
        template = self.parsed(file).template
        return template.header.sample if template is not None and template.header else ""

    def sha256(self, file: TemplateFile) -> str:
        """What a version of this file would be named by, its header's file included."""
        name = self.header_file(file)
        return version_sha256(file.source, self.folder.sample_sha256(name) if name else None)

    def about_sample(self, version: TemplateVersion) -> KeptSample | None:
        with self.database.read() as tx:
            return tx.template_samples.about(version.id)

    def sample(self, version_id: str) -> Sample | None:
        """The header's file as it was put up with that version."""
        with self.database.read() as tx:
            return tx.template_samples.get(version_id)

    def template(self, version: TemplateVersion) -> Template | None:
        """None for bytes that this program no longer understands."""
        try:
            return self.read(version)
        except WaSupportError:
            return None

    def all(self, name: str | None = None) -> Sequence[Shelved]:
        """By name and language: of every name, or of one."""
        files = {file.key: file for file in self.files(name)}
        with self.database.read() as tx:
            newest = {each.key: each for each in tx.template_versions.newest(name)}
            theirs = {each.key: each for each in tx.meta_templates.all(name)}
            return [
                self._shelved(tx, key, files.get(key), newest.get(key), theirs.get(key))
                for key in sorted({*files, *newest, *theirs})
            ]

    def history(self, name: str) -> Mapping[TemplateKey, Sequence[TemplateVersion]]:
        """Of each language, the newest first."""
        with self.database.read() as tx:
            keys = [each.key for each in tx.template_versions.newest(name)]
            return {key: tx.template_versions.of(key) for key in keys}

    def _shelved(
        self,
        tx: Tx,
        key: TemplateKey,
        file: TemplateFile | None,
        newest: TemplateVersion | None,
        theirs: MetaTemplate | None,
    ) -> Shelved:
        parsed = self.parsed(file) if file is not None else None
        approved = _approved(tx, newest)
        standing = Standing(
            key=key,
            now=self.clock.now(),
            file_sha256=self.sha256(file) if file is not None else None,
            faulty=parsed is not None and any(not fault.warning for fault in parsed.faults),
            newest=newest,
            approved=approved,
            given=_given(tx, theirs, approved),
            category=self._category(approved),
            theirs=theirs,
        )
        return Shelved(standing=standing, file=file, parsed=parsed)

    def _category(self, version: TemplateVersion | None) -> str | None:
        template = self.template(version) if version is not None else None
        return template.category if template is not None else None


def _approved(tx: Tx, newest: TemplateVersion | None) -> TemplateVersion | None:
    if newest is None or newest.state is ApprovalState.APPROVED:
        return newest
    return tx.template_versions.approved(newest.key)


def _given(
    tx: Tx, theirs: MetaTemplate | None, approved: TemplateVersion | None
) -> TemplateVersion | None:
    if theirs is None or theirs.version_id is None:
        return None
    if approved is not None and approved.id == theirs.version_id:
        return approved
    try:
        return tx.template_versions.get(theirs.version_id)
    except WaSupportError:
        return None


def by_name(shelved: Sequence[Shelved]) -> Iterator[tuple[str, list[Shelved]]]:
    """In order; `shelved` is by name and language."""
    found: dict[str, list[Shelved]] = {}
    for one in shelved:
        found.setdefault(one.key.name, []).append(one)
    yield from found.items()
