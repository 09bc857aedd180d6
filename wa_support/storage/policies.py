"""Published policies: bytes that are never changed, one version after the other."""

import hashlib
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, func, insert, select

from wa_support.domain.errors import WaSupportError
from wa_support.domain.policy import PolicyVersion
from wa_support.storage.schema import policy_versions
from wa_support.storage.schema_gate import fitted_weights
from wa_support.storage.upsert import upsert

CURRENT_POLICY: Final = select(policy_versions).order_by(policy_versions.c.version.desc()).limit(1)
_IN_FORCE: Final = select(func.max(policy_versions.c.version))
POLICY: Final = select(policy_versions).where(policy_versions.c.version == bindparam("version"))
_PUBLISH: Final = insert(policy_versions)
_WEIGHTS: Final = select(fitted_weights.c.weights).where(
    fitted_weights.c.key == bindparam("wanted")
)
_KEEP_WEIGHTS: Final = upsert(fitted_weights).on_conflict_do_nothing(index_elements=["key"])


class SqlPolicies:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def in_force(self) -> int | None:
        return self._connection.execute(_IN_FORCE).scalar()

    def current(self) -> PolicyVersion | None:
        row = self._connection.execute(CURRENT_POLICY).first()
        return None if row is None else policy_of(row)

    def get(self, version: int) -> PolicyVersion:
        """Raises `WaSupportError` when there is none."""
        row = self._connection.execute(POLICY, {"version": version}).first()
        if row is None:
            raise WaSupportError(f"no policy version {version}")
        return policy_of(row)

    def publish(
        self, source: bytes, *, weights_key: str | None, by: str, now: int
    ) -> PolicyVersion:
        """The same bytes and weights as the current version's are that version, not a new one."""
        current = self.current()
        if current is not None and (current.source, current.weights_key) == (source, weights_key):
            return current
        new = PolicyVersion(
            version=1 if current is None else current.version + 1,
            source=source,
            sha256=hashlib.sha256(source).hexdigest(),
            published_at=now,
            published_by=by,
            weights_key=weights_key,
        )
        self._connection.execute(_PUBLISH, asdict(new))
        return new

    def weights(self, key: str) -> bytes | None:
        found = self._connection.execute(_WEIGHTS, {"wanted": key}).scalar()
        return None if found is None else bytes(found)

    def keep_weights(self, key: str, weights: bytes, *, now: int) -> None:
        row = {"key": key, "weights": weights, "fitted_at": now}
        self._connection.execute(_KEEP_WEIGHTS, row)


def policy_of(row: Row[Any]) -> PolicyVersion:
    """From a row that has the columns of `policy_versions`."""
    return PolicyVersion(
        version=row.version,
        source=row.source,
        sha256=row.sha256,
        published_at=row.published_at,
        published_by=row.published_by,
        weights_key=row.weights_key,
    )
