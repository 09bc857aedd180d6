"""Fitting takes seconds: every test session fits a policy once, with the real fitter."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from wa_support.domain.policy import Policy
from wa_support.models import fitter
from wa_support.models.lines import key_of

really_fitted = fitter.fitted_apart
_fitted_before: dict[str, bytes] = {}


def fitted_once(key: str, policy: Policy) -> bytes:
    if key not in _fitted_before:
        _fitted_before[key] = really_fitted(key, policy)
    return _fitted_before[key]


@contextmanager
def fitting_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fitter, "fitted_apart", fitted_once)
        yield


def keep_fitted(data_dir: Path, policy: Policy) -> None:
    """So that a process which starts on this folder finds it fitted."""
    key = key_of(policy)
    folder = data_dir / "fitted"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / f"{key}.weights").write_bytes(fitted_once(key, policy))
