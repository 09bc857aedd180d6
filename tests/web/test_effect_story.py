"""What a turn changed is shown with what it came to."""

from typing import Any

import pytest

from wa_support.web.console.effect_story import effected

ATTEMPT = (
    "effect_attempt",
    {"tool": "cancel_order", "arguments": {"order_id": "1058"}, "key": "k"},
)


def result(**told: Any) -> tuple[str, dict[str, Any]]:
    return "effect_result", {"tool": "cancel_order", "key": "k", "result": told}


def test_an_effect_names_its_reference() -> None:
    (one,) = effected(
        [ATTEMPT, result(outcome="succeeded", fields={"reference": "C-1"}), ("outcome", {})]
    )
    assert (one.tool, one.arguments) == ("cancel_order", "order_id 1058")
    assert (one.outcome, one.reference, one.code) == ("done", "C-1", None)


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ({"outcome": "correctable", "code": "not_allowed"}, "refused"),
        ({"outcome": "failed", "code": "timeout", "unsure": False}, "failed"),
        ({"outcome": "failed", "code": "timeout", "unsure": True}, "unknown"),
    ],
)
def test_what_did_not_work_says_how(told: dict[str, Any], outcome: str) -> None:
    (one,) = effected([ATTEMPT, result(**told)])
    assert (one.outcome, one.code) == (outcome, told["code"])


def test_an_attempt_without_a_result_is_not_known() -> None:
    (one,) = effected([ATTEMPT])
    assert (one.outcome, one.reference) == ("unknown", None)
