"""What each of Meta's error codes asks for.

Source: Meta, "support/error-codes". Its advice: branch on the code, never on the HTTP status or
the title; rate limits come as HTTP 400.
"""

from typing import Final

from wa_support.domain.delivery import Remedy

_CODES: Final[dict[Remedy, tuple[int, ...]]] = {
    Remedy.BACK_OFF: (
        1,  # unknown request, or an error on their side
        2,  # temporarily unavailable
        4,  # the app's call limit
        613,  # a call limit of one endpoint
        80007,  # the business account's limit
        130429,  # messages a second
        131000,  # something went wrong
        131016,  # service unavailable
        131048,  # too many blocked or reported from this number
        131057,  # maintenance, or the number is being upgraded
        133004,  # server temporarily unavailable
    ),
    Remedy.BACK_OFF_PAIR: (131056,),
    Remedy.TEMPLATE: (131047,),
    Remedy.UNPAUSED: (132015,),
    Remedy.STOP: (
        130403,  # we have blocked this customer
        130472,  # part of Meta's marketing experiment
        130497,  # we may not write to this country
        131026,  # not on WhatsApp, old client, or terms not accepted
        131049,  # kept back for the health of the ecosystem
        131050,  # the customer stopped our marketing
        137000,  # the customer's identity key changed
    ),
    Remedy.HOLD: (
        0,  # token not accepted
        3,  # capability or permission
        10,  # permission missing
        33,  # number deleted, or its id is wrong
        104,  # token missing
        190,  # token expired
        368,  # account restricted for policy
        131005,  # access denied
        131031,  # account locked
        131037,  # display name not approved
        131042,  # payment problem
        131044,  # no payment method
        131045,  # number not registered properly
        131063,  # marketing templates switched off
        131064,  # limit for misclassified templates
        132001,  # template missing in this language, or not approved
        132016,  # template disabled
        133000,  # deregistration incomplete
        133005,  # PIN wrong
        133006,  # number to be verified
        133008,  # too many PIN tries
        133009,  # PIN entered too fast
        133010,  # number not registered
        133015,  # number deleted a moment ago
        133016,  # registration limit
        134011,  # payment terms
        139200,  # direct sending blocked
        *range(200, 300),  # permissions
    ),
}

_NEXT_STEPS: Final = {
    130472: "do not send marketing again now; it may reach them once they have written",
    131026: "reach them another way",
    131047: "send an approved template",
    131049: "not before 24 hours have passed, and not again and again",
    131050: "never send marketing to them again; other messages reach them",
    131063: "allow marketing templates for Cloud API in WhatsApp Manager",
    131064: "it ends by itself; put the categories of your templates right",
    132000: "submit the template anew and send it anew",
    132001: "look at Meta's copy: templates sync",
    132005: "send it with shorter values",
    132007: "change the template's wording and submit it anew",
    132012: "send it with other values",
    132015: "it waits until Meta ends the pause; or edit the template and submit it",
    132016: "write another template; this one is disabled for good",
}

_REMEDIES: Final = {code: remedy for remedy, codes in _CODES.items() for code in codes}


def remedy_of(code: int) -> Remedy:
    """A code that is not known here is taken for a fault of our request: `FIX`."""
    return _REMEDIES.get(code, Remedy.FIX)


def next_step_for(code: int) -> str | None:
    """What people can do about it, for the codes that templates meet."""
    return _NEXT_STEPS.get(code)
