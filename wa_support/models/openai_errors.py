"""What an error of the SDK means for a turn. Imports the SDK: only for who has asked a model.

The words of an error may repeat a part of the key or of the conversation; none is passed on.
"""

import math
from collections.abc import Mapping
from typing import Final

import httpx2
import openai

from wa_support.ports.language_model import ModelUnavailable

_KINDS: Final = {
    401: "refused_key",
    403: "refused_key",
    408: "timeout",
    409: "server_error",
    429: "rate_limited",
}


def unavailable_for(error: openai.OpenAIError | httpx2.HTTPError) -> ModelUnavailable:
    if isinstance(error, openai.APIStatusError):
        return _by_status(error)
    if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException):
        return ModelUnavailable("timeout")
    if isinstance(error, openai.APIConnectionError | httpx2.TransportError):
        return ModelUnavailable("connection")
    return ModelUnavailable("unreadable")


def _by_status(error: openai.APIStatusError) -> ModelUnavailable:
    waiting = retry_after_s(error.response.headers)
    if error.code == "insufficient_quota":
        return ModelUnavailable("out_of_credit", retry_after_s=waiting)
    other = "server_error" if error.status_code >= 500 else "bad_request"
    return ModelUnavailable(_KINDS.get(error.status_code, other), retry_after_s=waiting)


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """`Retry-After-Ms` is finer than `Retry-After`, and OpenAI sends both. A date is not read:
    no server of a language model is known to send one."""
    for name, unit in (("retry-after-ms", 1000), ("retry-after", 1)):
        try:
            seconds = float(headers.get(name, "")) / unit
        except ValueError:
            continue
        if math.isfinite(seconds) and seconds >= 0:
            return seconds
    return None
