"""What stands between the letters: shown, or kept from breaking a line."""

import re
from typing import Final

_TURNING: Final = {
    code: f"⟦U+{code:04X}⟧" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
"""Explicit embeddings, overrides and isolates: obeyed, they turn around what stands beside them."""
_ANY: Final = re.compile(f"[{''.join(map(chr, _TURNING))}]")


def visible(value: object) -> object:
    """Text (markup too) with the controls of its reading direction shown instead of obeyed. Hardly
    any has one, and a page asks thousands of times."""
    if isinstance(value, str) and _ANY.search(value):
        return value.translate(_TURNING)
    return value


def unbroken(text: str) -> str:
    """ "A·B" breaks after its dot at most: a word joiner stands before it."""
    return re.sub(r"(?<=\S)·", "\u2060·", text)


class Verbatim:
    """Text that a form gives back must be the same characters that it was given."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __str__(self) -> str:
        return self._text
