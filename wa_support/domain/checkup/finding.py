"""What a look at one thing came to, and what a person does about it."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"
    COULD_NOT_LOOK = "could_not_look"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`check` names the thing, `found` says how it is, `cure` what to click or which command to
    run; an `ok` needs none."""

    check: str
    state: State
    found: str
    cure: str | None = None


def ok(check: str, found: str) -> Finding:
    return Finding(check=check, state=State.OK, found=found)


def warning(check: str, found: str, cure: str) -> Finding:
    return Finding(check=check, state=State.WARNING, found=found, cure=cure)


def problem(check: str, found: str, cure: str) -> Finding:
    return Finding(check=check, state=State.PROBLEM, found=found, cure=cure)


def could_not_look(check: str, found: str, cure: str) -> Finding:
    """What is not known is never an `ok`."""
    return Finding(check=check, state=State.COULD_NOT_LOOK, found=found, cure=cure)


def span(ms: int) -> str:
    """A length of time in its largest unit that fits twice, `1 minute` being `60 s`."""
    seconds = abs(ms) // 1000
    for name, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds // length} {name}"
    return f"{seconds} s"
