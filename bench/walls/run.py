"""Plays one seed after another, each with its own three customers, until there are enough steps."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Final

from bench.walls.play import Play, playing

ROUNDS: Final = 30
"""Of one house; customers may have forty answers a day."""
_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - the fastest place for files that nobody keeps


@dataclass(slots=True, kw_only=True)
class Score:
    """`faults` are of all plays, each with its seed; `effects` happened, `refused` were asked of
    the shop and did not."""

    steps: int = 0
    messages: int = 0
    replies: int = 0
    calls: int = 0
    effects: int = 0
    refused: int = 0
    plays: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        for name in ("steps", "messages", "replies", "calls", "effects", "refused", "plays"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.faults += other.faults

    def kinds(self) -> Counter[str]:
        return Counter(fault.split(": ")[1] for fault in self.faults)


def score_of(play: Play, seed: int) -> Score:
    return Score(
        steps=play.steps,
        messages=play.messages,
        replies=play.model.replies,
        calls=play.model.calls,
        effects=play.judge.effects,
        refused=play.judge.refused,
        plays=1,
        faults=[f"seed {seed}: {fault}" for fault in play.judge.faults],
    )


@contextmanager
def in_memory() -> Iterator[Path]:
    """A folder in memory where the machine has one."""
    with TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        yield Path(folder)


def played(folder: Path, prepared: Path, seed: int, *, rounds: int = ROUNDS) -> Score:
    """One house from its beginning to its end."""
    own = folder / f"play-{seed}"
    with playing(own, prepared, seed) as play:
        for _ in range(rounds):
            play.round()
        score = score_of(play, seed)
    rmtree(own)
    return score


def play_until(steps: int, prepared: Path, seeds: Iterator[int]) -> Score:
    total = Score()
    with in_memory() as folder:
        while total.steps < steps:
            total.add(played(folder, prepared, next(seeds)))
    return total


def first_fault(prepared: Path, seeds: Sequence[int]) -> str | None:
    """What breaks first, or None when nothing does."""
    with in_memory() as folder:
        for seed in seeds:
            with playing(folder / f"play-{seed}", prepared, seed) as play:
                for _ in range(ROUNDS):
                    play.round()
                    if play.judge.faults:
                        return play.judge.faults[0]
    return None
