"""What customers said of our answers in 30 days, and what became of promises."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, render_template

from wa_support.domain.satisfaction import Answer, Counted
from wa_support.ports.rounds import WaitsCounted
from wa_support.web.console.parts import parts
from wa_support.web.console.times import day

pages = Blueprint("figures", __name__)
_FEW: Final = 30
"""Below this many a share says little, and the page says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """`percent` is None of nothing."""

    code: str
    count: int
    percent: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """`of` is what the shares are of. `rate`: how many percent of those asked answered."""

    kind: str
    of: int
    bars: tuple[Bar, ...]
    asked: int = 0
    rate: int | None = None

    @property
    def few(self) -> bool:
        return 0 < self.of < _FEW


@pages.get("/figures")
def page() -> str:
    found = parts().figures.answers()
    return render_template(
        "figures.html",
        since=day(found.since),
        asked=[_asked(one) for one in found.asked],
        promises=_promises(found.waits),
        waits=found.waits,
    )


def _asked(counted: Counted) -> Group:
    given = [(str(answer), counted.answers.get(answer, 0)) for answer in Answer]
    return Group(
        kind=counted.kind,
        of=counted.answered,
        bars=_bars(given, counted.answered),
        asked=counted.asked,
        rate=_percent(counted.answered, counted.asked),
    )


def _promises(waits: WaitsCounted) -> Group:
    """Told another way is neither kept nor late; what is still open is not counted at all."""
    known = [
        ("kept", waits.kept),
        ("answered_late", waits.answered_late),
        ("told_only", waits.told_only),
    ]
    whole = sum(count for _, count in known)
    return Group(kind="promises", of=whole, bars=_bars(known, whole))


def _bars(counts: list[tuple[str, int]], whole: int) -> tuple[Bar, ...]:
    return tuple(
        Bar(code=code, count=count, percent=_percent(count, whole)) for code, count in counts
    )


def _percent(part: int, whole: int) -> int | None:
    return None if whole == 0 else round(100 * part / whole)
