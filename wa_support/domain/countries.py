"""Where a customer's number is from, as far as we need it: for rules and for prices."""

from typing import Final

from wa_support.domain.customers import Customer, CustomerRef

KOREA: Final = "KR"
NORTH_AMERICA: Final = "+1"
"""A phone that begins with 1: the United States, Canada and others share it."""
_SHARE_1: Final = frozenset({"US", "CA", "PR", "DO", "JM", "TT", "BS", "BB"})
_CALLING_CODES: Final = {
    code: country
    for country, code in (
        pair.split(":")
        for pair in [
            "RU:7",
            "EG:20",
            "ZA:27",
            "NL:31",
            "BE:32",
            "FR:33",
            "ES:34",
            "HU:36",
            "IT:39",
            "RO:40",
            "CH:41",
            "AT:43",
            "GB:44",
            "DK:45",
            "SE:46",
            "NO:47",
            "PL:48",
            "DE:49",
            "PE:51",
            "MX:52",
            "AR:54",
            "BR:55",
            "CL:56",
            "CO:57",
            "MY:60",
            "AU:61",
            "ID:62",
            "PH:63",
            "NZ:64",
            "SG:65",
            "TH:66",
            "JP:81",
            "KR:82",
            "VN:84",
            "CN:86",
            "TR:90",
            "IN:91",
            "PK:92",
            "LK:94",
            "MM:95",
            "NG:234",
            "PT:351",
            "IE:353",
            "FI:358",
            "HK:852",
            "MO:853",
            "KH:855",
            "BD:880",
            "TW:886",
            "AE:971",
            "IL:972",
            "MN:976",
            "NP:977",
        ]
    )
}
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
