"""Error answers in OpenAI's shape.

Source: developers.openai.com/api/docs/guides/error-codes.
"""

from typing import Any, Final

RETRY_AFTER_S: Final = 7


class Refused(Exception):
    """A request that is turned down; `param` names the field."""

    def __init__(
        self,
        message: str,
        *,
        http: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
    ) -> None:
        super().__init__(message)
        self.http = http
        self.headers = {"Retry-After": str(RETRY_AFTER_S)} if code == "rate_limit_exceeded" else {}
        self.as_json: dict[str, Any] = {
            "error": {"message": message, "type": kind, "param": param, "code": code}
        }


def wrong_key(given: str) -> Refused:
    """As OpenAI does, with a part of what was given."""
    shown = f"{given[:8]}{'*' * 8}{given[-4:]}"
    return Refused(f"Incorrect API key provided: {shown}.", http=401, code="invalid_api_key")


def no_such_model(name: str) -> Refused:
    return Refused(
        f"The model '{name}' does not exist or you do not have access to it.",
        http=404,
        code="model_not_found",
        param="model",
    )


def rate_limited() -> Refused:
    return Refused("Rate limit reached.", http=429, kind="requests", code="rate_limit_exceeded")


def no_credit() -> Refused:
    return Refused(
        "You exceeded your current quota, please check your plan and billing details.",
        http=429,
        kind="insufficient_quota",
        code="insufficient_quota",
    )


def server_error() -> Refused:
    return Refused("The server had an error.", http=500, kind="server_error")


def huge_error() -> Refused:
    return Refused("The server had an error. " * 1_000_000, http=500, kind="server_error")
