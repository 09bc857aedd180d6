"""Meta's error answers.

Source: developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes;
rate limits and closed windows come as HTTP 400.
"""

from typing import Any, Final

_TITLES: Final = {
    100: "Invalid parameter",
    130429: "Rate limit hit",
    131000: "Something went wrong",
    131053: "Media upload error",
    131008: "Required parameter is missing",
    131009: "Parameter value is not valid",
    131026: "Message undeliverable",
    131047: "Re-engagement message",
    131051: "Unsupported message type",
    131056: "(Business Account, Consumer Account) pair rate limit hit",
}


class Refused(Exception):
    """A send or look-up that the platform turns down; nothing was accepted."""

    def __init__(
        self,
        code: int,
        details: str | None = None,
        *,
        http: int = 400,
        title: str | None = None,
        kind: str = "OAuthException",
        subcode: int | None = None,
    ) -> None:
        super().__init__(f"{code} {details or title}")
        self.code = code
        self.details = details
        self.http = http
        self.title = title or f"(#{code}) {_TITLES[code]}"
        self.kind = kind
        self.subcode = subcode

    def as_json(self, trace: str) -> dict[str, Any]:
        error: dict[str, Any] = {"message": self.title, "type": self.kind, "code": self.code}
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        if self.details is not None:
            error["error_data"] = {"messaging_product": "whatsapp", "details": self.details}
        return {"error": error | {"fbtrace_id": trace}}


def bad_token() -> Refused:
    return Refused(190, http=401, title="Invalid OAuth access token.")


def no_such_object(id: str) -> Refused:
    return Refused(
        100,
        title=f"Unsupported request. Object with ID '{id}' does not exist or is not yours.",
        kind="GraphMethodException",
        subcode=33,
    )
