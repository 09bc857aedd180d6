"""What the pages of templates and of figures ask, and what they may change."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from wa_support.domain.templates.approvals import Seen, TemplateVersion
from wa_support.domain.templates.costs import Volume
from wa_support.domain.templates.samples import KeptSample, Sample
from wa_support.domain.templates.template import Template, TemplateKey
from wa_support.flow.figures import Answers
from wa_support.flow.template_shelf import Shelved


class TemplateShelf(Protocol):
    """Raises `domain.errors.ConfigurationError` where the folder cannot be read."""

    @property
    def where(self) -> str:
        """The folder as people know it."""

    def all(self, name: str | None = None) -> Sequence[Shelved]: ...
    def template(self, version: TemplateVersion) -> Template | None: ...
    def about_sample(self, version: TemplateVersion) -> KeptSample | None: ...
    def sample(self, version_id: str) -> Sample | None: ...
    def history(self, name: str) -> Mapping[TemplateKey, Sequence[TemplateVersion]]: ...


class TemplateReviews(Protocol):
    """Raises `domain.templates.approvals.NotReviewed`, and then nothing has changed."""

    @property
    def alone_is_enough(self) -> bool: ...
    def put_up(self, name: str, *, by: str, language: str | None = None) -> object: ...
    def approve(self, seen: Sequence[Seen], *, by: str) -> object: ...
    def ask_changes(self, seen: Sequence[Seen], *, by: str, note: str) -> object: ...
    def withdraw(self, seen: Sequence[Seen], *, by: str) -> object: ...


class TemplatesAtMeta(Protocol):
    """Calls Meta. Raises `domain.errors.WaSupportError`; its text says what to do."""

    def submit(self, name: str, *, by: str) -> Sequence[str]:
        """Gives what we approved to Meta; a line for each language that did not go."""

    def refresh(self) -> Sequence[str]:
        """Reads how all of them stand now; a line for what could not be read."""


class Figures(Protocol):
    def templates(self) -> Sequence[Volume]:
        """Of the last 30 days; may be a minute old."""

    def template(self, name: str) -> Sequence[Volume]:
        """Of one, as of now."""

    def answers(self) -> Answers: ...
