"""What Meta answers to a template that it will not take: code 100, a subcode where one is known."""

from typing import Final

from wa_support.simulator.refusals import Refused

LIMIT: Final = 2388019
DUPLICATE: Final = 2388024
TOO_LONG: Final = 2388040
HEADER: Final = 2388047
BODY: Final = 2388072
FOOTER: Final = 2388073
TOO_MANY_VARIABLES: Final = 2388293
VARIABLE_AT_THE_EDGE: Final = 2388299

_TITLES: Final = {
    LIMIT: "Message template limit exceeded",
    DUPLICATE: "Content in this language already exists",
    TOO_LONG: "Field is too long",
    HEADER: "Message header format is incorrect",
    BODY: "Message body format is incorrect",
    FOOTER: "Message footer format is incorrect",
    TOO_MANY_VARIABLES: "Too many variables for the length of the text",
    VARIABLE_AT_THE_EDGE: "Variables cannot be at the start or end",
}


def wrong(details: str, subcode: int | None = None) -> Refused:
    """`details` say which part and what is wrong with it."""
    title = "Invalid parameter"
    told = (_TITLES[subcode] if subcode else title, details)
    return Refused(100, details, title=title, subcode=subcode, told=told)
