"""The policy in force, parsed once per published version."""

from dataclasses import dataclass, field

from wa_support.domain.errors import ConfigurationError
from wa_support.domain.policy import Policy, PolicyVersion
from wa_support.domain.replies import Catalogue
from wa_support.ports.database import Tx
from wa_support.ports.outside import CatalogueMaker, PolicyParser


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """One published version, ready to decide with."""

    version: int
    policy: Policy
    catalogue: Catalogue


@dataclass(slots=True, kw_only=True)
class PolicyBook:
    """Every transaction asks which version is in force, so a published one counts at once."""

    parse: PolicyParser
    make_catalogue: CatalogueMaker
    _parsed: dict[int, Rulebook] = field(default_factory=dict)

    def current(self, tx: Tx) -> Rulebook:
        published = tx.policies.current()
        if published is None:
            raise ConfigurationError(["no policy is published; run `wa-support policy publish`"])
        return self._rulebook(published)

    def _rulebook(self, published: PolicyVersion) -> Rulebook:
        known = self._parsed.get(published.version)
        if known is None:
            known = self._parsed[published.version] = self._read(published)
        return known

    def _read(self, published: PolicyVersion) -> Rulebook:
        parsed = self.parse(published.source, file=f"policy version {published.version}")
        if parsed.policy is None:
            faults = [str(fault) for fault in parsed.faults if not fault.warning]
            raise ConfigurationError(faults)
        return Rulebook(
            version=published.version,
            policy=parsed.policy,
            catalogue=self.make_catalogue(parsed.policy),
        )
