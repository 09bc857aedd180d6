"""What an HTTP answer proves about a call: done, mendable, failed, or unsure."""

from typing import Any, Final

from wa_support.connectors.http.answers import Misfit, decoded, found_at
from wa_support.connectors.http.exchange import Answer
from wa_support.domain.connector_specs import Errors, Means
from wa_support.domain.tool_results import Correctable, Failed

_MAYBE_DONE: Final = frozenset({408, 409, 425})
_BUSY: Final = frozenset({429, 503})
AGAIN: Final = frozenset({429, 502, 503, 504})
"""Statuses after which a read is worth another try."""


def tree_of(answer: Answer) -> Any:
    """Raises Misfit: a page that says it is HTML is not looked into."""
    if answer.media_type != "application/json" and not answer.media_type.endswith("+json"):
        raise Misfit("the content type is not JSON")
    return decoded(answer.body)


def error_of(answer: Answer, errors: Errors, *, effect: bool) -> Correctable | Failed:
    """What the policy says that it means; else only a plain 4xx proves that nothing was done."""
    means = _declared(answer, errors)
    if means is not None:
        if means.correctable:
            return Correctable(code=means.code)
        return Failed(code=means.code, unsure=effect and means.code == "unsure")
    if answer.status == 404:
        return Correctable(code="not_found")
    refused = 400 <= answer.status < 500 and answer.status not in _MAYBE_DONE
    return Failed(code=_named(answer.status), unsure=effect and not refused)


def _declared(answer: Answer, errors: Errors) -> Means | None:
    code = _code_in(answer, errors) if errors.by_code else ""
    return errors.by_code.get(code) or errors.by_status.get(answer.status)


def _code_in(answer: Answer, errors: Errors) -> str:
    try:
        code = found_at(tree_of(answer), errors.code_at)
    except Misfit:
        return ""
    return str(code) if isinstance(code, str | int) else ""


def _named(status: int) -> str:
    if 300 <= status < 400:
        return "redirected"
    if status in (401, 403):
        return "key_refused"
    return "busy" if status in _BUSY else f"http_{status}"
