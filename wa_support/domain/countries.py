"""Where a customer's number is from, as far as we need it: for rules and for prices."""

from typing import Final

from wa_support.domain.customers import Customer, CustomerRef

NORTH_AMERICA: Final = "+1"
"""A phone that begins with 1: the United States, Canada and others share it."""
_SHARE_1: Final = frozenset({"US", "CA", "PR", "DO", "JM", "TT", "BS", "BB"})
_CALLING_CODES: Final = {
    "7": "RU", "20": "EG", "27": "ZA", "31": "NL", "32": "BE", "33": "FR", "34": "ES",
    "36": "HU", "39": "IT", "40": "RO", "41": "CH", "43": "AT", "44": "GB", "45": "DK",
    "46": "SE", "47": "NO", "48": "PL", "49": "DE", "51": "PE", "52": "MX", "54": "AR",
    "55": "BR", "56": "CL", "57": "CO", "60": "MY", "61": "AU", "62": "ID", "63": "PH",
    "64": "NZ", "65": "SG", "66": "TH", "81": "JP", "82": "KR", "84": "VN", "86": "CN",
    "90": "TR", "91": "IN", "92": "PK", "94": "LK", "95": "MM", "234": "NG", "351": "PT",
    "353": "IE", "358": "FI", "852": "HK", "853": "MO", "855": "KH", "880": "BD", "886": "TW",
    "971": "AE", "972": "IL", "976": "MN", "977": "NP",
}  # fmt: skip
_LONGEST: Final = 3


def country_of(customer: Customer | CustomerRef) -> str | None:
    """ISO 3166 code, or `+1`; None where neither the phone nor the BSUID tells.

    A phone wins, because Meta's rules and prices go by it; a BSUID begins with the country's code
    (Meta, "business-scoped user IDs").
    """
    if customer.phone:
        return _of_phone(customer.phone)
    named = (customer.bsuid or customer.parent or "").partition(".")[0]
    if named in _SHARE_1:
        return NORTH_AMERICA
    return named if len(named) == 2 and named.isalpha() else None


def _of_phone(digits: str) -> str | None:
    if digits.startswith("1"):
        return NORTH_AMERICA
    starts = (digits[:length] for length in range(1, _LONGEST + 1))
    return next((_CALLING_CODES[start] for start in starts if start in _CALLING_CODES), None)


def is_korean(customer: Customer) -> bool:
    """Either name is enough: the law protects whoever is there."""
    named = (customer.bsuid or "").startswith("KR.") or (customer.parent or "").startswith("KR.")
    return named or (customer.phone or "").startswith("82")
