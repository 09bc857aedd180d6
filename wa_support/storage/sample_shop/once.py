"""Each effect once: one after the other, and what it came to is kept under its key."""

import json
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert, select

from wa_support.domain.tool_results import Failed, ToolResult, result_as_json, result_from_json
from wa_support.storage.cipher import Cipher
from wa_support.storage.schema_shop import shop_counters, shop_effects
from wa_support.storage.upsert import upsert

_FIRST: Final = 1001
_COUNT: Final = (
    upsert(shop_counters)
    .values(name="effects", value=_FIRST)
    .on_conflict_do_update(index_elements=["name"], set_={"value": shop_counters.c.value + 1})
    .returning(shop_counters.c.value)
)
_KEPT: Final = select(shop_effects.c.asked, shop_effects.c.result).where(
    shop_effects.c.key == bindparam("key")
)


def wait_for_turn(connection: Connection) -> int:
    """This effect's number. Whoever comes second waits on the counter's row until the first has
    committed, and then sees what the first did."""
    return int(connection.execute(_COUNT).scalar_one())


class Once:
    """What was done under one key, and the proof that the same is asked for again."""

    def __init__(
        self, connection: Connection, cipher: Cipher, key: str, *asked: str | Mapping[str, Any]
    ) -> None:
        self._connection = connection
        self._cipher = cipher
        self._key = key
        self._asked = cipher.keyed_hash(json.dumps(asked, sort_keys=True))

    def kept(self) -> ToolResult | None:
        row = self._connection.execute(_KEPT, {"key": self._key}).one_or_none()
        if row is None:
            return None
        if bytes(row.asked) != self._asked:
            return Failed(code="key_reused")
        return result_from_json(self._cipher.open_json(row.result))

    def keep(self, result: ToolResult, now: int) -> ToolResult:
        row = {
            "key": self._key,
            "asked": self._asked,
            "result": self._cipher.seal_json(result_as_json(result)),
            "at": now,
        }
        self._connection.execute(insert(shop_effects), row)
        return result
