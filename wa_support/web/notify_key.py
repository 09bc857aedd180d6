"""What is wrong with a request to `/notify`, and the key that both of its methods take."""

from typing import Final, TypeGuard

LONGEST_KEY: Final = 200
KEY_SAYS: Final = f"1 to {LONGEST_KEY} printable characters, the same each time this is tried again"


class Wrong(Exception):
    """`field` is where, in dots; `why` what is expected there."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why


def is_key(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_KEY and value.isprintable()
