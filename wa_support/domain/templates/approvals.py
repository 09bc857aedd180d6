"""Our own approval of a template: what two people made of one file's bytes."""

from dataclasses import dataclass
from enum import StrEnum

from wa_support.domain.templates.template import TemplateKey


class ApprovalState(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    CHANGES_ASKED = "changes_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateVersion:
    """One file's bytes as they were put up. `number` counts up by name and language from 1; the
    bytes of one number never change. `alone`: approved by its own author, in recorded solo mode.
    """

    id: str
    key: TemplateKey
    number: int
    source: bytes
    sha256: str
    author: str
    created_at: int
    state: ApprovalState = ApprovalState.DRAFT
    reviewer: str | None = None
    reviewed_at: int | None = None
    note: str | None = None
    alone: bool = False
