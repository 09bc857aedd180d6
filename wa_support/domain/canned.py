"""Words kept for use again: which variables they may have, and how those are filled in."""

import re
from collections.abc import Mapping
from typing import Final

VARIABLES: Final = ("customer", "agent", "order", "business")
TITLE_LIMIT: Final = 60
BODY_LIMIT: Final = 3000
_BRACED: Final = re.compile(r"\{([^{}]*)\}")


def unknown_variables(body: str) -> tuple[str, ...]:
    """What stands in braces and is no variable, in the order of the text."""
    return tuple(name for name in _BRACED.findall(body) if name not in VARIABLES)


def filled(body: str, values: Mapping[str, str]) -> str:
    """A variable without a value stays as it is, so that whoever reads it over sees the gap."""
    return _BRACED.sub(lambda found: values.get(found[1]) or found[0], body)
