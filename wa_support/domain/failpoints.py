"""Named moments at which a test may make this process die, fail or stand still.

Nothing in the service installs anything: outside a test, a pass costs one look at a variable.
Each name says what has just happened, or with `.writing` what is about to be committed.
"""

from collections.abc import Callable
from typing import Final, Literal, get_args

Failpoint = Literal[
    # the web process, from the signature to the 200
    "door.signed",
    "inbox.writing",
    "inbox.committed",
    # intake's one transaction
    "intake.parsed",
    "status.applied",
    "intake.writing",
    "intake.committed",
    "inbox.deleting",
    # a turn, line by line of its journal
    "lease.writing",
    "lease.committed",
    "gate.decided",
    "model.writing",
    "model.committed",
    "read.writing",
    "read.committed",
    "effect.writing",
    "effect.committed",
    "effect.done",
    "effect_result.committed",
    "outcome.writing",
    "outcome.committed",
    # a send: attempt, call, result
    "attempt.writing",
    "attempt.committed",
    "call.ended",
    "result.writing",
    "result.committed",
    "abandoned.writing",
]
FAILPOINTS: Final[tuple[Failpoint, ...]] = get_args(Failpoint)

_act: Callable[[Failpoint], None] | None = None


def failpoint(name: Failpoint) -> None:
    """Usually nothing."""
    if _act is not None:
        _act(name)


def install(act: Callable[[Failpoint], None] | None) -> None:
    """`act` is called at every pass, in the thread that passes; None ends it. For tests alone."""
    global _act  # noqa: PLW0603 - a pass must cost nothing, so there is nothing to look it up in
    _act = act
