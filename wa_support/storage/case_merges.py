"""What a conversation has once: of two that merge, one of it stays."""

from typing import Final

from sqlalchemy import BindParameter, Connection, bindparam, delete, select

from wa_support.storage.schema_cases import assignments, conversation_tags, snoozes, watching

_KEPT: Final[BindParameter[str]] = bindparam("kept")
_GONE: Final[BindParameter[str]] = bindparam("gone")

_tag = conversation_tags.c
_SAME_TAGS: Final = delete(conversation_tags).where(
    _tag.conversation_id == _GONE,
    _tag.tag.in_(select(_tag.tag).where(_tag.conversation_id == _KEPT).correlate(None)),
)
_ASSIGNED_ALREADY: Final = delete(assignments).where(
    assignments.c.conversation_id == _GONE,
    select(assignments.c.agent)
    .where(assignments.c.conversation_id == _KEPT)
    .correlate(None)
    .exists(),
)
_NOT_WATCHED: Final = delete(watching).where(watching.c.conversation_id == _GONE)
_SNOOZED: Final = (
    select(snoozes.c.conversation_id)
    .where(snoozes.c.conversation_id.in_([_KEPT, _GONE]))
    .order_by(snoozes.c.until, snoozes.c.conversation_id)
)
_LATER: Final = delete(snoozes).where(snoozes.c.conversation_id == bindparam("later"))


def one_of_each(connection: Connection, kept: str, gone: str) -> None:
    """The tags of both, the first assignment, and the snooze that ends sooner; whoever looks at
    `gone` will be seen again in a moment."""
    both = {"kept": kept, "gone": gone}
    connection.execute(_SAME_TAGS, both)
    connection.execute(_ASSIGNED_ALREADY, both)
    connection.execute(_NOT_WATCHED, {"gone": gone})
    for later in connection.execute(_SNOOZED, both).scalars().all()[1:]:
        connection.execute(_LATER, {"later": later})
