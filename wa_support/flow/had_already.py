"""Who has had a template with the same values already, from a list or by hand."""

from collections.abc import Mapping
from typing import Final

from wa_support.domain.outbound import OutTemplate, Part
from wa_support.domain.send_lists import ListRow, SendList
from wa_support.domain.sends import Send
from wa_support.ports.database import Tx

_LATELY_MS: Final = 6 * 86_400_000
"""A corrected list follows its first within days; what goes out every week is not kept back."""
BY_HAND: Final = "templates send --to"


def had_from(
    tx: Tx, conversation_id: str, name: str, values: Mapping[str, str], *, but_for: str, now: int
) -> str | None:
    """The other list that sent it, or still may; or `BY_HAND`. `but_for` is the list that asks."""
    for send in tx.send_lists.sent_to(conversation_id, name, since=now - _LATELY_MS):
        source = _source(send)
        if source != but_for and _says(send, values):
            return source
    return None


def row_had_from(
    tx: Tx, row: ListRow, name: str, phone_number_id: str, *, but_for: str, now: int
) -> str | None:
    """The same for the customer that a row names; who is not known yet had nothing."""
    customer = tx.customers.seen_by_hash_of(row.who)
    known = customer and tx.conversations.between(phone_number_id, customer.id)
    return had_from(tx, known.id, name, row.values, but_for=but_for, now=now) if known else None


def next_that_had(tx: Tx, send_list: SendList, most: int, *, now: int) -> Mapping[int, str]:
    """Of the next rows, by line, from what they had it. None is looked for where the very next had
    nothing: a corrected list has long runs."""
    name, number, found = send_list.name, send_list.phone_number_id, dict[int, str]()
    for row in () if send_list.again else tx.send_lists.next_open(send_list.id, most):
        source = row_had_from(tx, row, name, number, but_for=send_list.id, now=now)
        if source is not None:
            found[row.n] = source
        elif not found:
            break
    return found


def _source(send: Send) -> str:
    kind, _, rest = send.effect_key.partition(":")
    return rest.rpartition(":")[0] if kind == "list" else BY_HAND


def _says(send: Send, values: Mapping[str, str]) -> bool:
    message = send.outbound
    return isinstance(message, OutTemplate) and all(
        values.get(each.name) == each.value
        for each in message.filled
        if each.part is not Part.REPLY
    )
