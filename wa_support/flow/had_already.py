"""Who has had a template with the same values already, from a list or by hand."""

from collections.abc import Mapping
from typing import Final

from wa_support.domain.outbound import OutTemplate, Part
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
