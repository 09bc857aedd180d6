"""The GET with which the platform asks whether a callback URL is really ours.

Source: developers.facebook.com/documentation/business-messaging/whatsapp, "Create a webhook
endpoint".
"""

from collections.abc import Callable

import requests

from wa_support.simulator.later import Later

_PAUSE_MS = 500
_TRIES = 120


def shake_hands(
    later: Later,
    *,
    callback_url: str,
    verify_token: str,
    challenge: str,
    tell: Callable[[str], None],
) -> None:
    """Asks in the background until somebody answers, for a minute at most; tells the outcome."""

    def attempt(tries: int) -> None:
        outcome = _ask(callback_url, verify_token, challenge)
        if outcome is not None:
            tell(f"webhook handshake with {callback_url}: {outcome}")
        elif tries >= _TRIES:
            tell(f"webhook handshake with {callback_url}: nobody answers there")
        else:
            later.after(_PAUSE_MS, lambda: attempt(tries + 1))

    later.after(0, lambda: attempt(1))


def _ask(callback_url: str, verify_token: str, challenge: str) -> str | None:
    """None when nobody answered."""
    query = {
        "hub.mode": "subscribe",
        "hub.verify_token": verify_token,
        "hub.challenge": challenge,
    }
    try:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.get(callback_url, params=query, timeout=5)
    except requests.ConnectionError:
        return None
    except requests.RequestException as problem:
        return f"failed, {type(problem).__name__}"
    if answer.status_code != 200:
        return (
            f"refused with HTTP {answer.status_code}; is the verify token the same on both sides?"
        )
    if answer.text != challenge:
        return "HTTP 200, but the answer is not the challenge"
    return "verified"
