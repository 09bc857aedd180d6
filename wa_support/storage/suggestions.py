"""What customers said and then chose from the menu."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from wa_support.domain.policy import Suggested, Suggestion
from wa_support.domain.text import MaskedText
from wa_support.storage.schema_gate import suggestions

_ADD: Final = insert(suggestions)
_SAID: Final = (suggestions.c.text, suggestions.c.purpose, suggestions.c.language)
_FREQUENT: Final = (
    select(*_SAID, func.count().label("times"), func.max(suggestions.c.at).label("last_at"))
    .group_by(*_SAID)
    .order_by(func.count().desc(), func.max(suggestions.c.at).desc())
    .limit(bindparam("most"))
)
_FORGET: Final = delete(suggestions).where(suggestions.c.at < bindparam("before"))


class SqlSuggestions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, suggestion: Suggestion, *, conversation_id: str, now: int) -> None:
        row = {
            "at": now,
            "conversation_id": conversation_id,
            "text": suggestion.text,
            "purpose": suggestion.purpose,
            "language": suggestion.language,
        }
        self._connection.execute(_ADD, row)

    def frequent(self, limit: int) -> Sequence[Suggested]:
        return [
            Suggested(
                suggestion=Suggestion(
                    text=MaskedText(row.text), purpose=row.purpose, language=row.language
                ),
                times=row.times,
                last_at=row.last_at,
            )
            for row in self._connection.execute(_FREQUENT, {"most": limit})
        ]

    def forget(self, before: int) -> None:
        self._connection.execute(_FORGET, {"before": before})
