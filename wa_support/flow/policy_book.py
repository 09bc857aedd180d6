"""The policy in force, parsed once per published version."""

import logging
from dataclasses import dataclass, field

from wa_support.domain.errors import ConfigurationError, NotTheseWeights
from wa_support.domain.policy import Policy, PolicyVersion
from wa_support.domain.replies import Catalogue
from wa_support.ports.database import Tx
from wa_support.ports.outside import CatalogueMaker, PolicyParser, PurposeScorer, WeightsLoader
from wa_support.ports.templates import TemplateReader

_log = logging.getLogger("wa_support.policy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """One published version, ready to decide with, and how the templates that it names are read."""

    version: int
    policy: Policy
    catalogue: Catalogue
    read_template: TemplateReader
    weights_key: str | None = None


@dataclass(slots=True, kw_only=True)
class PolicyBook:
    """Every transaction asks which version is in force, so a published one counts at once."""

    parse: PolicyParser
    make_catalogue: CatalogueMaker
    load_weights: WeightsLoader
    read_template: TemplateReader
    _parsed: dict[int, Rulebook] = field(default_factory=dict)
    _scorers: dict[str, PurposeScorer | None] = field(default_factory=dict)

    def current(self, tx: Tx) -> Rulebook:
        version = tx.policies.in_force()
        if version is None:
            raise ConfigurationError(["no policy is published; run `wa-support policy publish`"])
        return self._rulebook(tx, version)

    def first_language(self, tx: Tx) -> str | None:
        """For customers of whom no word is known; None where no policy is published yet."""
        version = tx.policies.in_force()
        return None if version is None else self._rulebook(tx, version).policy.languages[0]

    def scorer(self, tx: Tx, rulebook: Rulebook) -> PurposeScorer | None:
        """Loaded when a turn first needs it; None where the rules decide alone."""
        key = rulebook.weights_key
        if key is None:
            return None
        if key not in self._scorers:
            self._scorers[key] = self._loaded(tx, rulebook.version, key)
        return self._scorers[key]

    def _loaded(self, tx: Tx, version: int, key: str) -> PurposeScorer | None:
        stored = tx.policies.weights(key)
        try:
            return self.load_weights(stored or b"")
        except NotTheseWeights as why:
            _log.warning(
                "policy version %d decides by its rules alone: %s; wa-support policy publish fits "
                "it anew",
                version,
                why,
            )
            return None

    def _rulebook(self, tx: Tx, version: int) -> Rulebook:
        known = self._parsed.get(version)
        if known is None:
            known = self._parsed[version] = self._read(tx.policies.get(version))
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
            read_template=self.read_template,
            weights_key=published.weights_key,
        )
