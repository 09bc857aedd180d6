"""The business numbers: there, registered, in good standing, and of the account that is set.

Fields: Meta, "reference/whatsapp-business-phone-number"; a word that is not known here is told as
it came.
"""

from typing import Final

from wa_support.domain.checkup.finding import Finding, could_not_look, ok, problem, warning
from wa_support.domain.checkup.graph_facts import AccountNumbers, GraphFacts, NoLook, NumberFacts
from wa_support.domain.checkup.unanswered import (
    ASSIGN,
    no_such_thing,
    refuses_right,
    told,
    unanswered,
)

_MANAGER: Final = "WhatsApp Manager (business.facebook.com) → Account tools → Phone numbers"
_API_SETUP: Final = "WhatsApp → API Setup in the App Dashboard"
_REGISTER: Final = (
    'curl -X POST "{base}/{version}/{id}/register" -H "Authorization: Bearer '
    '$WHATSAPP_ACCESS_TOKEN" -H "Content-Type: application/json" '
    '-d \'{{"messaging_product":"whatsapp","pin":"<six digits of your own>"}}\''
)
_STOPPED: Final = frozenset(
    {"BANNED", "DELETED", "DISCONNECTED", "MIGRATED", "OFFLINE", "PENDING", "UNVERIFIED"}
)
_NOT_RATED: Final = frozenset({"NA", "UNKNOWN"})


def about_numbers(seen: GraphFacts) -> list[Finding]:
    findings: list[Finding] = []
    for number, look in seen.numbers:
        if isinstance(look, NumberFacts):
            of_one = _number(number, look, seen), _quality(number, look), _membership(number, seen)
            findings += of_one
        else:
            findings.append(_not_read(number, look, seen))
    return findings


def _not_read(id: str, look: NoLook, seen: GraphFacts) -> Finding:
    if no_such_thing(look):
        cure = f"{_API_SETUP}: copy the phone number id, not the number; if it is right: {ASSIGN}"
        return problem("number", f"{id}: does not exist, or is not the token's to see", cure)
    if refuses_right(look):
        return problem("number", f"{id}: {told(look)}", ASSIGN)
    unread = unanswered("number", look, base_url=seen.base_url)
    return could_not_look("number", f"{id}: {unread.found}", unread.cure or _MANAGER)


def _number(id: str, number: NumberFacts, seen: GraphFacts) -> Finding:
    told = f"{id} {_described(number)}"
    if number.platform is None:
        return could_not_look("number", f"{told}: Graph does not say where it runs", _MANAGER)
    if number.platform != "CLOUD_API":
        register = _REGISTER.format(base=seen.base_url, version=seen.version, id=id)
        found = f"{told}: not registered for the Cloud API ({number.platform})"
        return problem("number", found, register)
    if number.status in _STOPPED:
        return problem("number", f"{told}: {number.status}", f"{_MANAGER}: see why, and connect it")
    if number.status not in {None, "CONNECTED"}:
        return warning("number", f"{told}: {number.status}", f"{_MANAGER}: see why")
    if number.verification == "NOT_VERIFIED":
        return warning("number", f"{told}: its owner is not verified", f"{_MANAGER} → Verify")
    return ok("number", told)


def _described(number: NumberFacts) -> str:
    """The last digits tell numbers apart; the rest stays out of logs."""
    name = number.name or "without a name"
    digits = f"…{number.last_digits}" if number.last_digits else "number not told"
    pace = f", throughput {number.throughput}" if number.throughput else ""
    return f"({name}, {digits}{pace})"


def _quality(id: str, number: NumberFacts) -> Finding:
    rating = number.quality
    look = f"{_MANAGER}: see what customers block or report, and write less of it"
    if rating is None:
        return could_not_look("quality", f"{id}: Graph does not say", _MANAGER)
    if rating in _NOT_RATED:
        return ok("quality", f"{id}: not rated yet")
    if rating == "GREEN":
        return ok("quality", f"{id}: GREEN")
    if rating == "RED":
        return problem("quality", f"{id}: RED, Meta may limit the number", look)
    return warning("quality", f"{id}: {rating}", look)


def _membership(id: str, seen: GraphFacts) -> Finding:
    if seen.account_id is None or seen.members is None:
        found = f"{id}: WHATSAPP_BUSINESS_ACCOUNT_ID is not set"
        cure = f"{_API_SETUP}: the WhatsApp Business Account ID stands beside the number's id"
        return could_not_look("account", found, f"{cure}; set WHATSAPP_BUSINESS_ACCOUNT_ID")
    if not isinstance(seen.members, AccountNumbers):
        return _account_not_read(seen.account_id, seen.members, seen.base_url)
    if id in seen.members.ids:
        return ok("account", f"{id}: belongs to account {seen.account_id}")
    if not seen.members.whole:
        return could_not_look("account", f"{id}: not on the account's first page", _MANAGER)
    found = f"{id}: is not a number of account {seen.account_id}"
    return problem("account", found, f"{_API_SETUP}: copy both ids from the same page")


def _account_not_read(account: str, look: NoLook, base_url: str) -> Finding:
    if no_such_thing(look):
        cure = f"{_API_SETUP}: copy the WhatsApp Business Account ID; if it is right: {ASSIGN}"
        return problem("account", f"{account}: does not exist, or is not the token's", cure)
    if refuses_right(look):
        return problem("account", f"{account}: {told(look)}", ASSIGN)
    return unanswered("account", look, base_url=base_url)
