"""Who writes: our own id, and the names Meta knows them by."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRef:
    """How one webhook item names a customer; any part can be missing.

    `bsuid` is Meta's business-scoped user id (`KR.13491208655302741918`), `parent` the portfolio's
    (`KR.ENT.…`), `phone` digits without `+`.
    Source: Meta, "business-scoped user IDs".
    """

    bsuid: str | None = None
    phone: str | None = None
    parent: str | None = None
    name: str | None = None

    @property
    def known(self) -> bool:
        return bool(self.bsuid or self.phone or self.parent)


class AliasKind(StrEnum):
    BSUID = "bsuid"
    PHONE = "phone"
    PARENT = "parent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A customer as stored. Times are UTC milliseconds."""

    id: str
    created_at: int
    bsuid: str | None = None
    phone: str | None = None
    parent: str | None = None
    name: str | None = None
    opted_out_at: int | None = None
    opted_out_of_all_at: int | None = None


class Consent(StrEnum):
    """What a customer's own words ask of us."""

    PROMOTIONS_STOPPED = "promotions_stopped"
    ALL_STOPPED = "all_stopped"
    PROMOTIONS_WANTED = "promotions_wanted"
