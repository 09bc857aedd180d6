"""What a classifier makes of a message: how likely each purpose is, and how likely none of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_OURS_BY: Final = 1.6
"""So many times likelier than none must a purpose be, for words alone to be believed."""
_APART_BY: Final = 1.4
"""Two purposes are close when the first is less than so many times as likely as the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """`purposes` maps a name to its probability; together with `off` they make 1.

    `threshold` is what the likeliest one must reach to be admitted without any rule.
    """

    purposes: Mapping[str, float]
    off: float
    threshold: float

    @property
    def ranked(self) -> Sequence[tuple[str, float]]:
        return sorted(self.purposes.items(), key=lambda one: (-one[1], one[0]))

    @property
    def is_ours(self) -> bool:
        """Whether some purpose is clearly likelier than none."""
        return max(self.purposes.values(), default=0.0) > _OURS_BY * self.off

    @property
    def close(self) -> tuple[str, ...]:
        """The first two purposes when nothing clearly speaks for one of them, else the first."""
        first_two = self.ranked[:2]
        likely = [probability for _, probability in first_two]
        apart = len(likely) < 2 or likely[0] >= _APART_BY * likely[1]
        return tuple(name for name, _ in first_two[: 1 if apart else 2])


Scorer = Callable[[str], Scores | None]
"""None: no opinion, the message is in a script it was not fitted for."""
