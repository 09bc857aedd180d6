"""Publishing a policy: the file is a draft, the published row runs."""

from dataclasses import dataclass

from wa_support.domain.errors import NotFitted
from wa_support.domain.people import AuditRecord
from wa_support.domain.policy import Fault, Policy, PolicyVersion
from wa_support.ports.database import Database
from wa_support.ports.outside import Clock, Fitter, PolicyParser


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
    fitter: Fitter

    def publish(self, source: bytes, *, file: str, by: str) -> Published:
        """One person, recorded. A faulty file, or one that cannot be fitted, changes nothing."""
        parsed = self.parse(source, file=file)
        if parsed.policy is None:
            return Published(version=None, faults=parsed.faults)
        key = self.fitter.key(parsed.policy)
        try:
            weights = self._weights(key, parsed.policy)
        except NotFitted as why:
            return Published(version=None, faults=(*parsed.faults, _not_fitted(file, why)))
        now = self.clock.now()
        with self.database.write() as tx:
            before = tx.policies.in_force()
            tx.policies.keep_weights(key, weights, now=now)
            version = tx.policies.publish(source, weights_key=key, by=by, now=now)
            if version.version != before:
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

    def _weights(self, key: str, policy: Policy) -> bytes:
        """Those that an earlier version was fitted with, where its lines are the same."""
        with self.database.read() as tx:
            stored = tx.policies.weights(key)
        return stored or self.fitter.fit(policy)

    def ensure(self, source: bytes, *, file: str) -> Published | None:
        """Publishes the file as version 1 into an empty database; None when one runs already."""
        with self.database.read() as tx:
            if tx.policies.in_force() is not None:
                return None
        return self.publish(source, file=file, by="first start")


def _not_fitted(file: str, why: NotFitted) -> Fault:
    return Fault(
        file=file,
        line=1,
        column=1,
        found=f"the classifier could not be fitted to this policy ({why})",
        expected="the version in force stays; put that right and publish again",
    )
