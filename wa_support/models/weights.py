"""Fitted weights: plain arrays that score a message without any library, and their bytes."""

import json
import math
import sys
import zlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from wa_support.domain.errors import NotTheseWeights
from wa_support.domain.gate.scores import Scores
from wa_support.models.features import BUCKETS, features
from wa_support.models.lines import VERSION

_MAGIC: Final = b"wa-support weights\n"
_SHARPNESS: Final = 2.0
"""Turns distances from the dividing planes into probabilities."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planes:
    """One script's weights. `rows` maps a bucket to its row, 0 for one that no line had.

    A row of `table` is the bucket's idf and one weight a label; `bias` is one a label, and
    `rare` the idf of what no line had: it weighs nothing and makes the rest weigh less.
    """

    bias: Sequence[float]
    rare: float
    rows: "array[int]"
    table: "array[float]"

    def probabilities(self, found: Mapping[int, float]) -> list[float]:
        """One a label, together 1."""
        labels = len(self.bias)
        sums, length = [0.0] * labels, 0.0
        for bucket, times in found.items():
            at = self.rows[bucket] * (labels + 1)
            weight = times * (self.table[at] if at else self.rare)
            length += weight * weight
            if at:
                for label in range(labels):
                    sums[label] += weight * self.table[at + 1 + label]
        scale = math.sqrt(length) or 1.0
        return _softmax([bias + one / scale for bias, one in zip(self.bias, sums, strict=True)])


def _softmax(distances: Sequence[float]) -> list[float]:
    most = max(distances)
    powers = [math.exp(_SHARPNESS * (one - most)) for one in distances]
    return [power / sum(powers) for power in powers]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """`labels` are the purposes and, last, None. `thresholds` are per script.

    `held_out` has, for each line it was fitted on, the probabilities that weights fitted without
    that line gave it; empty for a line in no script of ours.
    """

    key: str
    labels: Sequence[str | None]
    thresholds: Mapping[str, float]
    planes: Mapping[str, Planes]
    held_out: Sequence[Sequence[float]] = field(default=())

    def __call__(self, text: str) -> Scores | None:
        script, found = features(text)
        planes = self.planes.get(script or "")
        if planes is None or script is None:
            return None
        return self.scores(planes.probabilities(found), script)

    def scores(self, probabilities: Sequence[float], script: str) -> Scores:
        named = dict(zip(self.labels, probabilities, strict=True))
        return Scores(
            off=named.pop(None),
            purposes={str(name): likely for name, likely in named.items()},
            threshold=self.thresholds[script],
        )

    def as_bytes(self) -> bytes:
        head = {
            "version": VERSION,
            "key": self.key,
            "labels": list(self.labels),
            "thresholds": dict(self.thresholds),
            "held_out": [[round(one, 4) for one in row] for row in self.held_out],
            "planes": {
                script: {"bias": list(one.bias), "rare": one.rare, "numbers": len(one.table)}
                for script, one in self.planes.items()
            },
        }
        told = json.dumps(head).encode()
        parts = [part[:] for one in self.planes.values() for part in (one.rows, one.table)]
        _little(*parts)
        body = b"".join(part.tobytes() for part in parts)
        return _MAGIC + zlib.compress(len(told).to_bytes(4, "little") + told + body)


def load_weights(stored: bytes) -> Weights:
    """Raises `NotTheseWeights`."""
    try:
        return _read(stored)
    except (ValueError, KeyError, TypeError, zlib.error) as why:
        raise NotTheseWeights(f"weights that this program cannot read ({why})") from why


def _read(stored: bytes) -> Weights:
    if not stored.startswith(_MAGIC):
        raise ValueError("not ours")
    content = memoryview(zlib.decompress(stored[len(_MAGIC) :]))
    length = int.from_bytes(content[:4], "little")
    head = json.loads(bytes(content[4 : 4 + length]))
    if head["version"] != VERSION:
        raise ValueError(f"of version {head['version']}")
    planes, at = {}, 4 + length
    for script, one in head["planes"].items():
        middle = at + 2 * BUCKETS
        end = middle + 4 * one["numbers"]
        rows, table = array("H", bytes(content[at:middle])), array("f", bytes(content[middle:end]))
        _little(rows, table)
        planes[script] = Planes(bias=one["bias"], rare=one["rare"], rows=rows, table=table)
        at = end
    return Weights(
        key=head["key"],
        labels=head["labels"],
        thresholds=head["thresholds"],
        planes=planes,
        held_out=head["held_out"],
    )


def _little(*stored: "array[int] | array[float]") -> None:
    """Stored with the low byte first, whatever this machine does."""
    if sys.byteorder == "big":
        for numbers in stored:
            numbers.byteswap()
