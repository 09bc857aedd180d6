"""Signs webhooks and posts them until the callback answers 200.

Source: developers.facebook.com/documentation/business-messaging/whatsapp, "Create a webhook
endpoint".
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from wa_support.simulator.later import Later

_TIMEOUT_S = 10


def encoded(body: dict[str, Any]) -> bytes:
    """Meta's way of writing JSON: everything outside ASCII and every slash escaped.

    A receiver that verifies anything but the raw bytes fails on it.
    """
    return json.dumps(body, ensure_ascii=True, separators=(",", ":")).replace("/", "\\/").encode()


def signature(app_secret: str, body: bytes) -> str:
    return "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()


class Poster:
    """`copies` says how often each webhook is posted at the moment."""

    def __init__(
        self,
        *,
        callback_url: str,
        app_secret: str,
        retry_ms: tuple[int, ...],
        copies: Callable[[], int],
        later: Later,
    ) -> None:
        self.callback_url = callback_url
        self._app_secret = app_secret
        self._retry_ms = retry_ms
        self._copies = copies
        self._later = later
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.mount("http://", HTTPAdapter(pool_maxsize=32))

    def post(self, body: bytes, *, arrived: Callable[[], None] = lambda: None) -> None:
        """Returns at once; `arrived` is called at each 200."""
        for _ in range(self._copies()):
            self._later.after(0, lambda: self._try(body, 0, arrived))

    def close(self) -> None:
        self._session.close()

    def _try(self, body: bytes, tries: int, arrived: Callable[[], None]) -> None:
        if self._posted(body):
            arrived()
            return
        pause = self._retry_ms[min(tries, len(self._retry_ms) - 1)]
        self._later.after(pause, lambda: self._try(body, tries + 1, arrived))

    def _posted(self, body: bytes) -> bool:
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "facebookexternalua",
            "X-Hub-Signature-256": signature(self._app_secret, body),
        }
        try:
            answer = self._session.post(
                self.callback_url, data=body, headers=headers, timeout=_TIMEOUT_S
            )
        except requests.RequestException:
            return False
        return answer.status_code == 200
