"""`kill -9` at any moment: what was acknowledged is answered, and nothing is said twice."""

import os
import random
from collections import Counter
from pathlib import Path

import pytest

from tests.processes.killing import (
    LATE_STATUSES,
    VICTIMS,
    Trial,
    answers,
    held_as_unknown,
    hesitate,
)
from tests.processes.serving import Serving, serving, wait_for

TRIES = int(os.environ.get("WA_TEST_KILLS", "6"))
SEED = int(os.environ.get("WA_TEST_SEED", "1042"))
"""Together with TRIES it gives the same kills at the same moments."""


def test_each_question_has_one_answer_or_a_held_message_after_every_kill(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Worker, web and supervisor, each WA_TEST_KILLS times, in a shuffled order: children that die
    again and again are given longer and longer pauses, which a killed supervisor resets."""
    dice = random.Random(SEED)
    with serving(tmp_path, delays=LATE_STATUSES) as service:
        assert "배송 중" in service.answer_to("mina", "주문 1042 어디쯤이에요?")
        hesitate(service, dice)
        service.phone.fault(duplicate_webhooks=2)
        trial = Trial(serving=service, dice=dice, customers_a_kill=5)
        for number in range(TRIES):
            for victim in dice.sample(VICTIMS, len(VICTIMS)):
                trial.run(victim, number)
        unknown = _settled(service, trial)
        told = _report(trial, unknown)
        with capsys.disabled():
            print(told)
        _judge(trial, answers(service), unknown)
        service.answer_to("mina", "배송 시작했나요?")


def _settled(service: Serving, trial: Trial) -> Counter[str]:
    """The held ones, once every webhook is acknowledged and every question answered or held."""
    assert service.phone.settled(60), "there are webhooks that were never acknowledged"

    def silent() -> set[str]:
        return set(trial.asked) - set(answers(service))

    wait_for(lambda: not silent() - set(held_as_unknown(service)), f"answers for {silent()}", 60)
    assert service.phone.settled(30), "statuses were not acknowledged"
    wait_for(
        lambda: not set(answers(service)) & set(held_as_unknown(service)),
        "statuses to settle what was unknown",
        20,
    )
    return held_as_unknown(service)


def _judge(trial: Trial, answered: Counter[str], unknown: Counter[str]) -> None:
    wrong = {
        phone: f"{kill}: {answered[phone]} answers, {unknown[phone]} held"
        for phone, kill in trial.asked.items()
        if answered[phone] + unknown[phone] != 1
    }
    assert not wrong


def _report(trial: Trial, unknown: Counter[str]) -> str:
    held = Counter(trial.asked[phone].split()[0] for phone in unknown)
    gone = f"{max(trial.gone_after_s):.2f} s" if trial.gone_after_s else "-"
    up = f"{max(trial.up_after_s):.2f} s"
    return (
        f"\n{TRIES} kills each of {', '.join(VICTIMS)}: {len(trial.asked)} questions, "
        f"{sum(unknown.values())} held as unknown {dict(held)}; "
        f"a killed supervisor's children gone within {gone}, up again within {up}"
    )
