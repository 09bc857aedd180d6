"""One dialogue with a language model that nobody scripted, in a house of its own."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from tests.flow.house import Sent, at_home
from tests.scenarios.model import DialogueModel
from tests.scenarios.player import Player
from tests.scenarios.reading import Scenario, Turn
from wa_support.domain.reasons import Reason
from wa_support.ports.language_model import (
    LanguageModel,
    ModelReply,
    ModelRequest,
    ModelUnavailable,
    Usage,
)
from wa_support.simulator.model.answers import Answer

_OF_A_BAD_MODEL: Final = frozenset({Reason.ANSWER_INVALID, Reason.MODEL_UNAVAILABLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """`turn` counts those that may ask the model; `failed` is the kind of ModelUnavailable."""

    turn: int
    seconds: float
    usage: Usage = field(default_factory=Usage)
    failed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One dialogue played once; no faults: it went as it must."""

    scenario: str
    faults: Sequence[str]
    calls: Sequence[Call]

    @property
    def turn_seconds(self) -> list[float]:
        """Waited for the model, by turn."""
        turns = sorted({call.turn for call in self.calls})
        return [sum(one.seconds for one in self.calls if one.turn == turn) for turn in turns]


@dataclass(slots=True, kw_only=True)
class LiveModel(DialogueModel):
    """Answers for itself; what the dialogue has written for a model is not used."""

    live: LanguageModel
    calls: list[Call] = field(default_factory=list)
    turn: int = 0

    def begin(self, answers: Iterable[Answer]) -> None:  # noqa: ARG002 - the script's
        self.turn += 1

    def reply(self, request: ModelRequest, *, within_s: float) -> ModelReply:
        began = time.monotonic()
        try:
            reply = self.live.reply(request, within_s=within_s)
        except ModelUnavailable as why:
            spent = time.monotonic() - began
            self.calls.append(Call(turn=self.turn, seconds=spent, failed=why.kind))
            raise
        spent = time.monotonic() - began
        self.calls.append(Call(turn=self.turn, seconds=spent, usage=reply.usage))
        return reply


class LivePlayer(Player):
    """What is done, said and handed over must be as written; how a model finds out what it says is
    its own affair, so reads and the titles of buttons are not held against it."""

    def _faults(self, turn: Turn, heard: Sequence[Sent]) -> Iterator[str]:
        kept: list[Mapping[str, Mapping[str, Any]]] = [
            call for call, _ in groupby(self.shop.reached)
        ]
        return super()._faults(replace(turn, tools=kept, buttons=None), heard)


def fit_for_a_model(scenario: Scenario) -> bool:
    """Asks a model, and is not about one that fails or writes what may not be sent."""
    written = [answer for turn in scenario.turns for answer in turn.model or ()]
    misbehaves = any(turn.reason in _OF_A_BAD_MODEL for turn in scenario.turns)
    return bool(written) and not misbehaves and not any("fail" in answer for answer in written)


def play(scenario: Scenario, live: LanguageModel, folder: Path, prepared: Path) -> Run:
    """`prepared` is the house that is copied into `folder`."""
    model = LiveModel(live=live, name=live.name)
    with at_home(folder, prepared) as home:
        try:
            faults = LivePlayer(home=home, scenario=scenario, model=model).play()
        except AssertionError as why:
            # the button of the next turn was never shown
            faults = [str(why)]
    return Run(scenario=scenario.name, faults=faults, calls=model.calls)
