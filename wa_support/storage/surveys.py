"""Whom we ask whether their matter was solved, and what they said."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, delete, func, select, update

from wa_support.domain.satisfaction import Answer, Counted, Survey, SurveyKind
from wa_support.storage.cipher import Cipher
from wa_support.storage.schema_rounds import satisfaction
from wa_support.storage.upsert import upsert

_row = satisfaction.c
_PLAN: Final = upsert(satisfaction).on_conflict_do_nothing(index_elements=["id"])
_due = (_row.asked_at.is_(None), _row.due_at <= bindparam("now"))
_ANY_DUE: Final = select(_row.id).where(*_due).limit(1)
_DUE: Final = (
    select(satisfaction).where(*_due).order_by(_row.due_at, _row.id).limit(bindparam("limit"))
)
_ASKED_SINCE: Final = (
    select(_row.id)
    .where(
        _row.conversation_id == bindparam("conversation_id"), _row.asked_at >= bindparam("since")
    )
    .limit(1)
)
_ASKED: Final = update(satisfaction).where(_row.id == bindparam("this"))
_DROP: Final = delete(satisfaction).where(_row.id == bindparam("this"), _row.asked_at.is_(None))
_ANSWER: Final = (
    update(satisfaction)
    .where(_row.id == bindparam("this"), _row.asked_at.is_not(None))
    .values(answer=bindparam("said"), at=bindparam("now"))
    .returning(*satisfaction.c)
)
_COUNTS: Final = (
    select(_row.kind, _row.answer, func.count().label("many"))
    .where(_row.asked_at >= bindparam("since"))
    .group_by(_row.kind, _row.answer)
)


class SqlSurveys:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def draw(self, conversation_id: str, subject: str) -> int:
        drawn = self._cipher.keyed_hash(f"satisfaction {conversation_id} {subject}")
        return int.from_bytes(drawn[:8], "big")

    def plan(self, survey: Survey) -> None:
        self._connection.execute(
            _PLAN,
            {
                "id": survey.id,
                "conversation_id": survey.conversation_id,
                "kind": survey.kind,
                "subject": survey.subject,
                "due_at": survey.due_at,
            },
        )

    def any_due(self, now: int) -> bool:
        return self._connection.execute(_ANY_DUE, {"now": now}).first() is not None

    def due(self, now: int, limit: int) -> Sequence[Survey]:
        rows = self._connection.execute(_DUE, {"now": now, "limit": limit})
        return [_survey_of(row) for row in rows]

    def asked_since(self, conversation_id: str, since: int) -> bool:
        params = {"conversation_id": conversation_id, "since": since}
        return self._connection.execute(_ASKED_SINCE, params).first() is not None

    def asked(self, id: str, now: int) -> None:
        self._connection.execute(_ASKED, {"this": id, "asked_at": now})

    def drop(self, id: str) -> None:
        self._connection.execute(_DROP, {"this": id})

    def answer(self, id: str, answer: Answer, now: int) -> Survey | None:
        params = {"this": id, "said": answer, "now": now}
        row = self._connection.execute(_ANSWER, params).first()
        return None if row is None else _survey_of(row)

    def counts(self, since: int) -> Sequence[Counted]:
        asked = dict.fromkeys(SurveyKind, 0)
        answers: dict[SurveyKind, dict[Answer, int]] = {kind: {} for kind in SurveyKind}
        for row in self._connection.execute(_COUNTS, {"since": since}):
            kind = SurveyKind(row.kind)
            asked[kind] += row.many
            if row.answer is not None:
                answers[kind][Answer(row.answer)] = row.many
        return [Counted(kind=kind, asked=asked[kind], answers=answers[kind]) for kind in SurveyKind]


def _survey_of(row: Row[Any]) -> Survey:
    return Survey(
        id=row.id,
        conversation_id=row.conversation_id,
        kind=SurveyKind(row.kind),
        subject=row.subject,
        due_at=row.due_at,
        asked_at=row.asked_at,
    )
