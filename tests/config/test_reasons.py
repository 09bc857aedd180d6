"""`policy check` says which reasons nothing detects, and the code decides which these are."""

import re
from pathlib import Path

from wa_support.config.not_yet import DETECTED
from wa_support.config.policy_conduct import RIGHT_AWAY

ROOT = Path(__file__).parents[2] / "wa_support"


def test_exactly_the_reasons_that_the_code_gives_count_as_detected() -> None:
    files = [*(ROOT / "flow").glob("*.py"), *(ROOT / "domain" / "gate").glob("*.py")]
    given = {
        name.lower()
        for file in files
        for name in re.findall(r"\bReason\.([A-Z_]+)", file.read_text(encoding="utf-8"))
    }
    assert given & set(RIGHT_AWAY) == DETECTED
