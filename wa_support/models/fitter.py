"""Fits in a process of its own, and keeps what was fitted for whoever asks next."""

import fcntl
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wa_support.domain.errors import NotFitted, NotTheseWeights
from wa_support.domain.policy import Policy
from wa_support.models.lines import key_of, lines_of
from wa_support.models.weights import load_weights

_PATIENCE_S: Final = 120
_KEPT: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingFitter:
    """Implements `ports.outside.Fitter`. Fits once for all processes that share `folder`; where
    nothing can be written there, every one of them fits for itself."""

    folder: Path

    def key(self, policy: Policy) -> str:
        return key_of(policy)

    def fit(self, policy: Policy) -> bytes:
        key = key_of(policy)
        kept = self._kept(key)
        if kept is not None:
            return kept
        with self._alone():
            return self._kept(key) or self._keep(key, fitted_apart(key, policy))

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}.weights"

    def _kept(self, key: str) -> bytes | None:
        try:
            stored = self._file(key).read_bytes()
            return stored if load_weights(stored).key == key else None
        except (OSError, NotTheseWeights):
            return None

    def _keep(self, key: str, weights: bytes) -> bytes:
        """Whole or not at all, and without it nothing is lost but time."""
        with suppress(OSError):
            handle, draft = tempfile.mkstemp(dir=self.folder)
            with os.fdopen(handle, "wb") as file:
                file.write(weights)
            Path(draft).replace(self._file(key))
            kept = sorted(self.folder.glob("*.weights"), key=lambda one: one.stat().st_mtime)
            for old in kept[:-_KEPT]:
                old.unlink()
        return weights

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process fits, the others wait for what it keeps."""
        try:
            for folder in (self.folder.parent, self.folder):  # mode is for the last of a path
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self.folder / ".lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except OSError:
            yield
            return
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def fitted_apart(key: str, policy: Policy) -> bytes:
    """Raises `NotFitted`."""
    asked = json.dumps({"key": key, "lines": lines_of(policy)}).encode()
    words = (sys.executable, "-m", "wa_support.models.fit")
    try:
        ran = subprocess.run(
            words, input=asked, capture_output=True, timeout=_PATIENCE_S, check=True
        )
        load_weights(ran.stdout)
    except subprocess.CalledProcessError as why:
        said = why.stderr.decode(errors="replace").strip().splitlines()
        raise NotFitted(said[-1] if said else f"it ended with {why.returncode}") from why
    except (OSError, subprocess.TimeoutExpired, NotTheseWeights) as why:
        raise NotFitted(str(why)) from why
    return ran.stdout
