"""What differs between two copies of a template, line by line, for people."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from enum import StrEnum

from wa_support.domain.templates.copies import Copy


class Mark(StrEnum):
    SAME = " "
    GONE = "-"
    NEW = "+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`old` and `new` are its number on either side, from 1; None where it does not stand."""

    mark: Mark
    text: str
    old: int | None = None
    new: int | None = None

    def __str__(self) -> str:
        return f"{self.mark}{self.text}"


def changes(before: Sequence[str], after: Sequence[str]) -> tuple[Line, ...]:
    """Every line of both, in order; what is gone stands above what came in its place."""
    return tuple(_lines(before, after))


def unified(before: Sequence[str], after: Sequence[str], *, names: tuple[str, str]) -> list[str]:
    """As `diff -u` prints it; nothing when they are alike."""
    return list(unified_diff(before, after, *names, lineterm=""))


def differ(lines: Iterable[Line]) -> bool:
    return any(line.mark is not Mark.SAME for line in lines)


def source_lines(source: bytes) -> list[str]:
    return source.decode("utf-8", "replace").splitlines()


def _lines(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for what, old, old_end, new, new_end in matcher.get_opcodes():
        if what == "equal":
            for n in range(old_end - old):
                yield Line(mark=Mark.SAME, text=before[old + n], old=old + n + 1, new=new + n + 1)
            continue
        for n in range(old, old_end):
            yield Line(mark=Mark.GONE, text=before[n], old=n + 1)
        for n in range(new, new_end):
            yield Line(mark=Mark.NEW, text=after[n], new=n + 1)


def copy_lines(copy: Copy) -> list[str]:
    """What customers see of a template, as lines: ours and Meta's alike."""
    lines = [
        line for part in ("header", "body", "footer") for line in _part(part, getattr(copy, part))
    ]
    buttons = (" ".join(word for word in button if word) for button in copy.buttons)
    return [*lines, *(f"button: {button}" for button in buttons)]


def _part(part: str, text: str) -> list[str]:
    return [f"{part}:", *(f"  {line}" for line in text.splitlines())] if text else []
