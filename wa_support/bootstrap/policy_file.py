"""The policy's file, and the classifier that is fitted to it: whether it is tried or published."""

from pathlib import Path

from wa_support.config.settings import Settings
from wa_support.domain.errors import ConfigurationError
from wa_support.domain.policy import Policy
from wa_support.models.fitter import KeepingFitter
from wa_support.models.weights import Weights, load_weights


def read_policy_file(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as why:
        raise ConfigurationError(
            [f"{file}: cannot be read ({why.strerror}); POLICIES_FILE names the policy"]
        ) from why


def fitter_in(settings: Settings) -> KeepingFitter:
    return KeepingFitter(folder=settings.wa_data_dir / "fitted")


def fitted_weights(policy: Policy, settings: Settings) -> Weights:
    """Raises `NotFitted`."""
    return load_weights(fitter_in(settings).fit(policy))
