"""What a customer agreed to and took back, with where it came from. Times are UTC milliseconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class ConsentCategory(StrEnum):
    """`all` is everything that we begin by ourselves; answers are still given."""

    MARKETING = "marketing"
    MARKETING_NIGHT = "marketing_night"
    ALL = "all"


class ConsentSaid(StrEnum):
    """What a customer may tell an agent."""

    NO_PROMOTIONS = "no_promotions"
    NOTHING = "nothing"
    PROMOTIONS = "promotions"
    AGAIN = "again"

    @property
    def means(self) -> tuple["ConsentCategory", bool]:
        """The category, and whether it is given."""
        return _MEANS[self]


class ConsentSource(StrEnum):
    """`whatsapp` is the switch for offers inside WhatsApp, `signup` WhatsApp's own sign-up form."""

    WORDS = "words"
    WHATSAPP = "whatsapp"
    SIGNUP = "signup"
    ERROR_131050 = "error_131050"
    AGENT = "agent"
    IMPORT = "import"
    ORDER_FORM = "order_form"


_MEANS: Final = {
    ConsentSaid.NO_PROMOTIONS: (ConsentCategory.MARKETING, False),
    ConsentSaid.NOTHING: (ConsentCategory.ALL, False),
    ConsentSaid.PROMOTIONS: (ConsentCategory.MARKETING, True),
    ConsentSaid.AGAIN: (ConsentCategory.ALL, True),
}
_SWITCH: Final = frozenset({ConsentSource.WHATSAPP, ConsentSource.ERROR_131050})
"""The customer's switch for our offers inside WhatsApp: off and on again is as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRecord:
    """`by` is the colleague who recorded it, where one did."""

    customer_id: str
    category: ConsentCategory
    given: bool
    source: ConsentSource
    at: int
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consents:
    """What holds: `marketing` and `night` are there only where somebody asked for them and nothing
    was taken back since. `stopped_at` and `all_stopped_at`: since when nothing more is wanted."""

    marketing: bool = False
    night: bool = False
    stopped_at: int | None = None
    all_stopped_at: int | None = None


def consents_of(records: Sequence[ConsentRecord]) -> Consents:
    """By when it was said, not by when we heard of it; of the same moment the refusal counts.

    Turning offers on again inside WhatsApp ends a stop of offers, and is no consent where none was
    given before. A refusal of everything is ended by the customer's own words or by a colleague.
    """
    marketing = night = False
    stopped = all_stopped = None
    for each in sorted(records, key=lambda one: (one.at, not one.given)):
        match each.category, each.given:
            case ConsentCategory.MARKETING, True:
                stopped = None
                marketing = marketing or each.source not in _SWITCH
            case ConsentCategory.MARKETING, False:
                stopped = stopped or each.at
                marketing = marketing and each.source in _SWITCH
                night = False
            case ConsentCategory.MARKETING_NIGHT, given:
                night = given
            case ConsentCategory.ALL, True:
                all_stopped = None
            case ConsentCategory.ALL, False:
                stopped, all_stopped = stopped or each.at, all_stopped or each.at
                marketing = night = False
    return Consents(
        marketing=marketing and stopped is None,
        night=night and stopped is None,
        stopped_at=stopped,
        all_stopped_at=all_stopped,
    )
