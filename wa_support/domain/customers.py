"""Who writes: our own id, and the names Meta knows them by."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

OUR_ID: Final = re.compile(r"cus_[0-9A-Za-z]{1,64}")
# Meta, "business-scoped user IDs": country code, a dot, up to 128 letters and digits.
_BSUID: Final = re.compile(r"[A-Z]{2}\.(?!ENT\.)[A-Za-z0-9]{1,128}")
# E.164: a country code, which never begins with 0, and at most 15 digits in all. North America's
# are 11 long: what a spreadsheet makes of 010-1234-5678 is none. In Korea no 0 follows the 82.
_PHONE: Final = re.compile(r"1[2-9][0-9]{9}|82[1-9][0-9]{5,12}|(?!82)[2-9][0-9]{7,14}")
_SPACING: Final = re.compile(r"[\s().+-]")


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


def named(who: str) -> CustomerRef | None:
    """Whom a BSUID or a phone number, however spaced, names; None for what is neither."""
    digits = _SPACING.sub("", who)
    if _BSUID.fullmatch(who):
        return CustomerRef(bsuid=who)
    return CustomerRef(phone=digits) if _PHONE.fullmatch(digits) else None


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
