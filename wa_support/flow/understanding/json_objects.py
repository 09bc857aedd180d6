"""Reads the JSON that a model wrote: one object, not too long, storable."""

import json
from typing import Any


def read_object(text: str, *, most: int) -> dict[str, Any] | None:
    """None for anything else: half a surrogate or a NUL inside could not be stored or sent."""
    if len(text) > most:
        return None
    try:
        value = json.loads(text)
        written = json.dumps(value, ensure_ascii=False)
        written.encode()
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and "\\u0000" not in written else None
