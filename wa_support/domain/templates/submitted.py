"""What became of giving a template to Meta, language by language, with what to do where it was not
done."""

from dataclasses import dataclass
from enum import StrEnum

from wa_support.domain.delivery import Unknown
from wa_support.domain.templates.looks import Failed, Refused, why
from wa_support.domain.templates.template import TemplateKey


class Outcome(StrEnum):
    CREATED = "created"
    EDITED = "edited"
    ALREADY = "already"
    NOT_APPROVED = "not_approved"
    NOT_NOW = "not_now"
    REFUSED = "refused"
    NOT_REACHED = "not_reached"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """One language. `status` is Meta's, `said` what to do where it was not done."""

    key: TemplateKey
    outcome: Outcome
    status: str | None = None
    said: str = ""

    @property
    def done(self) -> bool:
        return self.outcome in {Outcome.CREATED, Outcome.EDITED, Outcome.ALREADY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What Meta put off at one language: it would put off the ones that follow as well."""

    at: TemplateKey
    cure: str

    def not_tried(self, key: TemplateKey) -> Submitted:
        return not_now(key, f"not tried after Meta put off {self.at}: {self.cure}")


def limit_in(key: TemplateKey, result: Submitted | Failed) -> Limit | None:
    if isinstance(result, Refused) and result.later:
        return Limit(at=key, cure=result.cure)
    return None


def told(key: TemplateKey, result: Submitted | Failed) -> Submitted:
    if isinstance(result, Submitted):
        return result
    outcome = {Refused: Outcome.REFUSED, Unknown: Outcome.UNKNOWN}.get(
        type(result), Outcome.NOT_REACHED
    )
    return Submitted(key=key, outcome=outcome, said=why(result))


def not_now(key: TemplateKey, why: str) -> Submitted:
    return Submitted(key=key, outcome=Outcome.NOT_NOW, said=why)


def not_approved(key: TemplateKey) -> Submitted:
    said = "not approved yet: another person reads it first, wa-support templates approve"
    return Submitted(key=key, outcome=Outcome.NOT_APPROVED, said=said)
