"""A policy may name only reasons for handing over that the code gives."""

import re
from pathlib import Path

from wa_support.config.policy_conduct import RIGHT_AWAY

ROOT = Path(__file__).parents[2] / "wa_support"


def test_every_reason_that_a_policy_may_name_is_given_somewhere() -> None:
    files = [*(ROOT / "flow").rglob("*.py"), *(ROOT / "domain" / "gate").glob("*.py")]
    given = {
        name.lower()
        for file in files
        for name in re.findall(r"\bReason\.([A-Z_]+)", file.read_text(encoding="utf-8"))
    }
    assert set(RIGHT_AWAY) <= given
