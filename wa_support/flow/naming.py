"""The customer that a person names: by our id, a BSUID or a phone number."""

from wa_support.domain.customers import Customer, named
from wa_support.domain.errors import NotAllowed
from wa_support.flow.identity import recognise
from wa_support.ports.database import Tx
from wa_support.ports.outside import Ids


def customer_named(tx: Tx, who: str, *, ids: Ids, now: int) -> Customer:
    """Whoever is not known yet is from now on; raises `NotAllowed` for what names nobody."""
    known = tx.customers.seen_by_hash_of(who)
    if known is not None:
        return known
    ref = named(who)
    if ref is None:
        raise NotAllowed(
            f"{who} is no customer's id, BSUID (KR.1234…) or phone with its country code."
        )
    return recognise(tx, ref, ids=ids, now=now).customer
