"""Whether the key of the language model works where it is used, and the model is there."""

from typing import Final

from wa_support.domain.checkup.finding import Finding, could_not_look, ok, problem, warning
from wa_support.domain.checkup.model_facts import ModelFacts, NoList
from wa_support.domain.checkup.unanswered import REACH

_CHECK: Final = "language_model"
_SHOWN: Final = 8
_LONGEST: Final = 60
_UNSET: Final = "OPENAI_API_KEY is not set: no language model is asked"
_MAKE_ANOTHER: Final = (
    "platform.openai.com → API keys: create one that may list models and write responses; put it "
    "into OPENAI_API_KEY and restart the service"
)
_ASK_FOR_ANOTHER: Final = (
    "get a key from whoever runs {base}, put it into OPENAI_API_KEY and restart the service; or "
    "unset OPENAI_BASE_URL, where the key is one of OpenAI's"
)
_ADDRESS: Final = "check OPENAI_BASE_URL: with most servers it ends with /v1"
_LATER: Final = "wait a minute, then run this again; nothing was changed"
_NAME: Final = "put the name of a model into OPENAI_MODEL and restart the service"


def about_language_model(seen: ModelFacts | None) -> Finding:
    """None: no key is set."""
    if seen is None:
        return ok(_CHECK, _UNSET)
    if isinstance(seen.listed, NoList):
        return _without_list(seen, seen.listed.kind)
    accepted = f"{seen.base_url} accepts the key"
    if seen.named is None:
        cure = _NAME + _choice(seen.listed)
        return problem(_CHECK, f"{accepted}, but OPENAI_MODEL is not set", cure)
    if seen.named in seen.listed:
        return ok(_CHECK, f"{accepted} and has {seen.named}")
    found, cure = f"{accepted}, but does not list {seen.named}", _NAME + _choice(seen.listed)
    return problem(_CHECK, found, cure) if seen.openai else warning(_CHECK, found, cure)


def _without_list(seen: ModelFacts, kind: str) -> Finding:
    if kind == "refused_key":
        cure = _MAKE_ANOTHER if seen.openai else _ASK_FOR_ANOTHER.format(base=seen.base_url)
        return problem(_CHECK, f"{seen.base_url} does not accept the key", cure)
    if kind in ("timeout", "connection"):
        cure = REACH.format(base=seen.base_url)
        return problem(_CHECK, f"{seen.base_url} does not answer ({kind})", cure)
    if kind in ("bad_request", "unreadable"):
        return could_not_look(_CHECK, f"{seen.base_url} gives no list of models", _ADDRESS)
    return could_not_look(_CHECK, f"{seen.base_url} answers with an error ({kind})", _LATER)


def _choice(listed: frozenset[str]) -> str:
    """A few names, as there may be hundreds; they come from outside."""
    names = [name[:_LONGEST] for name in sorted(listed)[:_SHOWN]]
    more = ", …" if len(listed) > _SHOWN else ""
    return f"; it lists {', '.join(names)}{more}" if names else ""
