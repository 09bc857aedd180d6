"""What `POST /notify` may say, field by field; `notify.openapi.json` describes the same."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Final, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from wa_support.domain.customers import OUR_ID, named
from wa_support.flow.notify import Notification
from wa_support.web.notify_key import KEY_SAYS, LONGEST_KEY, Wrong, is_key

_MOST_PARAMETERS: Final = 100
_LONGEST_VALUE: Final = 1024
_EXACT: Final = ConfigDict(strict=True, extra="forbid", frozen=True)


def _dialled(phone: str) -> str:
    if named(phone) is None:
        raise ValueError
    return phone


def _printable(key: str) -> str:
    if not is_key(key):
        raise ValueError
    return key


def _moment(value: object) -> datetime:
    return datetime.fromisoformat(value if isinstance(value, str) else "")


class Customer(BaseModel):
    model_config = ConfigDict(**_EXACT, json_schema_extra={"minProperties": 1, "maxProperties": 1})

    phone: Annotated[str, Field(pattern=r"^\+[1-9][0-9]{6,14}$"), AfterValidator(_dialled)] = ""
    bsuid: Annotated[str, Field(pattern=r"^[A-Z]{2}\.[0-9A-Za-z]{1,128}$")] = ""
    id: Annotated[str, Field(pattern=f"^{OUR_ID.pattern}$")] = ""

    @model_validator(mode="after")
    def _one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError
        return self


class NotifyRequest(BaseModel):
    """`sender` is called `from` outside: one of our phone number ids."""

    model_config = _EXACT

    customer: Customer
    template: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,512}$")]
    idempotency_key: Annotated[
        str, Field(min_length=1, max_length=LONGEST_KEY), AfterValidator(_printable)
    ]
    parameters: Annotated[
        dict[
            Annotated[str, Field(pattern=r"^[a-z0-9_]{1,100}$")],
            Annotated[str, Field(max_length=_LONGEST_VALUE)],
        ],
        Field(max_length=_MOST_PARAMETERS),
    ] = Field(default_factory=dict)
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(_[A-Z]{2})?$")] = ""
    sender: Annotated[str, Field(alias="from", min_length=1)] = ""
    expires_at: Annotated[AwareDatetime | None, BeforeValidator(_moment)] = None


FIELDS: Final = tuple(field.alias or name for name, field in NotifyRequest.model_fields.items())
_SAYS: Final[Mapping[str, str]] = {
    "body": "a JSON object in UTF-8, each field once",
    "customer": f"an object with exactly one of {', '.join(Customer.model_fields)}",
    "customer.phone": "a phone number with + and its country code, such as +821012345678",
    "customer.bsuid": "a business-scoped user id, such as KR.13491208655302741918",
    "customer.id": "a customer's id here, such as cus_01J…",
    "template": "a template's name, as in its file's name",
    "idempotency_key": KEY_SAYS,
    "parameters": f"an object of at most {_MOST_PARAMETERS} texts, by names of a-z, 0-9 and _",
    "parameters.": f"a text of at most {_LONGEST_VALUE} characters",
    "language": "a language such as ko or en_US",
    "from": "one of our phone number ids",
    "expires_at": "a moment to come, as in RFC 3339: 2026-11-30T18:00:00+09:00",
}


def read_request(body: bytes, *, numbers: Sequence[str], now: int) -> Notification:
    """`numbers` are our phone number ids. Raises `Wrong`."""
    try:
        asked = NotifyRequest.model_validate(_object(body))
    except ValidationError as error:
        raise _wrong(error) from None
    customer = asked.customer
    return Notification(
        key=asked.idempotency_key,
        template=asked.template,
        values=asked.parameters,
        phone_number_id=_number(asked.sender, numbers),
        phone=customer.phone.removeprefix("+") or None,
        bsuid=customer.bsuid or None,
        customer_id=customer.id or None,
        language=asked.language or None,
        not_after=None if asked.expires_at is None else _to_come(asked.expires_at, now),
    )


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        given = json.loads(body, object_pairs_hook=_without_twins)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise Wrong("body", _SAYS["body"])
    return given


def _without_twins(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _wrong(error: ValidationError) -> Wrong:
    """The first fault."""
    fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
    field, *inside = map(str, fault["loc"])
    if fault["type"] == "missing":
        return Wrong(field, "is missing")
    if fault["type"] == "extra_forbidden" and not inside:
        return Wrong(field, f"there is no such field; there are {', '.join(FIELDS)}")
    path = ".".join((field, *inside))
    if path in _SAYS:
        return Wrong(path, _SAYS[path])
    if field == "parameters" and len(inside) == 1:
        return Wrong(path, _SAYS["parameters."])
    return Wrong(field, _SAYS[field])


def _number(sender: str, numbers: Sequence[str]) -> str:
    if not sender and len(numbers) == 1:
        return numbers[0]
    if sender not in numbers:
        raise Wrong("from", f"{_SAYS['from']}: {', '.join(numbers)}")
    return sender


def _to_come(moment: datetime, now: int) -> int:
    at = int(moment.timestamp() * 1000)
    if at <= now:
        raise Wrong("expires_at", _SAYS["expires_at"])
    return at
