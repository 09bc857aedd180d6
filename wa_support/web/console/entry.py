"""The link that lets a person in."""

import hmac
from threading import Lock


class EntryLink:
    """Opens once; `reusable` (the demo) opens as long as the process lives."""

    def __init__(self, token: str, *, reusable: bool) -> None:
        if not token:
            raise ValueError("the entry token is empty")
        self._token = token.encode()
        self._reusable = reusable
        self._lock = Lock()
        self._spent = False

    def open(self, offered: str) -> bool:
        """True when `offered` is the token and it still opens; using it up is atomic."""
        with self._lock:
            fits = hmac.compare_digest(offered.encode(), self._token) and not self._spent
            self._spent = self._spent or (fits and not self._reusable)
            return fits
