"""Fits once, and keeps it where the others find it."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.domain.shipped import shipped_policy
from wa_support.domain.errors import NotFitted
from wa_support.domain.policy import Policy
from wa_support.models import fitter
from wa_support.models.fitter import KeepingFitter
from wa_support.models.lines import key_of


@pytest.fixture
def fits(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys that were really fitted."""
    asked: list[str] = []
    once = fitter.fitted_apart

    def fitted(key: str, policy: Policy) -> bytes:
        asked.append(key)
        return once(key, policy)

    monkeypatch.setattr(fitter, "fitted_apart", fitted)
    return asked


def test_what_was_fitted_is_kept(tmp_path: Path, fits: list[str]) -> None:
    one, other = KeepingFitter(folder=tmp_path / "a"), KeepingFitter(folder=tmp_path / "a")
    assert one.fit(shipped_policy()) == other.fit(shipped_policy())
    assert len(fits) == 1
    assert [file.suffix for file in (tmp_path / "a").iterdir() if file.suffix] == [".weights"]


def test_a_spoilt_file_is_fitted_anew(tmp_path: Path, fits: list[str]) -> None:
    own = KeepingFitter(folder=tmp_path)
    file = tmp_path / f"{key_of(shipped_policy())}.weights"
    file.write_bytes(b"half of it")
    assert own.fit(shipped_policy()) == file.read_bytes()
    assert len(fits) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_nobody_can_write_costs_only_time(tmp_path: Path, fits: list[str]) -> None:
    tmp_path.chmod(0o500)
    own = KeepingFitter(folder=tmp_path / "no")
    assert own.fit(shipped_policy()) == own.fit(shipped_policy())
    assert len(fits) == 2


def test_a_file_in_the_folders_place_costs_only_time(tmp_path: Path, fits: list[str]) -> None:
    (tmp_path / "no").write_text("a file")
    assert KeepingFitter(folder=tmp_path / "no").fit(shipped_policy())
    assert len(fits) == 1


def test_only_the_newest_are_kept(tmp_path: Path) -> None:
    for number in range(12):
        file = tmp_path / f"{number}.weights"
        file.write_bytes(b"old")
        os.utime(file, (number, number))
    KeepingFitter(folder=tmp_path).fit(shipped_policy())
    kept = sorted(file.name for file in tmp_path.glob("*.weights"))
    assert len(kept) == 8
    assert "11.weights" in kept
    assert "4.weights" not in kept


def test_a_fit_that_fails_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(words: Any, **_: Any) -> None:
        raise subprocess.CalledProcessError(
            1, words, stderr=b"Traceback\nModuleNotFoundError: No module named 'sklearn'\n"
        )

    monkeypatch.setattr(subprocess, "run", failing)
    with pytest.raises(NotFitted, match="No module named 'sklearn'"):
        fitter_really("other", shipped_policy())


def fitter_really(key: str, policy: Policy) -> bytes:
    from tests.fitted import really_fitted

    return really_fitted(key, policy)
