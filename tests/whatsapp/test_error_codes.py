import pytest

from wa_support.domain.delivery import Rejected as No
from wa_support.domain.delivery import Remedy, SendState, next_step
from wa_support.whatsapp.error_codes import _CODES, next_step_for, remedy_of


@pytest.mark.parametrize(
    ("remedy", "codes"),
    [
        (Remedy.BACK_OFF, [4, 80007, 130429, 131048]),
        (Remedy.BACK_OFF_PAIR, [131056]),
        (Remedy.HOLD, [0, 3, 10, 190, 200, 299, 368, 131031, 131042, 131063, 132001, 133010]),
        (Remedy.TEMPLATE, [131047]),
        (Remedy.UNPAUSED, [132015]),
        (Remedy.STOP, [131026, 131050, 130472, 131049, 130403]),
        (Remedy.FIX, [100, 131009, 131021, 132000, 199, 300, 999_999, -1]),
    ],
)
def test_codes_ask_for_their_remedy(remedy: Remedy, codes: list[int]) -> None:
    assert [remedy_of(code) for code in codes] == [remedy] * len(codes)


def test_no_code_has_two_remedies() -> None:
    codes = [code for group in _CODES.values() for code in group]
    assert len(codes) == len(set(codes))


def test_a_paused_template_is_tried_again_in_minutes_not_seconds() -> None:
    refusal = No(code=132015, remedy=remedy_of(132015), details="no", http_status=400)
    step = next_step(refusal, 9)
    assert (step.state, step.wait_ms) == (SendState.WAITING, 600_000)


@pytest.mark.parametrize("code", [131047, 131049, 131050, 132001, 132005, 132015, 132016])
def test_what_people_can_do_is_said(code: int) -> None:
    assert next_step_for(code)


@pytest.mark.parametrize("code", [131049, 131050, 130472, 131026, 131047, 190, 100])
def test_what_waiting_cannot_heal_is_never_tried_again(code: int) -> None:
    refusal = No(code=code, remedy=remedy_of(code), details="", http_status=400)
    assert next_step(refusal, 1).state is SendState.HELD
