"""Who is meant by a name that people or programs give, and the conversation with them."""

import re
from typing import Final

from wa_support.domain.conversations import Conversation
from wa_support.domain.customers import Customer, CustomerRef
from wa_support.domain.errors import NotAllowed
from wa_support.flow.identity import recognise
from wa_support.ports.database import Tx
from wa_support.ports.outside import Ids

# Meta, "business-scoped user IDs": country code, a dot, up to 128 letters and digits.
_BSUID: Final = re.compile(r"[A-Z]{2}\.(?!ENT\.)[A-Za-z0-9]{1,128}")
# E.164: a country code, which never begins with 0, and at most 15 digits in all.
_PHONE: Final = re.compile(r"[1-9][0-9]{7,14}")
_SPACING: Final = re.compile(r"[\s().+-]")


def customer_named(tx: Tx, who: str, *, ids: Ids, now: int) -> Customer:
    """By our id, BSUID or phone; whoever is not known yet is from now on. Raises `NotAllowed`."""
    known = tx.customers.seen_by_hash_of(who)
    if known is not None:
        return known
    digits = _SPACING.sub("", who)
    if _BSUID.fullmatch(who):
        ref = CustomerRef(bsuid=who)
    elif _PHONE.fullmatch(digits):
        ref = CustomerRef(phone=digits)
    else:
        raise NotAllowed(
            f"{who} is no customer's id, BSUID (KR.1234…) or phone with its country code."
        )
    return recognise(tx, ref, ids=ids, now=now).customer


def conversation_with(
    tx: Tx, customer_id: str, phone_number_id: str, *, ids: Ids, now: int
) -> Conversation:
    """Made when there is none yet."""
    known = tx.conversations.between(phone_number_id, customer_id)
    if known is not None:
        return known
    conversation = Conversation(
        id=ids.new("con"),
        phone_number_id=phone_number_id,
        customer_id=customer_id,
        created_at=now,
    )
    tx.conversations.create(conversation)
    return conversation
