"""What the inside needs of Meta's side of message templates. Never raises for an answer."""

from typing import Protocol

from wa_support.domain.templates.looks import (
    Done,
    Failed,
    Listing,
    Look,
    Made,
    NoSuchTemplate,
    UploadedSample,
)
from wa_support.domain.templates.template import Template


class TemplateApi(Protocol):
    """The templates of one WhatsApp Business Account. Looks may be repeated at will; so may an
    upload, which shows nobody anything. What changes something is called once."""

    def all(self) -> Listing | Failed: ...
    def named(self, name: str) -> Listing | Failed:
        """In every language."""

    def one(self, meta_id: str) -> Look | NoSuchTemplate | Failed: ...
    def upload(self, content: bytes, *, media_type: str, name: str) -> UploadedSample | Failed: ...
    def create(self, template: Template, sample: UploadedSample | None) -> Made | Failed: ...
    def edit(
        self, meta_id: str, template: Template, sample: UploadedSample | None, *, category: bool
    ) -> Done | Failed:
        """Replaces everything but name and language, and the category only where it says so."""

    def delete(self, name: str, meta_id: str | None) -> Done | Failed:
        """In every language, or the one of that id."""
