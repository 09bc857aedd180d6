"""The lines a classifier learns from: the policy's own, and those that ship with the program."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from wa_support.domain.policy import Policy

Line = tuple[str, str | None]
"""What a customer says, and the purpose it belongs to; None: to no purpose."""

VERSION: Final = "3"
"""Counts up with every change of features or fitting: weights of another version are not read."""

_HERE: Final = Path(__file__).parent
_LANGUAGES: Final = ("ko", "en")
_SECTION: Final = re.compile(r"\[(\w+)\]")


def lines_of(policy: Policy) -> list[Line]:
    """The policy's lines come first and win where a shipped line says the same."""
    lines = dict[str, str | None]()
    for text, purpose in (*_own(policy), *_everyday(policy), *((no, None) for no in _negatives())):
        lines.setdefault(text, purpose)
    return list(lines.items())


def key_of(policy: Policy) -> str:
    """The same for the same lines and the same program: what weights are found by."""
    told = json.dumps([VERSION, lines_of(policy)], ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _own(policy: Policy) -> Iterator[Line]:
    for purpose in policy.purposes:
        yield from ((example.text, purpose.name) for example in purpose.examples)
        yield from ((example.text, None) for example in purpose.not_this)
        yield from ((name, purpose.name) for name in purpose.names.values())


def _everyday(policy: Policy) -> Iterator[Line]:
    """What customers of any shop say to a purpose so declared, where only one is."""
    declared = [purpose.declared_as for purpose in policy.purposes]
    for purpose in policy.purposes:
        if declared.count(purpose.declared_as) == 1:
            said = _shipped_everyday().get(purpose.declared_as, ())
            yield from ((text, purpose.name) for text in said)


def _shipped_everyday() -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for language in _LANGUAGES:
        declared = ""
        for line in _lines_in(_HERE / "everyday" / f"{language}.txt"):
            section = _SECTION.fullmatch(line)
            if section is not None:
                declared = section[1]
            else:
                said.setdefault(declared, []).append(line)
    return said


def _negatives() -> Sequence[str]:
    files = (_HERE / "negatives" / f"{language}.txt" for language in _LANGUAGES)
    return [line for file in files for line in _lines_in(file)]


def _lines_in(file: Path) -> list[str]:
    lines = (line.strip() for line in file.read_text("utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]
