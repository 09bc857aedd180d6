"""This machine's clock beside Graph's. The 24 hour window and every status time hang on it."""

from typing import Final

from wa_support.domain.checkup.finding import Finding, could_not_look, ok, problem, span, warning
from wa_support.domain.checkup.graph_facts import ServerTime

_WARN_MS: Final = 30_000
_WRONG_MS: Final = 5 * 60_000
_CURE: Final = "timedatectl set-ntp true; then: timedatectl timesync-status"


def about_clock(time: ServerTime | None) -> Finding:
    """`Date` has whole seconds, so half of one is added to it."""
    if time is None:
        found = "no answer of Graph carries a time that can be read"
        return could_not_look("clock", found, "timedatectl tells whether it is synchronised")
    off = (time.before + time.after) // 2 - (time.theirs + 500)
    told = f"{span(off)} {'ahead of' if off > 0 else 'behind'} Graph's clock"
    if abs(off) > _WRONG_MS:
        return problem("clock", f"{told}: the 24 hour window is judged wrongly", _CURE)
    if abs(off) > _WARN_MS:
        return warning("clock", told, _CURE)
    return ok("clock", f"within {max(2, -(-abs(off) // 1000))} s of Graph's clock")
