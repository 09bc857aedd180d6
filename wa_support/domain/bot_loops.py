"""When the other side looks like a machine that answers ours, and no person is to be seen."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

ROUNDS: Final = 8
_WITHIN_MS: Final = 10 * 60_000
_TELLING: Final = 6
_LONG: Final = 40
_FASTEST_TYPING: Final = 15
"""Characters a second from our answer to theirs, reading included; thumbs reach half of it."""
_NOISE: Final = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One burst of theirs and our answer, in UTC milliseconds. `mark` stands for the words, digits
    and punctuation apart; `quick`: nobody types as much in that time."""

    heard_at: int
    answered_at: int
    mark: str
    quick: bool


def with_round(
    rounds: Sequence[Round], *, words: str, human: bool, heard_at: int, now: int
) -> tuple[Round, ...]:
    """`human`: they tapped, or sent what is no text; that begins anew."""
    if human:
        return ()
    since = heard_at - rounds[-1].answered_at if rounds else None
    quick = since is not None and len(words) >= max(_LONG, _FASTEST_TYPING * max(since, 0) / 1000)
    one = Round(heard_at=heard_at, answered_at=now, mark=_mark(words), quick=quick)
    return (*rounds, one)[-ROUNDS:]


def is_a_loop(rounds: Sequence[Round]) -> bool:
    """Many rounds in a short time that nearly all say the same, or are nearly all typed faster than
    anybody types. A person who is only fast says different, short things."""
    if len(rounds) < ROUNDS or rounds[-1].heard_at - rounds[0].heard_at > _WITHIN_MS:
        return False
    same = Counter(one.mark for one in rounds).most_common(1)[0][1]
    return max(same, sum(one.quick for one in rounds)) >= _TELLING


def _mark(words: str) -> str:
    bare = _NOISE.sub("", words).casefold()
    return hashlib.sha256(bare.encode("utf-8", "surrogatepass")).hexdigest()[:16]
