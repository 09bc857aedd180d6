"""How likely a purpose must be, so that few messages that are none of ours get in."""

from collections.abc import Mapping, Sequence
from typing import Final

_LET_THROUGH: Final[Mapping[str, float]] = {"hangul": 0.1, "latin": 0.035}
"""Of the lines that belong to no purpose, most of which are written to be mistaken for ours."""
_FLOOR: Final[Mapping[str, float]] = {"hangul": 0.4, "latin": 0.5}


def threshold(script: str, off: Sequence[float]) -> float:
    """`off` holds, for lines of no purpose, how likely the likeliest purpose seemed."""
    highest = sorted(off, reverse=True)
    passed = int(_LET_THROUGH[script] * len(highest))
    return max(_FLOOR[script], highest[passed] if highest else 0.0)
