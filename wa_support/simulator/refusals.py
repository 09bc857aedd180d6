"""Meta's error answers.

Source: developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes;
rate limits and closed windows come as HTTP 400.
"""

from typing import Any, Final

_TITLES: Final = {
    100: "Invalid parameter",
    80007: "Rate limit issues",
    130429: "Rate limit hit",
    131000: "Something went wrong",
    131053: "Media upload error",
    131008: "Required parameter is missing",
    131009: "Parameter value is not valid",
    131026: "Message undeliverable",
    131047: "Re-engagement message",
    131050: "Unable to deliver the message: this recipient stopped marketing messages from you",
    131051: "Unsupported message type",
    131056: "(Business Account, Consumer Account) pair rate limit hit",
    131059: "Invalid cursor",
    132000: "Number of parameters does not match the expected number of params",
    132001: "Template name does not exist in the translation",
    132005: "Translated text too long",
    132012: "Parameter format does not match format in the created template",
    132015: "Template is paused",
    132016: "Template is disabled",
    132018: "There is an issue with the parameters in your template",
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
        told: tuple[str, str] | None = None,
    ) -> None:
        """`told` are a title and a sentence for the person who submitted a template."""
        super().__init__(f"{code} {details or title}")
        self.code = code
        self.details = details
        self.http = http
        self.title = title or f"(#{code}) {_TITLES[code]}"
        self.kind = kind
        self.subcode = subcode
        self.told = told

    def as_json(self, trace: str) -> dict[str, Any]:
        error: dict[str, Any] = {"message": self.title, "type": self.kind, "code": self.code}
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        if self.told is not None:
            title, sentence = self.told
            error |= {"error_user_title": title, "error_user_msg": sentence, "is_transient": False}
        if self.details is not None:
            error["error_data"] = {"messaging_product": "whatsapp", "details": self.details}
        return {"error": error | {"fbtrace_id": trace}}


def failure(code: int) -> dict[str, Any]:
    """An entry of `errors` in a failed status."""
    title = _TITLES[code]
    return {"code": code, "title": title, "message": title, "error_data": {"details": title}}


def bad_token() -> Refused:
    return Refused(190, http=401, title="Invalid OAuth access token.")


def no_such_object(id: str) -> Refused:
    return Refused(
        100,
        title=f"Unsupported request. Object with ID '{id}' does not exist or is not yours.",
        kind="GraphMethodException",
        subcode=33,
    )
