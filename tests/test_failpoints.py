"""The catalogue of failpoints and the code say the same."""

import re
from pathlib import Path

import pytest

from wa_support.domain import failpoints
from wa_support.domain.failpoints import FAILPOINTS, failpoint

_CODE = Path(failpoints.__file__).parents[1]


def _sources() -> list[str]:
    return [file.read_text("utf-8") for file in _CODE.rglob("*.py")]


def test_the_code_passes_every_failpoint_of_the_catalogue_and_no_other() -> None:
    passed = re.findall(r"\bfailpoint\(\"([^\"]+)\"\)", "\n".join(_sources()))
    assert set(passed) == set(FAILPOINTS)


def test_nothing_in_the_service_installs_anything() -> None:
    imported = {
        line for text in _sources() for line in text.splitlines() if "import" in line
        and "failpoints" in line
    }  # fmt: skip
    assert imported == {"from wa_support.domain.failpoints import failpoint"}


def test_a_pass_calls_what_was_installed_and_nothing_afterwards(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passed: list[str] = []
    failpoints.install(passed.append)
    failpoint("call.ended")
    failpoints.install(None)
    failpoint("door.signed")
    assert passed == ["call.ended"]
