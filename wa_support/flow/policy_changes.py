"""Publishing a policy: the file is a draft, the published row runs."""

from dataclasses import dataclass

from wa_support.domain.people import AuditRecord
from wa_support.domain.policy import Fault, PolicyVersion
from wa_support.ports.database import Database
from wa_support.ports.outside import Clock, PolicyParser


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """`version` is None when faults kept the old version running."""

    version: PolicyVersion | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyChanges:
    database: Database
    clock: Clock
    parse: PolicyParser

    def publish(self, source: bytes, *, file: str, by: str) -> Published:
        """One person, recorded. A faulty file changes nothing."""
        parsed = self.parse(source, file=file)
        if parsed.policy is None:
            return Published(version=None, faults=parsed.faults)
        now = self.clock.now()
        with self.database.write() as tx:
            before = tx.policies.current()
            version = tx.policies.publish(source, by=by, now=now)
            if before is None or version.version != before.version:
                tx.audit.add(
                    AuditRecord(
                        at=now,
                        actor=by,
                        action="policy_published",
                        subject=f"policy:{version.version}",
                        policy_version=version.version,
                        detail={"sha256": version.sha256, "file": file},
                    )
                )
        return Published(version=version, faults=parsed.faults)

    def ensure(self, source: bytes, *, file: str) -> Published | None:
        """Publishes the file as version 1 into an empty database; None when one runs already."""
        with self.database.read() as tx:
            if tx.policies.current() is not None:
                return None
        return self.publish(source, file=file, by="first start")
