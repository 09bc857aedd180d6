"""Fits the classifier: lines as JSON on standard input, weights on standard output.

A process of its own (`python -m wa_support.models.fit`), for scikit-learn and what it brings stay
in the memory of whoever imports them.
"""

import json
import math
import sys
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final
from zlib import crc32

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from wa_support.models.features import BUCKETS, features
from wa_support.models.lines import Line
from wa_support.models.thresholds import threshold
from wa_support.models.weights import Planes, Weights

_FOLDS: Final = 4
_NEVER: Final = -4.0
"""The distance of a label that a script has no line of."""

Found = Mapping[int, float]
Seen = Sequence[tuple[Found, str | None]]


def fit(key: str, lines: Sequence[Line]) -> Weights:
    """The same lines make the same weights."""
    labels = [*sorted({name for _, name in lines if name is not None}), None]
    held_out: list[Sequence[float]] = [()] * len(lines)
    seen = [features(text) for text, _ in lines]
    planes, thresholds = {}, {}
    for script in ("hangul", "latin"):
        ours = [number for number, (written, _) in enumerate(seen) if written == script]
        known: Seen = [(seen[number][1], lines[number][1]) for number in ours]
        if len({label for _, label in known}) < 2:
            continue
        planes[script] = _planes(known, labels)
        apart = _held_out(known, [lines[number][0] for number in ours], labels)
        for number, row in zip(ours, apart, strict=True):
            held_out[number] = row
        off = [row for row, (_, label) in zip(apart, known, strict=True) if label is None]
        thresholds[script] = threshold(script, [max(row[:-1]) for row in off])
    return Weights(key=key, labels=labels, thresholds=thresholds, planes=planes, held_out=held_out)


def _held_out(
    known: Seen, texts: Sequence[str], labels: Sequence[str | None]
) -> list[Sequence[float]]:
    """What weights that have not seen a line make of it: each quarter judged by the other three."""
    folds = _folds(texts, [label for _, label in known])
    rows: list[Sequence[float]] = [()] * len(known)
    for fold in range(_FOLDS):
        others = [one for one, its in zip(known, folds, strict=True) if its != fold]
        planes = _planes(others, labels)
        for number, (found, _) in enumerate(known):
            if folds[number] == fold:
                rows[number] = planes.probabilities(found)
    return rows


def _folds(texts: Sequence[str], labels: Sequence[str | None]) -> list[int]:
    """Every label's lines dealt out evenly, in an order that only the words decide."""
    folds, dealt = [0] * len(texts), Counter[str | None]()
    order = sorted(range(len(texts)), key=lambda n: (crc32(texts[n].encode(errors="replace")), n))
    for number in order:
        folds[number] = dealt[labels[number]] % _FOLDS
        dealt[labels[number]] += 1
    return folds


def _planes(known: Seen, labels: Sequence[str | None]) -> Planes:
    idf, rare = _idf([found for found, _ in known])
    rows = {bucket: row for row, bucket in enumerate(sorted(idf), start=1)}
    weights, bias = _separated(known, labels, idf, rows)
    table = array("f", [0.0] * (len(labels) + 1))
    for bucket, row in rows.items():
        table.append(idf[bucket])
        table.extend(float(one) for one in weights[:, row - 1])
    by_bucket = array("H", bytes(2 * BUCKETS))
    for bucket, row in rows.items():
        by_bucket[bucket] = row
    return Planes(bias=bias, rare=rare, rows=by_bucket, table=table)


def _idf(texts: Sequence[Found]) -> tuple[dict[int, float], float]:
    known = Counter(bucket for found in texts for bucket in found)
    most = math.log(1 + len(texts)) + 1
    return {bucket: most - math.log(1 + count) for bucket, count in known.items()}, most


def _separated(
    known: Seen, labels: Sequence[str | None], idf: Mapping[int, float], rows: Mapping[int, int]
) -> tuple[Any, list[float]]:
    """One weight a label and row, one bias a label."""
    # Logistic regression lets through and answers the same within two points, 30 times as slowly.
    machine = LinearSVC(C=1.0, class_weight="balanced", random_state=0)
    machine.fit(_matrix([found for found, _ in known], idf, rows), [one or "" for _, one in known])
    names = list(machine.classes_)
    planes, bias = machine.coef_, machine.intercept_
    if len(names) == 2:
        planes, bias = np.vstack([-planes, planes]), np.hstack([-bias, bias])
    at = [names.index(one or "") if (one or "") in names else None for one in labels]
    nothing = np.zeros(planes.shape[1])
    weights = np.vstack([nothing if one is None else planes[one] for one in at])
    return weights, [_NEVER if one is None else float(bias[one]) for one in at]


def _matrix(texts: Sequence[Found], idf: Mapping[int, float], rows: Mapping[int, int]) -> Any:
    values, columns, ends = [], [], [0]
    for found in texts:
        weighed = {bucket: times * idf[bucket] for bucket, times in found.items()}
        length = math.sqrt(sum(one * one for one in weighed.values())) or 1.0
        values += [one / length for one in weighed.values()]
        columns += [rows[bucket] - 1 for bucket in weighed]
        ends.append(len(columns))
    return csr_matrix((values, columns, ends), shape=(len(texts), len(rows)))


def main() -> None:
    asked = json.load(sys.stdin)
    lines = [(text, purpose) for text, purpose in asked["lines"]]
    sys.stdout.buffer.write(fit(asked["key"], lines).as_bytes())


if __name__ == "__main__":
    main()
