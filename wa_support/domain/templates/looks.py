"""What Meta answered when it was asked: how a template stands, and what became of a wish."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from wa_support.domain.delivery import NotStarted, Unknown
from wa_support.domain.templates.template import TemplateKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Meta's copy as it was when it was asked at `asked_at`, UTC milliseconds by our clock.

    `category_next` is the category that Meta thinks right; `components` are empty where it did
    not tell them, and `lives_ms` is None.
    """

    key: TemplateKey
    meta_id: str
    status: str
    category: str
    asked_at: int
    reason: str | None = None
    category_next: str | None = None
    quality: str | None = None
    lives_ms: int | None = None
    components: tuple[dict[str, Any], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """`whole`: every page came and everything on it could be read, so what is not in it is gone."""

    looks: Sequence[Look]
    whole: bool
    asked_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchTemplate:
    """Meta knows no template of that id, or does not show it to us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A template that Meta has now, in the category that Meta gave it."""

    meta_id: str
    status: str
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """An edit or a deletion that Meta has carried out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedSample:
    """A header's file as a creation names it; good for one creation."""

    handle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Meta's no: nothing was changed. `told` are its words for the person who asked, `cure` what
    to do in ours; `later`: the same is worth another try after a while."""

    code: int
    told: str
    cure: str
    subcode: int | None = None
    later: bool = False


Failed = Refused | NotStarted | Unknown


def why(failed: Failed) -> str:
    """In one line, with what to do."""
    match failed:
        case Refused(code=code, subcode=subcode, told=told, cure=cure):
            number = f"{code}/{subcode}" if subcode is not None else str(code)
            said = told.rstrip(". ")
            return f"Meta refused it ({number}): {said}; {cure}" if said else f"{number}: {cure}"
        case NotStarted(details=details):
            return f"Meta was not reached: {details}; run this again"
        case Unknown(details=details):
            return f"no clear answer from Meta: {details}; run this again, it looks first"
